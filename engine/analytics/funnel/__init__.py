"""Funnels: how many come from step to step, by rules that are written down."""

from engine.analytics.funnel.check import read_spec
from engine.analytics.funnel.durations import TimeBin
from engine.analytics.funnel.funnel import Executor, Funnel, count
from engine.analytics.funnel.spec import Breakdown, Condition, Exclusion, FunnelSpec
from engine.analytics.funnel.table import StepRow

__all__ = [
    "Breakdown", "Condition", "Exclusion", "Executor", "Funnel", "FunnelSpec", "StepRow", "TimeBin",
    "count", "read_spec",
]  # fmt: skip
