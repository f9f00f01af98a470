"""One way out of the outbox: its work in lanes, each in order, several at once."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from msgspec.structs import replace

from engine.runtime.clock import SECOND_US, Clock
from engine.stores.rows import OutboxRow

# A clock that is moved by hand is noticed after this.
LONGEST_SLEEP_S = 0.5


class Route:
    """The work that waits for one channel, or for one kind of effect.

    A lane is a conversation's messages: the next one starts when the one before is over.
    `carry` takes a row and gives when to try again, or 0 when it is over. All of it runs in
    the event loop's thread.
    """

    def __init__(
        self,
        name: str,
        carry: Callable[[OutboxRow], Awaitable[int]],
        is_mine: Callable[[OutboxRow], bool],
        clock: Clock,
        at_once: int,
    ) -> None:
        self.name = name
        self.rows = 0
        # Whether the store holds more of this route than these lanes do, and is being read.
        self.behind = self.reading = False
        # Rows up to this one were read from the store: whoever offers one comes too late.
        self.read_to = 0
        self._carry = carry
        self._is_mine = is_mine
        self._clock = clock
        self._at_once = at_once
        self._lanes: dict[str, deque[OutboxRow]] = {}
        self._ready: deque[str] = deque()
        # Lanes whose first row is on its way.
        self._flying: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._sleeping: dict[str, asyncio.TimerHandle] = {}
        self._working = 0
        self._stopped = False

    def add(self, row: OutboxRow) -> None:
        """Puts a row into its lane, behind those that came before it."""
        self.rows += 1
        name = row.conversation if row.kind == "message" else row.key
        lane = self._lanes.get(name)
        if lane is not None:
            place = len(lane)
            first = 1 if name in self._flying else 0
            # A dead letter that is tried again is older than what waits.
            while place > first and lane[place - 1].seq > row.seq:
                place -= 1
            lane.insert(place, row)
            return
        self._lanes[name] = deque([row])
        self._go(name)

    def holds(self) -> set[int]:
        """The rows that are in the lanes."""
        return {row.seq for lane in self._lanes.values() for row in lane}

    def flying(self) -> list[OutboxRow]:
        """The rows that are on their way."""
        return [self._lanes[name][0] for name in self._flying]

    def drop(self) -> None:
        """Forgets the rows that are another worker's, but for those on their way."""
        for name, lane in list(self._lanes.items()):
            if self._is_mine(lane[0]):
                continue
            kept = 1 if name in self._flying else 0
            self.rows -= len(lane) - kept
            while len(lane) > kept:
                lane.pop()
            if not lane:
                self._forget(name)

    async def stop(self) -> None:
        """Lets what is on its way arrive, and starts nothing more."""
        self._stopped = True
        for handle in self._sleeping.values():
            handle.cancel()
        if self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _go(self, name: str) -> None:
        self._ready.append(name)
        if self._working < self._at_once and not self._stopped:
            self._working += 1
            task = asyncio.create_task(self._work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work(self) -> None:
        try:
            while self._ready and not self._stopped:
                await self._drain(self._ready.popleft())
        finally:
            # At once, not when the task is collected: who comes in between needs a new one.
            self._working -= 1

    async def _drain(self, name: str) -> None:
        lane = self._lanes.get(name)
        while lane and not self._stopped:
            due_us = lane[0].due_us
            if due_us <= self._clock.now_us():
                self._flying.add(name)
                try:
                    due_us = await self._carry(lane[0])
                finally:
                    self._flying.discard(name)
                if not due_us or not self._is_mine(lane[0]):
                    lane.popleft()
                    self.rows -= 1
                    continue
                lane[0] = replace(lane[0], due_us=due_us, attempts=lane[0].attempts + 1)
            self._sleep(name, due_us)
            return
        if lane is not None and not lane:
            self._forget(name)

    def _forget(self, name: str) -> None:
        """An empty lane."""
        self._lanes.pop(name, None)
        sleeping = self._sleeping.pop(name, None)
        if sleeping is not None:
            sleeping.cancel()

    def _sleep(self, name: str, due_us: int) -> None:
        until_s = (due_us - self._clock.now_us()) / SECOND_US
        delay_s = min(max(until_s, 0.001), LONGEST_SLEEP_S)
        loop = asyncio.get_running_loop()
        self._sleeping[name] = loop.call_later(delay_s, self._wake, name)

    def _wake(self, name: str) -> None:
        self._sleeping.pop(name, None)
        if not self._stopped:
            self._go(name)
