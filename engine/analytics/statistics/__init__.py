"""How far figures can be trusted: intervals, tests and sizes, as pure functions of counts.

docs/explanation/statistics.md says which method serves what, and where each comes from.
"""

from engine.analytics.statistics.bootstrap import bootstrap
from engine.analytics.statistics.holm import holm
from engine.analytics.statistics.interval import Interval
from engine.analytics.statistics.kaplan_meier import Survival, kaplan_meier
from engine.analytics.statistics.newcombe import newcombe
from engine.analytics.statistics.power import detectable_effect, power, sample_size
from engine.analytics.statistics.sample_ratio import sample_ratio_p, sequential_ratio_p
from engine.analytics.statistics.sequential import Sequential, sequential
from engine.analytics.statistics.two_shares import two_shares_p
from engine.analytics.statistics.wilson import wilson

__all__ = [
    "Interval", "Sequential", "Survival", "bootstrap", "detectable_effect", "holm", "kaplan_meier",
    "newcombe", "power", "sample_ratio_p", "sample_size", "sequential", "sequential_ratio_p",
    "two_shares_p", "wilson",
]  # fmt: skip
