"""Funnels: how many come from step to step, by rules that are written down."""

from engine.analytics.funnel.check import read_spec
from engine.analytics.funnel.funnel import Executor, Funnel, StepRow, count
from engine.analytics.funnel.spec import Breakdown, Exclusion, FunnelSpec

__all__ = [
    "Breakdown", "Exclusion", "Executor", "Funnel", "FunnelSpec", "StepRow", "count", "read_spec",
]  # fmt: skip
