"""What the other workers do, heard on a connection of its own: their news, and their deaths.

Each worker waits for the lock of the next one in the ring: the database grants it the moment
that one's connection is gone.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any

import asyncpg
import msgspec

from engine.stores.postgres.address import LOST, connect
from engine.stores.postgres.shares import lock_class, slots
from engine.stores.protocol import News

log = logging.getLogger("tertulia.store")

# News are hints: whoever missed one looks by itself after this time.
LOOK_S = 5.0
RETRY_S = 0.5
SETTLING_S = 0.005
# PostgreSQL refuses longer ones.
PAYLOAD_BYTES = 7900


def channel(tenant: str) -> str:
    """The name under which a tenant's workers tell their news."""
    return f"tertulia_{lock_class('news', tenant)}"


def payloads(news: News) -> str:
    """The news as a text; without names where there are too many."""
    text = msgspec.json.encode(news).decode()
    if len(text.encode()) > PAYLOAD_BYTES:
        text = msgspec.json.encode(msgspec.structs.replace(news, conversations=("*",))).decode()
    return text


class Watch:
    """Listens for as long as it is open. `tell` is called in the line's thread; `standing` gives
    this worker's slot and how many workers it knows of."""

    def __init__(
        self,
        address: str,
        tenant: str,
        standing: Callable[[], tuple[int, int]],
        tell: Callable[[News], None],
    ) -> None:
        self._address, self._tenant = address, tenant
        self._standing, self._tell = standing, tell
        self._workers_class = lock_class("workers", tenant)
        self._changed = asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def close(self) -> None:
        """Stops listening."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _run(self) -> None:
        while True:
            try:
                await self._listen()
            except (asyncpg.PostgresError, *LOST) as error:
                log.debug("not listening: %s", error)
            await asyncio.sleep(RETRY_S)

    async def _listen(self) -> None:
        ears, watcher = await connect(self._address), await connect(self._address)
        try:
            await ears.add_listener(channel(self._tenant), self._heard)
            # What was told before is not known.
            self._tell(News(lost=True))
            while not (ears.is_closed() or watcher.is_closed()):
                await self._wait_for_next(watcher)
                self._tell(News(workers=True))
        finally:
            for each in (ears, watcher):
                each.terminate()

    async def _wait_for_next(self, watcher: asyncpg.Connection) -> None:
        """Returns when the next worker is gone, when the workers changed, or after a while."""
        self._changed.clear()
        mine, known = self._standing()
        others = [slot for slot in await slots(watcher, self._workers_class) if slot != mine]
        if mine and len(others) + 1 != known:
            # One came or went since this worker last claimed: nobody may tell.
            await asyncio.sleep(SETTLING_S)
            return
        changed = asyncio.create_task(self._changed.wait())
        waits: set[asyncio.Task[Any]] = {changed}  # `Any`: what they give does not matter
        try:
            if others:
                following = [slot for slot in others if slot > mine] or others
                waits.add(asyncio.create_task(self._lock(watcher, following[0])))
            await asyncio.wait(waits, timeout=LOOK_S, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()
            done = await asyncio.gather(*waits, return_exceptions=True)
        for error in done:
            if isinstance(error, Exception):
                raise error

    async def _lock(self, watcher: asyncpg.Connection, slot: int) -> object:
        key = (self._workers_class, slot)
        await watcher.execute(
            "SELECT pg_advisory_lock_shared($1::int, $2::int)", *key, timeout=None
        )
        return await watcher.execute("SELECT pg_advisory_unlock_shared($1::int, $2::int)", *key)

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        news = msgspec.json.decode(str(payload), type=News)
        if news.workers:
            self._changed.set()
        self._tell(news)
