"""How a funnel's conversion goes over time, a point a day, a week or a month."""

import datetime as dt

from msgspec import Struct

from engine.analytics.funnel import Funnel
from engine.analytics.funnel.spec import SECOND_US
from engine.analytics.funnel.trend import Span, Trend

# More points of one length than this are hard to tell apart.
_MOST = 45
_WEEKS = 53


class TrendPoint(Struct, frozen=True):
    """Those who began from a day on, until the next point: how many came to the end. As long as
    some of them may still come (`immature`), their share can only rise."""

    day: dt.date
    began: int
    came: int
    immature: int
    share: float
    low: float
    high: float


def span_of(funnel: Funnel) -> Span:
    """How long a point of the funnel's trend is, so that there are not too many."""
    starts = funnel.tries["start_us_1"].drop_null()
    if not len(starts):
        return "day"
    times = starts.to_numpy()
    first, last = funnel.spec.period_us()
    begin = int(times.min()) if first is None else first
    end = int(times.max()) if last is None else min(last, funnel.watermark.t_us)
    days = (end - begin) / SECOND_US / 86_400
    return "day" if days <= _MOST else "week" if days <= 7 * _WEEKS else "month"


def points(trend: Trend) -> list[TrendPoint]:
    """The points of everybody, in order; also of days on which nobody began."""
    return [_point(point) for point in trend.points]


def _point(funnel: Funnel) -> TrendPoint:
    rows = funnel.rows_of("")
    last = rows[-1]
    assert funnel.spec.since is not None
    return TrendPoint(
        funnel.spec.since,
        rows[0].converted,
        last.converted,
        sum(row.immature for row in rows),
        last.total_rate,
        last.total_low,
        last.total_high,
    )
