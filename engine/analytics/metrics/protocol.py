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
    multiplied when it is shown: milliseconds become seconds.
    """

    name: str
    title: Text
    of: Deferred | Percentile
    unit: Unit = "count"
    additive: bool = False
    scale: float = 1.0


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
    return Measure(name, title, _count(where), additive=True)


def distinct(name: str, title: Text, column: str, where: Deferred | None = None) -> Measure:
    """How many different values a column has where the condition holds."""
    counted = _[column].nunique() if where is None else _[column].nunique(where=where)
    return Measure(name, title, counted)


def total(name: str, title: Text, value: str, unit: Unit = "count", scale: float = 1.0) -> Measure:
    """The sum of a value."""
    return Measure(name, title, (_[value] * _.n).sum().fill_null(0), unit, True, scale)


def mean(name: str, title: Text, value: str, unit: Unit, where: Deferred | None = None) -> Measure:
    """The mean of a value where the condition holds; none where it never does."""
    summed = (_[value] * _.n).sum() if where is None else (_[value] * _.n).sum(where=where)
    return Measure(name, title, summed / _count(where).nullif(0), unit)


def share(name: str, title: Text, part: Deferred, whole: Deferred | None = None) -> Measure:
    """Which share of the facts (of which `whole` holds) `part` holds of; none of nothing."""
    both = part if whole is None else part & whole
    return Measure(name, title, _count(both) / _count(whole).nullif(0), "share")


def percentile(name: str, title: Text, value: str, percent: int) -> Measure:
    """A percentile of a time in milliseconds, in seconds."""
    return Measure(name, title, Percentile(value, percent / 100), "seconds", scale=0.001)


def _count(where: Deferred | None) -> Deferred:
    counted = _.n.sum() if where is None else _.n.sum(where=where)
    return counted.fill_null(0)
