"""What a front took: read for the partitions at hand, and kept until the writer has it."""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import aclosing
from itertools import islice

from msgspec import Struct

from engine.fronts.protocol import Front, Fronted, Offsets
from engine.stores.protocol import StoreError

log = logging.getLogger("tertulia.front")

# How much may wait for the writer before no more is read.
WAITING = 2_000
RETRY_S, PAUSE_S = 0.5, 0.005


class Reading(Struct, frozen=True):
    """What is read until partitions come or go: these, each from behind its place."""

    number: int
    parts: frozenset[int]
    offsets: Offsets


class Brought:
    """What was read and waits for the writer, in the order of the stream. For any thread.

    It begins anew with each reading: what is left of the one before is read again.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._lock = threading.Lock()
        self._rows: deque[Fronted] = deque()
        self._number = 0

    def __len__(self) -> int:
        return len(self._rows)

    def begin(self, parts: frozenset[int], offsets: Offsets) -> Reading:
        """The next reading."""
        with self._lock:
            self._rows.clear()
            self._number += 1
            return Reading(self._number, parts, offsets)

    def add(self, number: int, rows: Sequence[Fronted]) -> bool:
        """Puts rows to the others; False where another reading has begun."""
        with self._lock:
            if number != self._number:
                return False
            self._rows.extend(rows)
        self._wake()
        return True

    def first(self, limit: int) -> list[Fronted]:
        """The oldest rows, which stay until they are dropped."""
        with self._lock:
            return list(islice(self._rows, max(0, limit)))

    def drop(self, count: int) -> None:
        """Forgets the oldest rows: they are written."""
        with self._lock:
            for _ in range(count):
                self._rows.popleft()


class Intake:
    """Reads a front in the event loop. `again` asks for another reading where one broke off."""

    def __init__(self, front: Front, brought: Brought, again: Callable[[], None]) -> None:
        self._front, self._brought, self._again = front, brought, again
        self._task: asyncio.Task[None] | None = None
        self.fault = ""

    def turn_to(self, reading: Reading) -> None:
        """Leaves the reading at hand for this one."""
        if self._task is not None:
            self._task.cancel()
        self._task = asyncio.create_task(self._read(reading))

    async def close(self) -> None:
        """Reads no more; what is not written yet is read by the next who has its partitions."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._brought.begin(frozenset(), {})

    async def _read(self, reading: Reading) -> None:
        if not reading.parts:
            return
        try:
            async with aclosing(self._front.read(reading.parts, reading.offsets)) as found:
                async for rows in found:
                    self.fault = ""
                    if not self._brought.add(reading.number, rows):
                        return
                    while len(self._brought) > WAITING:  # noqa: ASYNC110 - threads ring no bell
                        await asyncio.sleep(PAUSE_S)
        except StoreError as error:
            if str(error) != self.fault:
                log.error("%s", error)
            self.fault = str(error)
            await asyncio.sleep(RETRY_S)
            self._again()
        # Nothing may end the reading: it would leave every conversation hanging.
        except Exception as error:
            log.error("the front could not be read", exc_info=error)
            self.fault = f"{type(error).__name__}: {error}"
            await asyncio.sleep(RETRY_S)
            self._again()
