"""Moments in UTC microseconds, within what calendars and stores can say."""

SECOND_US = 1_000_000
# The last second of the year 9999.
LAST_US = 253_402_300_799 * SECOND_US


def after(now_us: int, seconds: int) -> int:
    """The moment that many seconds later, or the last one of all."""
    return min(now_us + seconds * SECOND_US, LAST_US)
