"""Days of a time zone, as moments of history."""

import datetime as dt
from zoneinfo import ZoneInfo

SECOND_US = 1_000_000


def bounds_us(
    since: dt.date | None, until: dt.date | None, zone: str
) -> tuple[int | None, int | None]:
    """From when, and until before when, the days from `since` to `until` are; None: no bound. A
    day is as long as it is in the zone."""
    after = until and until + dt.timedelta(days=1)
    first, end = (midnight_us(day, ZoneInfo(zone)) if day else None for day in (since, after))
    return first, end


def midnight_us(day: dt.date, zone: ZoneInfo) -> int:
    """When a day begins."""
    return round(dt.datetime.combine(day, dt.time(), zone).timestamp()) * SECOND_US
