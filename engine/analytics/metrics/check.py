"""What a query cannot mean, said before anything is counted."""

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.analytics.facts import FACTS
from engine.analytics.facts.protocol import COMMON
from engine.analytics.metrics.period import LAST
from engine.analytics.metrics.protocol import Metric
from engine.analytics.metrics.query import Query
from engine.expressions import ExpressionError, compile_expression
from engine.types.issue import TertuliaError

MOST_VALUES = 1000


def find_metric(metrics: Mapping[str, Metric], name: str) -> Metric:
    """A metric by its name. Raises TertuliaError where there is none."""
    found = metrics.get(name)
    if found is None:
        raise TertuliaError(f"metric {name!r} is unknown; there are: {', '.join(metrics)}")
    return found


def dimensions_of(metric: Metric) -> tuple[str, ...]:
    """What a metric may be broken down and filtered by."""
    return (*COMMON, *FACTS[metric.facts].dimensions)


def require_sense(metric: Metric, query: Query) -> None:
    """Raises TertuliaError with everything that is wrong with a query."""
    if found := list(_faults(metric, query)):
        raise TertuliaError("\n".join([f"metric {metric.name!r}:", *(f"  {one}" for one in found)]))


def _faults(metric: Metric, query: Query) -> Iterator[str]:
    known = dimensions_of(metric)
    named = [(f"where.{name}", name) for name in query.where]
    for place, name in [*named, *([("by", query.by)] if query.by else [])]:
        if name not in known:
            yield f"{place}: there is no column {name!r} here; choose of {', '.join(known)}"
    if query.last and (query.since or query.until):
        yield "both last and since or until are given; keep one of the two"
    if query.last and not LAST.fullmatch(query.last):
        yield f"last {query.last!r}: write it as 30min, 24h, 7d, 4w or 3mo"
    if query.since and query.until and query.since > query.until:
        yield f"since {query.since} is after until {query.until}; exchange them"
    if not 1 <= query.top <= MOST_VALUES:
        yield f"top is {query.top}; give 1 to {MOST_VALUES}"
    try:
        ZoneInfo(query.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield f"zone {query.zone!r} is unknown; write it as America/Bogota"
    if query.segment is not None:
        try:
            compile_expression(query.segment.condition)
        except ExpressionError as error:
            yield f"segment: its condition cannot be read: {error}"
