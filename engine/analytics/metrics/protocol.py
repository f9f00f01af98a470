"""What a metric is: facts, and what is counted of them."""

from typing import Literal

from ibis import Deferred, _
from msgspec import Struct

from engine.types.value import Text

Unit = Literal["count", "share", "seconds", "score", "money", "number"]


class Percentile(Struct, frozen=True):
    """The least value that so large a share of the rows does not exceed (nearest rank)."""

    value: str
    share: float


class Measure(Struct, frozen=True):
    """A number of a metric: an Ibis expression over facts, of which a row stands for `_.n` alike.

    An `additive` one of parts of the facts is the sum of those of the parts. With `scale` it is
    multiplied when it is shown: milliseconds become seconds. `counts` is the condition of the
    facts that are behind the number (those of a share's part), None where all are.
    """

    name: str
    title: Text
    of: Deferred | Percentile
    unit: Unit = "count"
    additive: bool = False
    scale: float = 1.0
    counts: Deferred | None = None


class Metric(Struct, frozen=True):
    """A metric: measures of one kind of facts. What it is broken down by `by` unless told.

    `about` says in a sentence what it answers.
    """

    name: str
    title: Text
    about: str
    facts: str
    measures: tuple[Measure, ...]
    by: str = ""


def count(name: str, title: Text, where: Deferred | None = None) -> Measure:
    """How many facts there are of which the condition holds."""
    return Measure(name, title, _count(where), additive=True, counts=where)


def distinct(name: str, title: Text, column: str, where: Deferred | None = None) -> Measure:
    """How many different values a column has where the condition holds."""
    counted = _[column].nunique() if where is None else _[column].nunique(where=where)
    return Measure(name, title, counted, counts=where)


def total(name: str, title: Text, value: str, unit: Unit = "count", scale: float = 1.0) -> Measure:
    """The sum of a value."""
    summed = (_[value] * _.n).sum().fill_null(0)
    return Measure(name, title, summed, unit, True, scale, counts=_[value] != 0)


def mean(name: str, title: Text, value: str, unit: Unit, where: Deferred | None = None) -> Measure:
    """The mean of a value where the condition holds; none where it never does."""
    summed = (_[value] * _.n).sum() if where is None else (_[value] * _.n).sum(where=where)
    return Measure(name, title, summed / _count(where).nullif(0), unit, counts=where)


def share(name: str, title: Text, part: Deferred, whole: Deferred | None = None) -> Measure:
    """Which share of the facts (of which `whole` holds) `part` holds of; none of nothing."""
    both = part if whole is None else part & whole
    shared = _count(both) / _count(whole).nullif(0)
    return Measure(name, title, shared, "share", counts=both)


def percentile(name: str, title: Text, value: str, percent: int) -> Measure:
    """A percentile of a time in milliseconds, in seconds."""
    rank = Percentile(value, percent / 100)
    return Measure(name, title, rank, "seconds", scale=0.001, counts=_[value] >= 0)


def _count(where: Deferred | None) -> Deferred:
    counted = _.n.sum() if where is None else _.n.sum(where=where)
    return counted.fill_null(0)
