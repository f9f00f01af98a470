"""Who is there to answer: groups of agents, their queues, limits and shifts."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from msgspec import Struct

from engine.types.issue import TertuliaError

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
SECOND_US = 1_000_000
# How long after the last hand-over shifts still begin, for those who wait until then.
AFTERWARDS = dt.timedelta(days=8)


class Shift(Struct, frozen=True, forbid_unknown_fields=True):
    """When agents are there: from `start` until `end`, on these days of the week (0 is Monday). One
    that ends at or before its start ends on the next day."""

    start: dt.time
    end: dt.time
    days: tuple[int, ...] = EVERY_DAY


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many agents alike. They answer these queues, or all if none is named, up to `at_once`
    conversations each at the same time, in their shifts, or always if there is none."""

    agents: int
    queues: tuple[str, ...] = ()
    at_once: int = 1
    shifts: tuple[Shift, ...] = ()

    def presence_us(self, first_us: int, last_us: int, zone: str) -> list[tuple[int, int]]:
        """When the group is there, from the day of the first moment to well after the last, as
        stretches that do not touch. A shift has the hours that its clock shows, also on days with
        23 or 25 hours."""
        if not self.shifts:
            return [(first_us, last_us + AFTERWARDS // dt.timedelta(microseconds=1))]
        found: list[tuple[int, int]] = []
        for begins, ends in sorted(self._shifts_us(first_us, last_us, ZoneInfo(zone))):
            if found and begins <= found[-1][1]:
                found[-1] = found[-1][0], max(ends, found[-1][1])
            else:
                found.append((begins, ends))
        return found

    def _shifts_us(self, first_us: int, last_us: int, zone: ZoneInfo) -> Iterator[tuple[int, int]]:
        day = dt.datetime.fromtimestamp(first_us / SECOND_US, zone).date() - dt.timedelta(days=1)
        last = (dt.datetime.fromtimestamp(last_us / SECOND_US, zone) + AFTERWARDS).date()
        while day <= last:
            for shift in self.shifts:
                if day.weekday() in shift.days:
                    over_night = dt.timedelta(days=shift.end <= shift.start)
                    yield _us(day, shift.start, zone), _us(day + over_night, shift.end, zone)
            day += dt.timedelta(days=1)


def require_sense(groups: tuple[Group, ...]) -> None:
    """Raises TertuliaError for groups that nobody could be in."""
    for number, group in enumerate(groups):
        if group.agents < 0 or group.at_once < 1:
            raise TertuliaError(
                f"groups[{number}]: {group.agents} agents, {group.at_once} conversations at once; "
                "give 0 or more agents, and each at least 1 conversation"
            )
        for shift in group.shifts:
            if not shift.days or not set(shift.days) <= set(EVERY_DAY):
                raise TertuliaError(
                    f"groups[{number}]: days {shift.days}; give some of 0 (Monday) to 6 (Sunday)"
                )


def _us(day: dt.date, time: dt.time, zone: ZoneInfo) -> int:
    return int(dt.datetime.combine(day, time, zone).timestamp()) * SECOND_US
