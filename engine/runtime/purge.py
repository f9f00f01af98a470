"""The duty of forgetting: what was worked off, history by the day, what a front was read of."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from engine.fronts.protocol import Front
from engine.runtime.clock import SECOND_US, Clock
from engine.runtime.inbox import OverloadedError
from engine.runtime.options import Options
from engine.stores.protocol import PARTS, Store, StoreError
from engine.stores.rows import Batch

log = logging.getLogger("tertulia.purge")

EVERY_S = 600.0
DAY_US = 86_400 * SECOND_US
# History goes in small steps, so that turns go on between them.
ROWS = 5_000

# Has something done by the writer, between its commits.
InWriter = Callable[[Callable[[Batch], object]], Awaitable[object]]


class Purge:
    """What is forgotten now and then, for as long as a runtime runs."""

    def __init__(
        self,
        store: Store,
        in_writer: InWriter,
        clock: Clock,
        options: Options,
        front: Front | None = None,
    ) -> None:
        self._store, self._in_writer = store, in_writer
        self._clock, self._options = clock, options
        self._front = front
        self._day_us = 0
        self._place = ("", 0)

    async def run(self) -> None:
        """Forgets, again and again; what fails now is tried the next time."""
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await self.once()
            except (StoreError, OverloadedError) as error:
                log.warning("not everything old was forgotten: %s", error)

    async def once(self) -> None:
        """Forgets all that is due."""
        before_us = self._clock.now_us() - round(self._options.keep_inbox_s * SECOND_US)
        await self._in_writer(lambda _batch: self._store.purge(before_us))
        if self._options.history_days:
            await self._forget_history()
        if self._front is not None:
            await self._forget_front(self._front)

    async def leave(self, place: str, before_us: int) -> int:
        """Forgets what an archive has up to a place and was written before; how many rows."""
        left = 0
        while True:
            gone = await self._leave_some(place, before_us)
            if not isinstance(gone, int) or not gone:
                return left
            left += gone

    async def _leave_some(self, place: str, before_us: int) -> object:
        forget = self._store.forget_archived
        if self._store.shared:
            return await asyncio.to_thread(forget, place, before_us, ROWS)
        return await self._in_writer(lambda _batch: forget(place, before_us, ROWS))

    async def _forget_history(self) -> None:
        before_us = (self._clock.now_us() // DAY_US - self._options.history_days) * DAY_US
        if before_us == self._day_us:
            return
        while await self._forget_some(before_us):
            pass
        self._day_us = before_us

    async def _forget_some(self, before_us: int) -> object:
        if self._store.shared:
            # A server does it beside the turns.
            return await asyncio.to_thread(self._store.forget_history, before_us, ROWS)
        return await self._in_writer(lambda _batch: self._store.forget_history(before_us, ROWS))

    async def _forget_front(self, front: Front) -> None:
        """Forgets what all partitions had taken over at the last time: who goes back to a
        standby that lacks the last seconds can read those again."""
        offsets = await self._in_writer(lambda _batch: self._store.offsets())
        rows = list(offsets.values()) if isinstance(offsets, dict) else []
        stream, place = self._place
        self._place = ("", 0)
        if len(rows) == PARTS and len({row.stream for row in rows}) == 1:
            self._place = (rows[0].stream, min(row.seq for row in rows))
        if place and stream == self._place[0]:
            await front.forget(stream, place)
