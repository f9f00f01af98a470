"""kill -9 in a loop: is every conversation complete, in order, and nothing twice?

    python -m tests.benchmarks.crash --turns 18000 --kills 20 --store sqlite [--through http]
    python -m tests.benchmarks.crash --turns 18000 --kills 20 --store postgresql [--workers 3]
    python -m tests.benchmarks.crash --turns 12000 --kills 20 --store postgresql --front nats

Child processes are killed: runtimes (see crash_workers.py), or with `--through http` the real
`tertulia serve` (see crash_http.py). On PostgreSQL several share one database, whose connections
are cut and whose server is killed now and then, too, and so is the stream that `--front nats` puts
before it. People post in order, after one post in
five an earlier one once more, and post again whatever got no receipt. The last line is one JSON
object.

`feed` and `check` know nothing of the children: another front door has its own `Post` function.
"""

import argparse
import asyncio
import contextlib
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

from engine.runtime.loaded import Loaded
from engine.runtime.rehearsal import Rehearsal
from engine.stores.protocol import Store
from engine.stores.rows import MessageRow
from tests.benchmarks.crash_echo import ECHO
from tests.benchmarks.crash_workers import Fleet
from tests.servers import running_nats, running_postgres

TURNS_EACH = 6
DUPLICATES = 0.2
PEOPLE_AT_ONCE = 100
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.02, 0.3

# Posts a text under (conversation, external id); returns once there is a receipt, and raises
# OSError where there is none.
Post = Callable[[str, str, str], Awaitable[None]]


class Verdict(msgspec.Struct):
    """Conversations with each kind of fault, and messages that did not go out."""

    conversations: int = 0
    turns: int = 0
    wrong: int = 0
    lost: int = 0
    duplicated: int = 0
    reordered: int = 0
    missing_out: int = 0


def scripts(turns: int) -> dict[str, list[str]]:
    """What each person says, by conversation."""
    people = max(1, turns // TURNS_EACH)
    return {
        f"person-{person}": [f"{person} says {number}" for number in range(TURNS_EACH)]
        for person in range(people)
    }


async def feed(
    said: dict[str, list[str]],
    post: Post,
    acked: Callable[[], None],
    seed: int = 0,
    at_once: int = PEOPLE_AT_ONCE,
) -> None:
    """Everyone posts in order, some posts twice, each until it has its receipt."""
    gate = asyncio.Semaphore(at_once)
    chance = random.Random(seed)

    async def person(name: str, texts: list[str]) -> None:
        async with gate:
            for number, text in enumerate(texts):
                await _until_receipt(post, name, f"{name}/{number}", text)
                if chance.random() < DUPLICATES:
                    again = chance.randrange(number + 1)
                    await _until_receipt(post, name, f"{name}/{again}", texts[again])
                acked()

    await asyncio.gather(*(person(name, texts) for name, texts in said.items()))


async def _until_receipt(post: Post, conversation: str, external_id: str, text: str) -> None:
    pause_s = FIRST_PAUSE_S
    while True:
        try:
            await post(conversation, external_id, text)
        except (OSError, EOFError):
            # Longer each time: who knocks all the time leaves a start no processor.
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
        else:
            return


def check(store: Store, said: dict[str, list[str]], loaded: Loaded) -> Verdict:
    """Compares every conversation in the store with the one that should have been."""
    return compare(store, said, {name: _expected(loaded, texts) for name, texts in said.items()})


def compare(store: Store, said: dict[str, list[str]], answers: dict[str, list[str]]) -> Verdict:
    """Compares what was said and answered in every conversation with what should have been."""
    verdict = Verdict(len(said), sum(map(len, said.values())))
    for name, texts in said.items():
        rows = store.messages(name, limit=100_000)
        heard = _texts(rows, "in")
        counts = Counter(heard)
        verdict.lost += any(not counts[text] for text in texts)
        verdict.duplicated += any(count > 1 for count in counts.values())
        in_order = [text for text in dict.fromkeys(heard) if text in texts]
        verdict.reordered += in_order != [text for text in texts if counts[text]]
        expected = answers[name]
        verdict.wrong += _texts(rows, "out") != expected
        sent = [row for row in rows if row.direction == "out" and row.status == "sent"]
        verdict.missing_out += max(0, len(expected) - len(sent))
    return verdict


def _texts(rows: list[MessageRow], direction: str) -> list[str]:
    return [msgspec.json.decode(row.content)["text"] for row in rows if row.direction == direction]


def _expected(loaded: Loaded, texts: list[str]) -> list[str]:
    rehearsal = Rehearsal(loaded)
    for text in texts:
        rehearsal.say(text)
    return [message.text for message in rehearsal.messages]


async def crash(turns: int, kills: int, fleet: Fleet, seed: int = 0) -> tuple[Verdict, int, float]:
    """Feeds workers that are killed again and again; the verdict, the kills, and turns/s."""
    said = scripts(turns)
    await fleet.start()
    total = sum(map(len, said.values()))
    chance = random.Random(seed)
    marks = sorted(chance.sample(range(1, total), kills))
    done = 0
    moved = asyncio.Event()

    def acked() -> None:
        nonlocal done
        done += 1
        moved.set()

    async def killer() -> None:
        for mark in marks:
            while done < mark:
                moved.clear()
                await moved.wait()
            await fleet.kill()

    began = time.perf_counter()
    await asyncio.gather(feed(said, fleet.post, acked, seed), killer())
    # A last start works off what the last kill left.
    seconds = time.perf_counter() - began
    await fleet.stop()
    store = fleet.open_store()
    verdict = check(store, said, ECHO)
    store.close()
    return verdict, fleet.kills, total / seconds


def main() -> None:
    """Runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=18_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--store", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--workers", type=int, default=3, help="on PostgreSQL")
    parser.add_argument("--front", choices=["none", "nats"], default="none", help="on PostgreSQL")
    parser.add_argument("--through", choices=["runtime", "http"], default="runtime")
    arguments = parser.parse_args()
    asked = (arguments.turns, arguments.kills)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        if arguments.through == "http":
            from tests.benchmarks import crash_http

            served = asyncio.run(crash_http.crash(*asked, Path(folder), arguments.seed))
            figures = msgspec.structs.asdict(served)
        else:
            fleet = Fleet(Path(folder), seed=arguments.seed)
            if arguments.store == "postgresql":
                server = stack.enter_context(running_postgres())
                front = stack.enter_context(running_nats()) if arguments.front == "nats" else None
                fleet = Fleet(Path(folder), server, arguments.workers, arguments.seed, front)
            verdict, kills, rate = asyncio.run(crash(*asked, fleet, arguments.seed))
            figures = {"kills": kills, "turns_per_s": round(rate), **fleet.figures()}
            figures |= msgspec.structs.asdict(verdict)
    asked_for = {"through": arguments.through, "store": arguments.store, "front": arguments.front}
    print(json.dumps(asked_for | figures))


if __name__ == "__main__":
    main()
