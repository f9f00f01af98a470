"""kill -9 in a loop: is every conversation complete, in order, and nothing twice?

    python -m tests.benchmarks.crash --turns 18000 --kills 20 --store sqlite [--through http]

A child process is killed: the runtime alone, or with `--through http` the real `tertulia serve`
(see crash_http.py). People post in order, after one post in five an earlier one once more, and
post again whatever got no receipt. The last line is one JSON object.

`feed` and `check` know nothing of the child: another front door has its own `Post` function.
"""

import argparse
import asyncio
import contextlib
import hashlib
import json
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
from msgspec.structs import replace

from engine.channels.webchat import Webchat
from engine.runtime.loaded import Loaded
from engine.runtime.rehearsal import Rehearsal
from engine.runtime.runtime import Runtime
from engine.stores.protocol import Store
from engine.stores.rows import MessageRow
from engine.stores.sqlite import SqliteStore
from engine.types.effect import Send
from engine.types.event import Event, Said
from engine.types.message import Message
from engine.types.post import Post as Posted
from engine.types.state import Record, State
from engine.types.turn import Turn

TURNS_EACH = 6
DUPLICATES = 0.2
PEOPLE_AT_ONCE = 100
QUIET_S = 60.0
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


def step(state: State, event: Event) -> Turn:
    """Answers with a digest of everything heard so far, so that one fault shows for ever."""
    assert isinstance(event, Said)
    digest = hashlib.sha256(f"{state.variables.get('digest', '')}|{event.text}".encode())
    heard = digest.hexdigest()[:16]
    effects = [Send(Message(f"{state.turn + 1} {heard}"), "echo")]
    if state.turn % 2:
        effects.append(Send(Message("and more"), "echo", delay_ms=3))
    after = replace(
        state,
        bot="echo",
        language="en",
        turn=state.turn + 1,
        session=1,
        t_us=event.t_us,
        variables={"digest": heard},
    )
    return Turn(after, tuple(effects), (Record("visit", "echo", "echo", "next"),))


ECHO = Loaded("echo-1", step)


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


class Child:
    """The process that is killed: the runtime behind a Unix socket, a JSON line a post."""

    def __init__(self, folder: Path) -> None:
        self.socket, self.database = folder / "socket", folder / "store.db"
        self.process: asyncio.subprocess.Process | None = None
        self.kills = 0

    async def start(self) -> None:
        """Starts it; posts fail until it listens."""
        self.socket.unlink(missing_ok=True)
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.benchmarks.crash", "--child", self.socket, self.database
        )

    async def kill(self) -> None:
        """kill -9, and another one in its place."""
        assert self.process is not None
        self.process.kill()
        assert await self.process.wait() == -signal.SIGKILL
        self.kills += 1
        await self.start()

    async def stop(self) -> None:
        """Ends it in good order."""
        assert self.process is not None
        self.process.terminate()
        assert await self.process.wait() == 0

    async def post(self, conversation: str, external_id: str, text: str) -> None:
        """One post over a connection of its own."""
        reader, writer = await asyncio.open_unix_connection(self.socket)
        try:
            writer.write(msgspec.json.encode([conversation, external_id, text]) + b"\n")
            if await reader.readline() not in {b"true\n", b"false\n"}:
                raise EOFError
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


async def serve(socket: Path, database: Path) -> None:
    """The child: accepts posts until it is told to end."""
    store = SqliteStore(database)
    runtime = Runtime(store, ECHO, {"webchat": Webchat()})
    await runtime.start()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while line := await reader.readline():
                conversation, external_id, text = json.loads(line)
                said = Said(runtime.clock.now_us(), text)
                new = await runtime.accept(Posted("webchat", external_id, conversation, said))
                writer.write(b"true\n" if new else b"false\n")
                await writer.drain()
        writer.close()

    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    async with await asyncio.start_unix_server(answer, socket):
        await ended.wait()
    await _quiet(store)
    await runtime.stop()
    store.close()


async def _quiet(store: Store) -> None:
    async with asyncio.timeout(QUIET_S):
        # A store has no bell: it is looked at.
        while (counts := store.counts()).inbox_waiting or counts.outbox_waiting:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def crash(turns: int, kills: int, folder: Path, seed: int = 0) -> tuple[Verdict, int, float]:
    """Feeds a child that is killed again and again; the verdict, the kills, and turns/s."""
    said = scripts(turns)
    child = Child(folder)
    await child.start()
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
            await child.kill()

    began = time.perf_counter()
    await asyncio.gather(feed(said, child.post, acked, seed), killer())
    # A last start works off what the last kill left.
    seconds = time.perf_counter() - began
    while not child.socket.exists():  # noqa: ASYNC110 - a file has no bell
        await asyncio.sleep(0.01)
    await child.stop()
    store = SqliteStore(child.database)
    verdict = check(store, said, ECHO)
    store.close()
    return verdict, child.kills, total / seconds


def main() -> None:
    """Runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=18_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--store", choices=["sqlite"], default="sqlite")
    parser.add_argument("--through", choices=["runtime", "http"], default="runtime")
    parser.add_argument("--child", nargs=2, type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        asyncio.run(serve(*arguments.child))
        return
    asked = (arguments.turns, arguments.kills)
    with tempfile.TemporaryDirectory() as folder:
        if arguments.through == "http":
            from tests.benchmarks import crash_http

            served = asyncio.run(crash_http.crash(*asked, Path(folder), arguments.seed))
            figures = msgspec.structs.asdict(served)
        else:
            verdict, kills, rate = asyncio.run(crash(*asked, Path(folder), arguments.seed))
            figures = {"kills": kills, "turns_per_s": round(rate)}
            figures |= msgspec.structs.asdict(verdict)
    print(json.dumps({"through": arguments.through, **figures}))


if __name__ == "__main__":
    main()
