"""Turns per second through inbox, turn and outbox on SQLite, every commit on the disk.

    python -m tests.benchmarks.durable [--quick]

A person posts and waits for the receipt and the answer: first one person alone, then many at
once. The last line is one JSON object.
"""

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

from msgspec.structs import replace

from engine.channels.webchat import Webchat
from engine.runtime.loaded import Loaded
from engine.runtime.runtime import Runtime
from engine.stores.sqlite import SqliteStore
from engine.types.effect import Send
from engine.types.event import Event, Said
from engine.types.message import Message
from engine.types.post import Post
from engine.types.state import Record, State
from engine.types.turn import Turn

FSYNC_BYTES = 8192


def step(state: State, event: Event) -> Turn:
    """A small turn: two records, a variable, an answer, and a second one every other time."""
    assert isinstance(event, Said)
    number = state.turn + 1
    after = replace(
        state,
        bot="bench",
        language="en",
        turn=number,
        session=1,
        t_us=event.t_us,
        variables={"name": event.text, "count": number},
    )
    effects = [Send(Message(f"answer {number}"), "ask")]
    if number % 2:
        effects.append(Send(Message("and one more"), "say"))
    records = (Record("visit", "ask", "menu", "next"), Record("wait", "name", "menu"))
    return Turn(after, tuple(effects), records)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the turns")
    parser.add_argument("--people", type=int, default=600, help="people at once under load")
    arguments = parser.parse_args()
    scale = 1 if arguments.quick else 10
    with tempfile.TemporaryDirectory(dir=".") as folder:
        fsyncs = fsync_rate(Path(folder))
        alone, alone_ms = asyncio.run(measure(Path(folder) / "alone.db", 1, 100 * scale))
        people = arguments.people
        group, group_ms = asyncio.run(measure(Path(folder) / "group.db", people, 5 * scale))
        fsyncs_after = fsync_rate(Path(folder))
    print(f"one at a time: {alone:,.0f} turns/s; {people} people at once: {group:,.0f} turns/s")
    figures = {
        "turns_per_s_alone": round(alone),
        "turns_per_s": round(group),
        "ratio_group": round(group / alone, 1),
        "p50_ms_alone": alone_ms[0],
        "p99_ms_alone": alone_ms[1],
        "p50_ms": group_ms[0],
        "p99_ms": group_ms[1],
        "people": people,
        "fsyncs_per_s_before": round(fsyncs),
        "fsyncs_per_s_after": round(fsyncs_after),
    }
    print(json.dumps(figures))


def fsync_rate(folder: Path) -> float:
    """How often a second the disk takes 8 KiB for good."""
    path = folder / "fsync"
    block = os.urandom(FSYNC_BYTES)
    count, began = 0, time.perf_counter()
    with path.open("wb") as file:
        while time.perf_counter() - began < 1.0:
            file.write(block)
            file.flush()
            os.fdatasync(file.fileno())
            count += 1
    path.unlink()
    return count / (time.perf_counter() - began)


async def measure(path: Path, people: int, turns_each: int) -> tuple[float, tuple[float, float]]:
    """Turns/s, and (median, 99th percentile) of the milliseconds from a post to its answer."""
    store = SqliteStore(path)
    runtime = Runtime(store, Loaded("bench", step), {"webchat": Webchat()})
    await runtime.start()
    waits: list[float] = []

    async def person(name: str) -> None:
        with runtime.subscribe(name) as bell:
            for number in range(turns_each):
                began = time.perf_counter()
                said = Said(runtime.clock.now_us(), f"my answer is {number}")
                await runtime.accept(Post("webchat", f"{name}/{number}", name, said))
                await bell.wait()
                bell.clear()
                waits.append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    await asyncio.gather(*(person(f"person-{number:05}") for number in range(people)))
    await settled(runtime)
    seconds = time.perf_counter() - began
    await runtime.stop()
    turns, letters = runtime.health().turns, store.letters()
    store.close()
    assert turns == people * turns_each, turns
    assert not letters, letters
    cuts = statistics.quantiles(waits, n=100)
    return turns / seconds, (round(cuts[49], 2), round(cuts[98], 2))


async def settled(runtime: Runtime) -> None:
    """Waits until every answer is marked as sent."""
    while runtime.counts().outbox_waiting:  # noqa: ASYNC110 - a store has no bell
        await asyncio.sleep(0.001)


if __name__ == "__main__":
    main()
