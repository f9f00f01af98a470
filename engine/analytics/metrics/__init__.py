"""Metrics, one module each, and the table `METRICS`; `measure` asks one of a history."""

import pkgutil
from importlib import import_module, metadata

from engine.analytics.history import History
from engine.analytics.metrics.behind import Bar, sessions_behind
from engine.analytics.metrics.check import dimensions_of, find_metric
from engine.analytics.metrics.measured import Measured
from engine.analytics.metrics.measured import measure as _measure
from engine.analytics.metrics.protocol import Measure, Metric
from engine.analytics.metrics.query import OTHER, Query

ENTRY_POINTS = "tertulia.metrics"


def load_metrics() -> dict[str, Metric]:
    """The metrics of this folder by name, then those of installed plug-ins."""
    modules = (
        import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)
    )
    found = {module.METRIC.name: module.METRIC for module in modules if hasattr(module, "METRIC")}
    plugged = (point.load() for point in metadata.entry_points(group=ENTRY_POINTS))
    return {**{metric.name: metric for metric in plugged}, **found}


METRICS = load_metrics()


def measure(
    history: History, metric: str, query: Query | None = None, now_us: int | None = None
) -> Measured:
    """Measures a metric by its name on a history.

    `now_us` is what `last` counts back from; unless given, the latest time of the history, so
    that equal histories give equal figures. Raises TertuliaError where the query makes no sense.
    """
    return _measure(history, find_metric(METRICS, metric), query, now_us)


__all__ = [
    "METRICS", "OTHER", "Bar", "Measure", "Measured", "Metric", "Query", "dimensions_of",
    "find_metric", "measure", "sessions_behind",
]  # fmt: skip
