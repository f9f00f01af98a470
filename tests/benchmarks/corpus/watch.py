"""A time limit for what may hang: it is broken off, and said."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TookTooLong(BaseException):
    """The time was over. No `Exception`, so that nothing on the way swallows it."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises `TookTooLong` in what runs inside when the time is over; main thread only."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TookTooLong(f"not done after {seconds:g} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
