"""The time of day, in UTC microseconds: the real one, or one that is moved by hand."""

import time
from typing import Protocol

SECOND_US = 1_000_000


class Clock(Protocol):
    """Where the runtime gets its time."""

    def now_us(self) -> int:
        """UTC microseconds since 1970; never less than before."""


class RealClock:
    """The machine's clock, held still while it is set back."""

    def __init__(self) -> None:
        self._latest_us = 0

    def now_us(self) -> int:
        """The time now."""
        self._latest_us = max(self._latest_us, time.time_ns() // 1000)
        return self._latest_us


class HandClock:
    """A clock that stands still until it is moved; it begins on 1 January 2026."""

    def __init__(self, now_us: int = 1_767_225_600 * SECOND_US) -> None:
        self._now_us = now_us

    def now_us(self) -> int:
        """The time to which it was set."""
        return self._now_us

    def advance(self, seconds: float) -> None:
        """Moves the clock on."""
        self.set(self._now_us + round(seconds * SECOND_US))

    def set(self, now_us: int) -> None:
        """Sets the clock, back too: a rehearsal may return to an earlier moment."""
        self._now_us = now_us
