"""How a funnel's conversion goes over time: by day or by week of the first step."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
from msgspec import Struct

from engine.analytics.funnel import Funnel
from engine.analytics.funnel.spec import SECOND_US
from engine.analytics.statistics import wilson

# A longer time is told by weeks.
MOST_DAYS = 45


class TrendPoint(Struct, frozen=True):
    """Those who began on a day, or in the week that begins then: how many came to the end. As long
    as some of them may still come (`immature`), their share can only rise."""

    day: dt.date
    began: int
    came: int
    immature: int
    share: float
    low: float
    high: float


def trend(funnel: Funnel) -> list[TrendPoint]:
    """A point a day or a week, in the zone of the funnel; none for days on which nobody began."""
    starts = np.asarray(funnel.tries["start_us_1"].drop_null().to_numpy(), np.int64)
    if not starts.size:
        return []
    zone = ZoneInfo(funnel.spec.zone)
    days = np.array([_day(start, zone).toordinal() for start in starts.tolist()])
    if days.max() - days.min() > MOST_DAYS:
        # Ordinal 1 is a Monday.
        days = days - (days - 1) % 7
    known = funnel.tries["start_us_1"].is_valid().to_numpy(zero_copy_only=False)
    levels = funnel.tries["level"].to_numpy()[known]
    waiting = funnel.tries["immature"].to_numpy(zero_copy_only=False)[known]
    came = levels >= len(funnel.spec.steps)
    return [_point(int(day), days == day, came, waiting) for day in np.unique(days)]


def is_by_week(points: list[TrendPoint]) -> bool:
    """Whether the points are weeks."""
    return bool(points) and (points[-1].day - points[0].day).days > MOST_DAYS - 7


def _point(day: int, mine: np.ndarray, came: np.ndarray, waiting: np.ndarray) -> TrendPoint:
    began, reached = int(mine.sum()), int((mine & came).sum())
    date, immature = dt.date.fromordinal(day), int((mine & waiting).sum())
    return TrendPoint(date, began, reached, immature, reached / began, *wilson(reached, began))


def _day(t_us: int, zone: ZoneInfo) -> dt.date:
    return dt.datetime.fromtimestamp(t_us / SECOND_US, zone).date()
