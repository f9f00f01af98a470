"""Turns through `tertulia serve`: posts to its HTTP API until the last answer has left."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from engine.service.api.keys import create_key
from tests.benchmarks.crash_people import WORK, Line
from tests.benchmarks.durable.bot import bundle
from tests.benchmarks.durable.through_store import Figures, figures

# What no limit on rates should see.
MANY = 1_000_000
START_S = 60.0
CONNECTIONS = 64


class Server(Struct):
    """A running server: where it listens, a key to it, and its process."""

    port: int
    key: str
    pid: int


@contextlib.contextmanager
def served(folder: Path, store: str, workers: int) -> Iterator[list[Server]]:
    """So many servers of the benchmark's bot on one store."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bench.bot").write_bytes(bundle())
    key = create_key(folder / "keys.json", "bench")
    (folder / "settings.toml").write_text(
        f'log_level = "warning"\nposts_per_s = {MANY}\nposts_burst = {MANY}\n'
        f"conversation_posts_per_s = {MANY}\nconversation_posts_burst = {MANY}\n"
        f'data_folder = "{folder}"\nready_backlog = {MANY}\n'
    )
    servers, processes = [], []
    try:
        for _ in range(workers):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            command = [sys.executable, "-m", "engine.service.cli", "serve", "bench.bot"]
            command += ["--store", store, "--port", str(port), "--config", "settings.toml"]
            path = {"PYTHONPATH": os.getcwd()}  # noqa: PTH109 - a variable's text
            environment = {**os.environ, **path}
            process = subprocess.Popen(
                command, cwd=folder, env=environment, stdout=subprocess.DEVNULL
            )
            processes.append(process)
            servers.append(Server(port, key, process.pid))
        for server in servers:
            _wait(server)
        yield servers
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            process.wait(START_S)


def _wait(server: Server) -> None:
    end = time.monotonic() + START_S
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port)):
            return
        if time.monotonic() > end:
            raise TimeoutError(server.port)
        time.sleep(0.05)


async def load(servers: list[Server], prefix: str, turns: int, per_s: float = 0.0) -> Figures:
    """Posts over connections that are each a person, as fast as receipts come, or so many a
    second; the turns a second until all is answered, and how long receipts took."""
    waits: list[float] = []
    numbers = iter(range(turns))
    began = time.perf_counter()

    async def person(name: str, server: Server) -> None:
        line = Line(server.port)
        headers = {"Authorization": f"Bearer {server.key}"}
        path = f"/api/v1/conversations/{name}/messages"
        for number in numbers:
            if per_s:
                await asyncio.sleep(max(0.0, began + number / per_s - time.perf_counter()))
            asked = time.perf_counter()
            status, content = await line.ask(
                "POST", path, headers, {"id": f"{prefix}-{number}", "text": f"word {number}"}
            )
            assert status == 202, (status, content)
            waits.append((time.perf_counter() - asked) * 1000)
        line.close()

    names = [f"{prefix}-p{each}" for each in range(CONNECTIONS)]
    await asyncio.gather(
        *(person(name, servers[at % len(servers)]) for at, name in enumerate(names))
    )
    await _quiet(servers[0])
    return figures(turns / (time.perf_counter() - began), waits)


async def _quiet(server: Server) -> None:
    line = Line(server.port)
    while True:
        _status, text = await line.ask("GET", "/metrics", {})
        rows = (row.partition(" ") for row in text.decode().splitlines())
        values = [float(value) for name, _, value in rows if name in WORK]
        if not any(values):
            break
        await asyncio.sleep(0.02)
    line.close()
