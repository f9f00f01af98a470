"""What a metric is: facts, and what is counted of them."""

from collections.abc import Callable
from typing import Literal

import ibis
from ibis import Deferred, _
from msgspec import Struct

from engine.analytics.metrics.query import Grain, Query
from engine.types.value import Text

SECOND_MS, MILLIONTH = 0.001, 0.000_001

Unit = Literal["count", "share", "seconds", "score", "money", "number"]


class Percentile(Struct, frozen=True):
    """The least value that so large a share of the rows does not exceed (nearest rank)."""

    value: str
    share: float


class Measure(Struct, frozen=True):
    """A number of a metric: an Ibis expression over facts, of which a row stands for `_.n` alike.

    With `scale` it is multiplied when it is shown: milliseconds become seconds. What is
    `over_time` is shown as a share of the time in which it was counted. `counts` is the condition
    of the facts that are behind the number (those of a share's part), None where all are. An
    `additive` one of parts of the facts is the sum of those of the parts.
    """

    name: str
    title: Text
    of: Deferred | Percentile
    unit: Unit = "count"
    scale: float = 1.0
    over_time: bool = False
    counts: Deferred | None = None
    additive: bool = False


class Metric(Struct, frozen=True):
    """A metric: measures of one kind of facts.

    `about` says in a sentence what it answers. `by`, `last` and `grain` are how it is asked for
    unless told otherwise. `prepare` gives the facts what a query adds to them.
    """

    name: str
    title: Text
    about: Text
    facts: str
    measures: tuple[Measure, ...]
    by: str = ""
    last: str = "30d"
    grain: Grain = "day"
    prepare: Callable[[ibis.Table, Query], ibis.Table] | None = None


def count(name: str, title: Text, where: Deferred | None = None) -> Measure:
    """How many facts there are of which the condition holds."""
    return Measure(name, title, _count(where), counts=where, additive=True)


def distinct(name: str, title: Text, column: str, where: Deferred | None = None) -> Measure:
    """How many different values a column has where the condition holds."""
    counted = _[column].nunique() if where is None else _[column].nunique(where=where)
    return Measure(name, title, counted, counts=where)


def mean(
    name: str,
    title: Text,
    value: str,
    unit: Unit,
    where: Deferred | None = None,
    scale: float = 1.0,
) -> Measure:
    """The mean of a value where the condition holds; none where it never does."""
    mean_of = _sum(value, where) / _count(where).nullif(0)
    return Measure(name, title, mean_of, unit, scale, counts=where)


def share(name: str, title: Text, part: Deferred, whole: Deferred | None = None) -> Measure:
    """Which share of the facts (of which `whole` holds) `part` holds of; none of nothing."""
    both = part if whole is None else part & whole
    shared = _count(both) / _count(whole).nullif(0)
    return Measure(name, title, shared, "share", counts=both)


def percentile(name: str, title: Text, value: str, percent: int) -> Measure:
    """A percentile of a time in milliseconds, in seconds."""
    rank = Percentile(value, percent / 100)
    return Measure(name, title, rank, "seconds", SECOND_MS, counts=_[value] >= 0)


def spending(name: str, title: Text, value: str) -> Measure:
    """The sum of prices in millionths."""
    spent = _sum(value).fill_null(0)
    counts = _[value] != 0
    return Measure(name, title, spent, "money", MILLIONTH, counts=counts, additive=True)


def at_once(name: str, title: Text, value: str) -> Measure:
    """How many there were at once, on average, of what took so many milliseconds."""
    lasts = _[value] > 0
    lasting = _sum(value, lasts).fill_null(0)
    return Measure(name, title, lasting, "number", over_time=True, counts=lasts)


def _count(where: Deferred | None) -> Deferred:
    counted = _.n.sum() if where is None else _.n.sum(where=where)
    return counted.fill_null(0)


def _sum(value: str, where: Deferred | None = None) -> Deferred:
    weighted = _[value] * _.n
    return weighted.sum() if where is None else weighted.sum(where=where)
