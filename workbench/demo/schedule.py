"""What is to happen when: the hand of the clock."""

import heapq
from collections.abc import Callable
from itertools import count

from engine.runtime.clock import HandClock

SECOND_US = 1_000_000
# How often whoever watches is told of the time.
TOLD_EVERY = 5_000


class Schedule:
    """Things to happen, by their time; of one time, in the order in which they were put."""

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock
        self._due: list[tuple[int, int, Callable[[], None]]] = []
        self._order = count()

    @property
    def now_us(self) -> int:
        """The time now."""
        return self._clock.now_us()

    def at(self, t_us: int, happen: Callable[[], None]) -> None:
        """Something happens at a time."""
        heapq.heappush(self._due, (t_us, next(self._order), happen))

    def after(self, seconds: float, happen: Callable[[], None]) -> None:
        """Something happens so much later."""
        self.at(self.now_us + round(seconds * SECOND_US), happen)

    def run(self, until_us: int, told: Callable[[int], None]) -> None:
        """Lets everything happen up to a time."""
        for number in count():
            if not self._due or self._due[0][0] > until_us:
                return
            t_us, _, happen = heapq.heappop(self._due)
            self._clock.set(max(self.now_us, t_us))
            happen()
            if number % TOLD_EVERY == 0:
                told(t_us)
