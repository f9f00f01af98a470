"""What the head of the page says - of when, of whom, by what - as queries of metrics."""

import calendar
import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from engine.analytics.metrics import Metric, Query, dimensions_of
from engine.analytics.metrics.query import Grain, Prices, Scalar
from engine.types.bot import Segment
from engine.types.issue import TertuliaError
from workbench.dashboards.counted import IN_ORDER
from workbench.dashboards.dashboard import Chart, Shape
from workbench.dashboards.prices import is_priced

DAY = dt.timedelta(days=1)
# A period of up to so many days is drawn by hours, by days, by weeks; a longer one by months.
BY_HOURS, BY_DAYS, BY_WEEKS = 2, 92, 400
LIVE = "30min"
TAG, SEGMENT, VARIABLE = "tag", "segment", "variable."
LENGTHS = {"today": 1, "last_7": 7, "last_28": 28, "last_90": 90}
MOST_VALUES = 200
# Of so many values each is shown for itself.
TOP: dict[Shape, int] = {"number": 1, "time": 8, "values": 10, "hours": 1, "table": MOST_VALUES}
# Under these, a chart by values is broken down if neither it nor its metric says by what.
PLAIN_BREAKDOWN = "channel"


class Scope(Struct, frozen=True):
    """Of when (`period`: a preset, or `custom` with two days), of whom, and by what."""

    period: str = "last_28"
    since: str = ""
    until: str = ""
    compare: bool = True
    breakdown: str = ""
    where: dict[str, tuple[str, ...]] = {}


class Setting(Struct, frozen=True):
    """Where a scope is read: the bot's time zone and segments, the day that it is there, the days
    on which its history begins and ends, and what messages cost."""

    zone: str
    today: dt.date
    first: dt.date
    last: dt.date
    segments: Mapping[str, Segment] = {}
    prices: Prices | None = None


def setting_of(
    zone: str,
    now_us: int,
    times_us: tuple[int, int],
    segments: Mapping[str, Segment],
    prices: Prices | None = None,
) -> Setting:
    """The setting of a moment and of a history by its first and last times; an empty one, with
    times 0, begins and ends now."""
    first, last = (day_of(t_us or now_us, zone) for t_us in times_us)
    return Setting(zone, day_of(now_us, zone), first, last, segments, prices)


def first_period(first_us: int, latest_us: int, now_us: int) -> str:
    """The period to begin with: the last weeks, or all of a history that ended before them."""
    weeks_us = int(DAY.total_seconds()) * 1_000_000 * LENGTHS["last_28"]
    is_of_before = first_us > 0 and latest_us < now_us - weeks_us
    return "all" if is_of_before else "last_28"


def day_of(t_us: int, zone: str) -> dt.date:
    """The day of a moment by the clock of a zone."""
    return dt.datetime.fromtimestamp(t_us / 1_000_000, ZoneInfo(zone)).date()


def query_of(
    chart: Chart, metric: Metric, scope: Scope, setting: Setting, *, live: bool = False
) -> Query:
    """What a chart asks of its metric."""
    since, until = (None, None) if live else days_of(scope, setting)
    by = _breakdown(chart, metric, scope)
    return Query(
        since=since,
        until=until,
        last=LIVE if live else "",
        zone=setting.zone,
        grain="minute" if live else _grain(chart, since, until),
        by=by,
        top=MOST_VALUES if by in IN_ORDER else TOP[chart.shape],
        compare=scope.compare and (live or _covers(setting.first, since, until)),
        where=_columns(scope.where),
        variables=_variables(scope.where),
        tags=tuple(scope.where.get(TAG, ())),
        segment=_segment(scope.where.get(SEGMENT, ()), setting.segments),
        prices=setting.prices if is_priced(metric) else None,
    )


def _covers(first: dt.date, since: dt.date | None, until: dt.date | None) -> bool:
    """Whether history goes back over the whole of the period before: else nothing is compared."""
    return since is not None and until is not None and first <= since - (until - since + DAY)


def before(query: Query) -> Query | None:
    """The same query of the period before; None where there is none."""
    if query.since is None or query.until is None:
        return None
    length = query.until - query.since + DAY
    moved = {"since": query.since - length, "until": query.until - length}
    return msgspec.structs.replace(query, compare=False, **moved)


def days_of(scope: Scope, setting: Setting) -> tuple[dt.date, dt.date]:
    """The first and the last day of the period. Raises TertuliaError where it is none."""
    today = setting.today
    if scope.period == "custom":
        return _custom(scope)
    if scope.period == "yesterday":
        return today - DAY, today - DAY
    if scope.period == "this_month":
        return today.replace(day=1), today
    if scope.period == "last_month":
        end = today.replace(day=1) - DAY
        return end.replace(day=1), end.replace(day=calendar.monthrange(end.year, end.month)[1])
    if scope.period == "all":
        return min(setting.first, today), max(setting.last, today)
    if scope.period in LENGTHS:
        return today - (LENGTHS[scope.period] - 1) * DAY, today
    raise TertuliaError(f"there is no period {scope.period!r}")


def _custom(scope: Scope) -> tuple[dt.date, dt.date]:
    try:
        days = dt.date.fromisoformat(scope.since), dt.date.fromisoformat(scope.until)
    except ValueError as error:
        raise TertuliaError(f"the period cannot be read: {error}; choose two days") from error
    if days[0] > days[1]:
        raise TertuliaError(f"{days[0]} is after {days[1]}; exchange the two days")
    return days


def _grain(chart: Chart, since: dt.date | None, until: dt.date | None) -> Grain:
    if chart.shape in {"values", "table"}:
        return "total"
    if chart.shape == "hours":
        return "hour"
    assert since is not None
    assert until is not None
    days = (until - since).days + 1
    if days <= BY_HOURS:
        return "hour"
    if days <= BY_DAYS:
        return "day"
    return "week" if days <= BY_WEEKS else "month"


def _breakdown(chart: Chart, metric: Metric, scope: Scope) -> str:
    """By what a chart is broken down: as it says, else as the page does, else as its metric."""
    if chart.shape in {"number", "hours"}:
        return ""
    wanted = chart.breakdown or scope.breakdown
    if wanted in dimensions_of(metric):
        return wanted
    return "" if chart.shape == "time" else metric.by or PLAIN_BREAKDOWN


def _columns(where: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    others = {TAG, SEGMENT}
    return {
        name: tuple(values)
        for name, values in where.items()
        if name not in others and not name.startswith(VARIABLE)
    }


def _variables(where: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[Scalar, ...]]:
    return {
        name.removeprefix(VARIABLE): tuple(_scalar(value) for value in values)
        for name, values in where.items()
        if name.startswith(VARIABLE)
    }


def _segment(names: tuple[str, ...], segments: Mapping[str, Segment]) -> Segment | None:
    """One segment for those who are in any of these."""
    for name in names:
        if name not in segments:
            raise TertuliaError(f"there is no segment {name!r} any more; choose another")
    conditions = [segments[name].condition for name in names]
    if len(conditions) < 2:
        return Segment(conditions[0]) if conditions else None
    return Segment(" or ".join(f"({condition})" for condition in conditions))


def _scalar(written: str) -> Scalar:
    try:
        value: Scalar = msgspec.json.decode(written, type=str | int | float | bool)
    except msgspec.MsgspecError:
        return written
    return value
