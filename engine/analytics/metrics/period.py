"""When a query looks: its bounds and the bins of its grain, by the days of its zone.

Times are compared, never converted, in queries: the moments at which hours, days, weeks and months
begin are worked out here, and each quarter of an hour is told which bin it belongs to.
"""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from msgspec import Struct

from engine.analytics.metrics.query import Grain, Query
from engine.types.issue import TertuliaError

SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US
# Every zone's days begin at one of these, for half a century now.
QUARTER_US = 15 * MINUTE_US
MOST_BINS = 10_000
# Steps of time that are told their bins: seventy years of quarters of an hour.
MOST_STEPS = 2_500_000
LAST = re.compile(r"([1-9]\d{0,4})(min|h|d|w|mo)")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Period(Struct, frozen=True):
    """A stretch of time, its bins by when they begin, where the stretch before it began, and where
    history ends.

    All in UTC microseconds; `until_us` is the first moment after it.
    """

    since_us: int
    until_us: int
    starts: tuple[int, ...]
    before_us: int
    end_us: int
    step_us: int = QUARTER_US

    def lengths_us(self) -> list[int]:
        """How long each bin is, as far as history goes; at least a microsecond."""
        ends = (*self.starts[1:], self.until_us)
        return [
            max(min(end, self.end_us) - start, 1)
            for start, end in zip(self.starts, ends, strict=True)
        ]

    def bins(self) -> pa.Table:
        """Which bin each step of time is in: `start_us`, `bin`; of the stretch before it, -1."""
        starts = np.arange(_down(self.before_us, self.step_us), self.until_us, self.step_us)
        bins = np.searchsorted(np.asarray(self.starts), starts, side="right") - 1
        bins[starts < self.since_us] = -1
        return pa.table({"start_us": starts.astype(np.int64), "bin": bins.astype(np.int64)})


def period_of(query: Query, now_us: int, first_us: int, end_us: int) -> Period:
    """The period of a query, made at `now_us` of a history from `first_us` to `end_us`."""
    zone = ZoneInfo(query.zone)
    step_us = MINUTE_US if _is_fine(query) else QUARTER_US
    try:
        since, until, before = _bounds(query, zone, now_us, first_us)
        since_us, until_us, before_us = (_us(moment) for moment in (since, until, before))
        before_us = before_us if query.compare else since_us
        if until_us - before_us > MOST_STEPS * step_us:
            raise TertuliaError("the period is too long; ask for a shorter one, or without minutes")
        starts = tuple(max(_us(start), since_us) for start in _starts(query.grain, since, until))
    except (OverflowError, ValueError):
        raise TertuliaError("the period goes beyond the calendar; ask for a shorter one") from None
    if any(moment_us % step_us for moment_us in (since_us, until_us, before_us)):
        raise TertuliaError(
            f"the clocks of {query.zone} were not set by quarters then; begin later"
        )
    return Period(since_us, until_us, starts, before_us, end_us, step_us)


def _bounds(
    query: Query, zone: ZoneInfo, now_us: int, first_us: int
) -> tuple[dt.datetime, dt.datetime, dt.datetime]:
    if query.last:
        return _last(query.last, _moment(now_us, zone))
    first, now = _moment(first_us, zone), _moment(now_us, zone)
    since = query.since or min(first, now).date()
    until = (query.until or max(now, first).date()) + dt.timedelta(days=1)
    until = max(until, since)
    before = since - (until - since)
    return _midnight(since, zone), _midnight(until, zone), _midnight(before, zone)


def _last(last: str, now: dt.datetime) -> tuple[dt.datetime, dt.datetime, dt.datetime]:
    found = LAST.fullmatch(last)
    if found is None:
        raise TertuliaError(f"last {last!r}: write it as 30min, 24h, 7d, 4w or 3mo")
    number, unit, zone = int(found[1]), found[2], now.tzinfo
    assert isinstance(zone, ZoneInfo)
    if unit in {"min", "h"}:
        step = dt.timedelta(minutes=1) if unit == "min" else dt.timedelta(hours=1)
        until = _next(_floor(now, "minute" if unit == "min" else "hour"), step)
        since = _next(until, -number * step)
        return since, until, _next(since, -number * step)
    if unit == "mo":
        end = _months(now.date().replace(day=1), 1)
        days = [_months(end, -number), end, _months(end, -2 * number)]
    else:
        length = number * (7 if unit == "w" else 1)
        first = now.date() - dt.timedelta(days=now.weekday()) if unit == "w" else now.date()
        end = first + dt.timedelta(days=7 if unit == "w" else 1)
        days = [end - dt.timedelta(days=each * length) for each in (1, 0, 2)]
    since, until, before = (_midnight(day, zone) for day in days)
    return since, until, before


def _starts(grain: Grain, since: dt.datetime, until: dt.datetime) -> list[dt.datetime]:
    zone = since.tzinfo
    assert isinstance(zone, ZoneInfo)
    if grain == "total":
        return [since]
    if grain in {"minute", "hour"}:
        length = dt.timedelta(minutes=1) if grain == "minute" else dt.timedelta(hours=1)
        first = _floor(since, grain)
        number = -((_us(first) - _us(until)) // (length // dt.timedelta(microseconds=1)))
        _require_few(number, grain)
        return [_next(first, each * length) for each in range(number)]
    first_day = since.date()
    if grain == "week":
        first_day -= dt.timedelta(days=first_day.weekday())
    elif grain == "month":
        first_day = first_day.replace(day=1)
    found = []
    while (start := _midnight(first_day, zone)) < until:
        found.append(start)
        _require_few(len(found), grain)
        if grain == "month":
            first_day = _months(first_day, 1)
        else:
            first_day += dt.timedelta(days=7 if grain == "week" else 1)
    return found or [since]


def _require_few(number: int, grain: Grain) -> None:
    if number > MOST_BINS:
        raise TertuliaError(
            f"more than {MOST_BINS:,} rows of one {grain} each; ask for a shorter period or a "
            "coarser grain"
        )


def _is_fine(query: Query) -> bool:
    return query.grain == "minute" or query.last.endswith("min")


def _floor(moment: dt.datetime, grain: Grain) -> dt.datetime:
    """The minute or hour that a moment is in, by the clock of its zone."""
    if grain == "minute":
        return moment.replace(second=0, microsecond=0)
    return moment.replace(minute=0, second=0, microsecond=0)


def _next(moment: dt.datetime, by: dt.timedelta) -> dt.datetime:
    """A moment so much later in time, whatever the clocks do meanwhile."""
    return (moment.astimezone(dt.UTC) + by).astimezone(moment.tzinfo)


def _months(day: dt.date, by: int) -> dt.date:
    years, month = divmod(day.month - 1 + by, 12)
    return day.replace(year=day.year + years, month=month + 1)


def _midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), zone)


def _moment(t_us: int, zone: ZoneInfo) -> dt.datetime:
    return (EPOCH + dt.timedelta(microseconds=t_us)).astimezone(zone)


def _us(moment: dt.datetime) -> int:
    return (moment.astimezone(dt.UTC) - EPOCH) // dt.timedelta(microseconds=1)


def _down(t_us: int, step_us: int) -> int:
    return t_us - t_us % step_us
