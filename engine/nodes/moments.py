"""Moments in UTC microseconds, within what calendars and stores can say."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.types.value import Value

SECOND_US = 1_000_000
# The last second of the year 9999.
LAST_US = 253_402_300_799 * SECOND_US


def after(now_us: int, seconds: int) -> int:
    """The moment that many seconds later, or the last one of all."""
    return min(now_us + seconds * SECOND_US, LAST_US)


def moment_us(value: Value, time_zone: str) -> int | None:
    """The moment that a value names; None where it names none. A text without zone is in that of
    the bot, a number counts seconds."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        if not isinstance(value, str):
            moment_us = int(value * SECOND_US)
            return moment_us if moment_us <= LAST_US else None
        moment = datetime.fromisoformat(value.strip())
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=_zone(time_zone))
        return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    except (ValueError, OverflowError):
        return None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
