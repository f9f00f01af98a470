"""A funnel by the day on which people began.

A point counts those who began on its days, by their tries of these days. Who began on two days is
in two points, so that the points' sum is more than everybody counted once: a trend tells both.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

import pyarrow as pa
from msgspec import Struct, structs

from engine.analytics.funnel.funnel import Executor, Funnel, count
from engine.analytics.funnel.ruled import run_periods
from engine.analytics.funnel.spec import SECOND_US, FunnelSpec
from engine.analytics.funnel.table import StepRow
from engine.analytics.funnel.top import only
from engine.analytics.funnel.tries import in_order
from engine.analytics.history import History
from engine.analytics.index.opening import indexes_of
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
    specs = [structs.replace(spec, since=first, until=last) for first, last in spans]
    # With the values of the breakdown that the whole has.
    points = (
        Funnel(of_span, only(of_span, tries, whole.values), whole.watermark)
        for of_span, tries in zip(specs, _counted(spec, specs, history, executor), strict=True)
    )
    return Trend(by, tuple(points), whole)


def _counted(
    spec: FunnelSpec, specs: Sequence[FunnelSpec], history: History, executor: Executor | None
) -> Iterator[pa.Table]:
    """How far everybody came who began in each of the spans: by the scan out of rows that are
    read once, where nothing keeps it from that."""
    is_once = spec.ties != "favourable" and not spec.compatibility
    if is_once and executor in (None, "scan") and indexes_of(history) is None:
        periods = [(first or 0, end or 0) for first, end in (each.period_us() for each in specs)]
        found = run_periods(spec, history, periods)
        yield from (in_order(tries, len(spec.steps)) for tries in found)
        return
    for each in specs:
        every = each.breakdown and structs.replace(each.breakdown, top=0)
        yield count(structs.replace(each, breakdown=every), history, executor).tries


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
