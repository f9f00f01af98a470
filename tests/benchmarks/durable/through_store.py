"""Turns through inbox, turn and outbox of a store, by one worker or several processes.

    python -m tests.benchmarks.durable.through_store STORE TENANT PREFIX PEOPLE TURNS_EACH

is one of them: it begins when a line comes in, and prints what it measured as JSON. A person
posts and waits for the receipt and the answer.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

from msgspec import Struct

from engine.channels.webchat import Webchat
from engine.runtime.runtime import Runtime
from engine.stores.opening import open_store
from engine.stores.protocol import Store
from engine.types.event import Said
from engine.types.post import Post
from tests.benchmarks.durable.bot import BENCH

# Workers wait for each other until the partitions are shared out.
SHARED_S = 2.0


class Figures(Struct):
    """Turns a second, and how long people waited for their answers."""

    turns_per_s: float
    p50_ms: float
    p99_ms: float


def measure(store: str, tenant: str, people: int, turns_each: int, workers: int = 1) -> Figures:
    """So many people talk to each of so many workers on an empty store."""
    module = "tests.benchmarks.durable.through_store"
    children = [
        subprocess.Popen(
            [sys.executable, "-m", module, store, tenant, f"w{each}", str(people), str(turns_each)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for each in range(workers)
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    if workers > 1:
        time.sleep(SHARED_S)
    began = time.perf_counter()
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    said = [child.communicate()[0].strip().splitlines()[-1] for child in children]
    waits = [wait for text in said for wait in json.loads(text)["waits"]]
    seconds = max(json.loads(text)["seconds"] for text in said)
    assert len(waits) == people * turns_each * workers, (len(waits), time.perf_counter() - began)
    return figures(len(waits) / seconds, waits)


def figures(turns_per_s: float, waits: Sequence[float]) -> Figures:
    """The figures of waits in milliseconds."""
    cuts = statistics.quantiles(waits, n=100)
    return Figures(round(turns_per_s, 1), round(cuts[49], 2), round(cuts[98], 2))


async def talk(name: str, tenant: str, prefix: str, people: int, turns_each: int) -> None:
    """One worker and its people."""
    store = open_store(name, tenant)
    runtime = Runtime(store, BENCH, {"webchat": Webchat()})
    await runtime.start()
    waits: list[float] = []

    async def person(name: str) -> None:
        with runtime.subscribe(name) as bell:
            for number in range(turns_each):
                bell.clear()
                began = time.perf_counter()
                said = Said(runtime.clock.now_us(), f"my answer is {number}")
                await runtime.accept(Post("webchat", f"{name}/{number}", name, said))
                await bell.wait()
                waits.append((time.perf_counter() - began) * 1000)

    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    began = time.perf_counter()
    await asyncio.gather(*(person(f"{prefix}-{number:05}") for number in range(people)))
    await settled(store)
    seconds = time.perf_counter() - began
    letters = store.letters()
    await runtime.stop()
    store.close()
    assert not letters, letters
    print(json.dumps({"seconds": seconds, "waits": waits}))


async def settled(store: Store) -> None:
    """Waits until every answer is marked as sent."""
    while store.counts().outbox_waiting:  # noqa: ASYNC110 - a store has no bell
        await asyncio.sleep(0.005)


if __name__ == "__main__":
    asyncio.run(talk(*sys.argv[1:4], int(sys.argv[4]), int(sys.argv[5])))
