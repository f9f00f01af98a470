"""The server of the crash test through HTTP, as a process that is killed and started again."""

import asyncio
import os
import random
import signal
import socket
import sys
from pathlib import Path

from engine.service.api.keys import create_key
from tests.benchmarks import crash_bot
from tests.benchmarks.crash_world import World

# Starts that are killed themselves, one in so many, within this time: reading what the last
# kill left is as good a moment to die as any.
EARLY_EVERY = 3
EARLY_S = 1.2
# What no limit on rates should see.
MANY = 1_000_000


class Served:
    """`tertulia serve` as a process that is killed and started again, always on the same store."""

    def __init__(self, folder: Path, world: World, *, chance: random.Random) -> None:
        self.folder, self._chance = folder, chance
        self.store = folder / "store.sqlite"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.bundles = {
            edition: crash_bot.bundle(edition, f"{world.address}/total")
            for edition in crash_bot.EDITIONS
        }
        for edition, content in self.bundles.items():
            (folder / f"{edition}.bot").write_bytes(content)
        self.key = create_key(folder / "keys.json", "crash")
        (folder / "settings.toml").write_text(
            f'log_level = "warning"\nposts_per_s = {MANY}\nposts_burst = {MANY}\n'
            f"conversation_posts_per_s = {MANY}\nconversation_posts_burst = {MANY}\n"
            f"requests_per_s = {MANY}\nrequests_burst = {MANY}\nrefusals_per_minute = {MANY}\n"
            f'sessions_per_minute = {MANY}\negress_allow = ["{world.address[7:]}"]\n'
            f'callback_url = "{world.address}/callback"\n'
        )
        self.process: asyncio.subprocess.Process | None = None
        self.sessions: set[int] = set()
        self.kills = 0

    async def start(self) -> None:
        """Starts it with the edition that is next; posts fail until it listens."""
        edition = crash_bot.EDITIONS[len(self.sessions) % len(crash_bot.EDITIONS)]
        command = [sys.executable, "-m", "engine.service.cli", "serve", f"{edition}.bot"]
        command += ["--store", str(self.store), "--port", str(self.port)]
        with (self.folder / "log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *command,
                "--config",
                "settings.toml",
                cwd=self.folder,
                env={**os.environ, "TERTULIA_SECRET_CALLBACK": "crash"},
                stdout=asyncio.subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        self.sessions.add(self.process.pid)

    async def kill(self) -> None:
        """kill -9, and another one in its place."""
        await self.end(signal.SIGKILL)
        self.kills += 1
        await self.start()

    async def end(self, how: signal.Signals) -> None:
        """Ends it; it must not have ended by itself."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(how)
        code = await self.process.wait()
        expected = -signal.SIGKILL if how == signal.SIGKILL else 0
        assert code == expected, f"it ended with {code}:\n{self.log()[-4000:]}"

    async def abandon(self) -> None:
        """Ends it where something else went wrong."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    def log(self) -> str:
        """What all of them logged."""
        return (self.folder / "log").read_text()

    async def harass(self, marks: list[int], done: "Progress") -> None:
        """Kills it whenever so many posts have their receipts, and now and then at its start."""
        for number, mark in enumerate(marks):
            if number % EARLY_EVERY == EARLY_EVERY - 1:
                await asyncio.sleep(self._chance.random() * EARLY_S)
            else:
                await done.reach(mark)
            await self.kill()

    def left_behind(self) -> int:
        """Processes that its sandbox or anything else of it left running."""
        found = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            found += int(fields[3]) in self.sessions and fields[0] != "Z"
        return found


class Progress:
    """How many posts have their receipts."""

    def __init__(self) -> None:
        self.count = 0
        self._moved = asyncio.Event()

    def step(self) -> None:
        """One more."""
        self.count += 1
        self._moved.set()

    async def reach(self, count: int) -> None:
        """Waits for so many."""
        while self.count < count:
            self._moved.clear()
            await self._moved.wait()
