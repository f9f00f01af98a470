"""The workers of the crash test: runtimes behind Unix sockets, killed and started again.

    python -m tests.benchmarks.crash_workers SOCKET STORE [FRONT]

is one of them; a post is a line of JSON.
"""

import asyncio
import contextlib
import json
import random
import signal
import sys
from collections import Counter
from pathlib import Path

import asyncpg
import msgspec
import nats

from engine.channels.webchat import Webchat
from engine.fronts.opening import open_front
from engine.runtime.runtime import Runtime
from engine.stores.opening import TENANT, open_store
from engine.stores.protocol import PARTS, Store, StoreError
from engine.types.event import Said
from engine.types.post import Post as Posted
from tests.benchmarks.crash_echo import ECHO
from tests.servers import Nats, Postgres

QUIET_S = 60.0
# Of so many blows against a database, one each cuts its connections and kills its server; and
# the front's, if there is one.
CUT_EVERY, CRASH_EVERY, FRONT_AT = 5, 10, 7


class Worker:
    """A process that is killed."""

    def __init__(self, socket: Path, *named: str) -> None:
        self.socket, self._named = socket, named
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Starts it; posts fail until it listens."""
        self.socket.unlink(missing_ok=True)
        module = "tests.benchmarks.crash_workers"
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, self.socket, *self._named
        )

    async def die(self) -> None:
        """kill -9."""
        assert self._process is not None
        self._process.kill()
        assert await self._process.wait() == -signal.SIGKILL

    async def kill(self) -> None:
        """kill -9, and another one in its place."""
        await self.die()
        await self.start()

    async def stop(self) -> None:
        """Ends it in good order."""
        while not self.socket.exists():  # noqa: ASYNC110 - a file has no bell
            await asyncio.sleep(0.01)
        assert self._process is not None
        self._process.terminate()
        assert await self._process.wait() == 0

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


class Fleet:
    """One worker on a SQLite file, or several on a database, with a front before it or not."""

    def __init__(
        self,
        folder: Path,
        server: Postgres | None = None,
        workers: int = 1,
        seed: int = 0,
        front: Nats | None = None,
    ) -> None:
        self._server, self._front = server, front
        self._store = server.address if server else str(folder / "store.db")
        named = (self._store, *([front.address] if front else []))
        self._workers = [Worker(folder / f"{each}", *named) for each in range(workers)]
        self._chance = random.Random(seed)
        self._blows: Counter[str] = Counter()

    @property
    def kills(self) -> int:
        """How many blows there were."""
        return self._blows.total()

    def figures(self) -> dict[str, int]:
        """How many workers there are, and blows of each kind."""
        return {"workers": len(self._workers), **dict(sorted(self._blows.items()))}

    async def start(self) -> None:
        """Starts all of them."""
        await asyncio.gather(*(worker.start() for worker in self._workers))

    async def kill(self) -> None:
        """A blow: mostly against a worker, now and then against the database."""
        number = self.kills + 1
        if self._server and not number % CRASH_EVERY:
            self._blows["server_killed"] += 1
            await asyncio.to_thread(self._server.kill)
            await asyncio.to_thread(self._server.start)
        elif self._server and not number % CUT_EVERY:
            self._blows["connections_cut"] += 1
            await self._cut()
        elif self._front and number % CRASH_EVERY == FRONT_AT:
            self._blows["front_killed"] += 1
            await asyncio.to_thread(self._front.kill)
            await asyncio.to_thread(self._front.start)
        else:
            self._blows["workers_killed"] += 1
            await self._chance.choice(self._workers).kill()

    async def stop(self) -> None:
        """Ends all of them, once they have nothing left to do."""
        if self._front is not None:
            await self._all_read(self._front)
        await asyncio.gather(*(worker.stop() for worker in self._workers))

    async def post(self, conversation: str, external_id: str, text: str) -> None:
        """One post, through any of them."""
        await self._chance.choice(self._workers).post(conversation, external_id, text)

    def open_store(self) -> Store:
        """The store, to be looked at."""
        return open_store(self._store)

    async def _all_read(self, front: Nats) -> None:
        """Waits until all that the front took lies in the inbox."""
        store, client = open_store(self._store), await nats.connect(front.address)
        try:
            async with asyncio.timeout(QUIET_S):
                while True:
                    stream = (await client.jsm().stream_info(f"tertulia-{TENANT}")).state
                    places = [row.seq for row in store.offsets().values()]
                    if len(places) == PARTS and min(places) >= stream.last_seq:
                        return
                    await asyncio.sleep(0.05)
        finally:
            await client.close()
            store.close()

    async def _cut(self) -> None:
        connection = await asyncpg.connect(self._store)
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'tertulia'"
        )
        await connection.close()


async def serve(socket: Path, name: str, front: str = "") -> None:
    """A worker: accepts posts until it is told to end."""
    store = open_store(name)
    taking = open_front(front, TENANT) if front else None
    runtime = Runtime(store, ECHO, {"webchat": Webchat()}, front=taking)
    await runtime.start()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # No receipt where the store is away: whoever posts tries again.
        with contextlib.suppress(OSError, StoreError):
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


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), *sys.argv[2:]))
