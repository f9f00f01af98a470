"""Funnels: how many come from step to step, by rules that are written down."""

from engine.analytics.funnel.check import read_spec
from engine.analytics.funnel.compare import (
    Comparison,
    DifferenceRow,
    compare,
    compare_values,
)
from engine.analytics.funnel.durations import TimeBin
from engine.analytics.funnel.funnel import Executor, Funnel, count
from engine.analytics.funnel.named import named_funnel, schema
from engine.analytics.funnel.spec import Breakdown, Condition, Exclusion, FunnelSpec
from engine.analytics.funnel.table import StepRow
from engine.analytics.funnel.trend import Trend, TrendRow, trend

__all__ = [
    "Breakdown", "Comparison", "Condition", "DifferenceRow", "Exclusion", "Executor", "Funnel",
    "FunnelSpec", "StepRow", "TimeBin", "Trend", "TrendRow", "compare", "compare_values", "count",
    "named_funnel", "read_spec", "schema", "trend",
]  # fmt: skip
