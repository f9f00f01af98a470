"""A funnel by the day on which people began.

A point counts those who began on its days, by their tries of these days. Who began on two days is
in two points, so that the points' sum is more than everybody counted once: a trend tells both.
"""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

import pyarrow as pa
from msgspec import Struct, structs

from engine.analytics.funnel.funnel import Executor, Funnel, count
from engine.analytics.funnel.spec import SECOND_US, FunnelSpec
from engine.analytics.funnel.table import StepRow
from engine.analytics.funnel.top import only
from engine.analytics.history import History
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    import pandas as pd

Span = Literal["day", "week", "month"]
# More points say no more to an eye, and take their time.
MOST_POINTS = 400


class TrendRow(StepRow, frozen=True, kw_only=True):
    """A row of the funnel of those who began from `first` to `last`, days of the zone."""

    first: dt.date
    last: dt.date


class Trend(Struct, frozen=True):
    """A funnel for each of its spans, and the funnel of all of them together."""

    by: Span
    points: tuple[Funnel, ...]
    whole: Funnel

    def rows(self) -> list[TrendRow]:
        """The tables of the points, one after the other."""
        return [row for point in self.points for row in _rows(point, self.whole.values)]

    def sums(self) -> list[int]:
        """For each step who came there, of all points together: more than are in the whole, if
        some began on several of the spans."""
        totals = [0] * len(self.whole.spec.steps)
        for row in self.rows():
            totals[row.step - 1] += row.converted
        return totals

    def arrow(self) -> pa.Table:
        """The rows, as Arrow."""
        types = {str: pa.string(), int: pa.int64(), float: pa.float64(), dt.date: pa.date32()}
        columns = [
            (each.name, types.get(each.type, pa.float64())) for each in structs.fields(TrendRow)
        ]
        return pa.Table.from_pylist(
            [structs.asdict(row) for row in self.rows()], pa.schema(columns)
        )

    def pandas(self) -> "pd.DataFrame":
        """The rows, as pandas."""
        return self.arrow().to_pandas()


def trend(
    spec: FunnelSpec, history: History, by: Span = "day", executor: Executor | None = None
) -> Trend:
    """The funnel by when people began. Spans are of the funnel's zone; the first and the last are
    as long as its period lets them. Raises TertuliaError where there would be too many."""
    whole = count(spec, history, executor)
    days = _days(spec, whole)
    spans = list(_spans(*days, by)) if days else []
    if len(spans) > MOST_POINTS:
        remedy = "take longer ones, or set since and until"
        raise TertuliaError(
            f"funnel {spec.name!r}: {len(spans)} points of a {by} each, at most {MOST_POINTS}; "
            + remedy
        )
    points = (_point(spec, whole, history, span, executor) for span in spans)
    return Trend(by, tuple(points), whole)


def _point(
    spec: FunnelSpec,
    whole: Funnel,
    history: History,
    span: tuple[dt.date, dt.date],
    executor: Executor | None,
) -> Funnel:
    """The funnel of a span, with the values of the breakdown that the whole has."""
    every = spec.breakdown and structs.replace(spec.breakdown, top=0)
    of_span = structs.replace(spec, since=span[0], until=span[1])
    found = count(structs.replace(of_span, breakdown=every), history, executor)
    return Funnel(of_span, only(of_span, found.tries, whole.values), found.watermark)


def _days(spec: FunnelSpec, whole: Funnel) -> tuple[dt.date, dt.date] | None:
    """The first and the last day: the period's, or those on which somebody may have begun."""
    zone = ZoneInfo(spec.zone)

    def day(t_us: int) -> dt.date:
        return dt.datetime.fromtimestamp(t_us // SECOND_US, zone).date()

    first, last = spec.since, spec.until
    if first is None:
        began = [
            found
            for step in range(1, len(spec.steps) + 1)
            if (found := pa.compute.min(whole.tries[f"reached_us_{step}"]).as_py()) is not None
        ]
        if not began:
            return None
        first = day(min(began))
    end = day(whole.watermark.t_us)
    last = end if last is None else min(last, max(end, first))
    return first, last


def _spans(first: dt.date, last: dt.date, by: Span) -> Iterator[tuple[dt.date, dt.date]]:
    """The spans from one day to another, both included. Weeks begin on Mondays."""
    while first <= last:
        match by:
            case "day":
                end = first
            case "week":
                end = first + dt.timedelta(days=6 - first.weekday())
            case "month":
                later = first.replace(day=1) + dt.timedelta(days=32)
                end = later.replace(day=1) - dt.timedelta(days=1)
        yield first, min(end, last)
        first = end + dt.timedelta(days=1)


def _rows(point: Funnel, values: list[str]) -> Iterator[TrendRow]:
    first, last = point.spec.since, point.spec.until
    assert first is not None
    assert last is not None
    # Where nobody began there is a point too: a line through it would hide that.
    for value in values:
        for row in point.rows_of(value):
            yield TrendRow(**structs.asdict(row), first=first, last=last)
