"""A running runtime for tests, and what its people see."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count

import msgspec
from pure_bot import PURE

from engine.channels.webchat import Webchat
from engine.runtime.options import Options
from engine.runtime.runtime import Runtime
from engine.stores.protocol import Store
from engine.stores.rows import MessageRow
from engine.types.event import Event, Said
from engine.types.post import Post

_numbers = count(1)


@asynccontextmanager
async def running(store: Store, loaded=PURE, channels=(), **more) -> AsyncIterator[Runtime]:
    """A runtime between its start and its stop."""
    channels = {channel.name: channel for channel in (*channels, Webchat())}
    more.setdefault("options", Options(first_retry_s=0.01, tries=3))
    runtime = Runtime(store, loaded, channels, **more)
    await runtime.start()
    try:
        yield runtime
    finally:
        await runtime.stop()


def post(event: Event, conversation: str = "c1", key: str = "", channel: str = "webchat", **more):
    return Post(channel, key or f"k{next(_numbers)}", conversation, event, **more)


async def say(runtime: Runtime, text: str, conversation: str = "c1", **more) -> bool:
    said = Said(runtime.clock.now_us(), text)
    return await runtime.accept(post(said, conversation, **more))


async def until(condition: Callable[[], object], timeout_s: float = 10.0) -> None:
    """Waits until the condition holds; fails where it never does."""
    async with asyncio.timeout(timeout_s):
        # A store has no bell: it is looked at.
        while not condition():  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.002)


async def quiet(store: Store) -> None:
    """Waits until nothing waits in the inbox or the outbox."""
    await until(lambda: not (store.counts().inbox_waiting or store.counts().outbox_waiting))


def texts(rows: list[MessageRow], direction: str = "out") -> list[str]:
    found = [row for row in rows if row.direction == direction]
    return [msgspec.json.decode(row.content).get("text", "") for row in found]
