"""How soon another worker answers after one was killed: from kill -9 to the answer."""

import asyncio
import tempfile
import time
from pathlib import Path

from engine.channels.webchat import Webchat
from engine.runtime.runtime import Runtime
from engine.stores.postgres import PostgresStore
from engine.stores.protocol import PARTS, part
from engine.types.event import Said
from engine.types.post import Post
from tests.benchmarks.crash_echo import ECHO
from tests.benchmarks.crash_workers import Worker


async def takeovers(address: str, times: int) -> list[float]:
    """Milliseconds, one for each killed worker, the shortest first."""
    store = PostgresStore(address)
    runtime = Runtime(store, ECHO, {"webchat": Webchat()})
    await runtime.start()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        worker = Worker(Path(folder) / "socket", address)
        for number in range(times):
            await worker.start()
            while len(store.parts) > PARTS // 2:  # noqa: ASYNC110 - a store has no bell
                await asyncio.sleep(0.01)
            found.append(await _takeover(runtime, worker, number))
            # Nothing that the killed one held is missed by the next.
            while len(store.parts) < PARTS:  # noqa: ASYNC110 - see above
                await asyncio.sleep(0.01)
    await runtime.stop()
    store.close()
    return sorted(found)


async def _takeover(runtime: Runtime, worker: Worker, number: int) -> float:
    names = (f"takeover-{number}-{each}" for each in range(10 * PARTS))
    name = next(name for name in names if part(name) not in runtime.store.parts)
    with runtime.subscribe(name) as bell:
        await worker.die()
        began = time.perf_counter()
        said = Said(runtime.clock.now_us(), "are you there?")
        await runtime.accept(Post("webchat", name, name, said))
        await bell.wait()
        return (time.perf_counter() - began) * 1000
