"""A long run at an even load: do memory, latency or tables grow?

    python -m tests.benchmarks.soak [--minutes 10] [--per-s 150] [--workers 2] [--store postgresql]

`tertulia serve` on a database, or one on a SQLite file, is posted to by 64 people at an even rate.
Every five seconds the resident memory of the workers is read, and the rows of the tables that are
to stay small. The last line is one JSON object: medians of the second and of the last quarter of
the run, and the growth between them in percent. The inbox keeps what is done for seven days, and
history grows.
"""

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import asyncpg

from tests.benchmarks.durable.through_http import Server, load, served
from tests.servers import running_postgres

EVERY_S = 5.0
PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024
# What is worked off leaves these tables.
SMALL = ("outbox", "timers")
QUARTERS = 4


class Samples:
    """What was read, each time of all workers together."""

    def __init__(self) -> None:
        self.memory_mb: list[float] = []
        self.rows: list[int] = []

    async def take(self, servers: Sequence[Server], address: str) -> None:
        """Reads until it is cancelled."""
        connection = await asyncpg.connect(address) if address else None
        try:
            while True:
                await asyncio.sleep(EVERY_S)
                self.memory_mb.append(sum(_memory_mb(server.pid) for server in servers))
                if connection is not None:
                    counts = [
                        await connection.fetchval(f"SELECT count(*) FROM {table}")
                        for table in SMALL
                    ]
                    self.rows.append(sum(counts))
        finally:
            if connection is not None:
                await connection.close()


def main() -> None:
    """Runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--per-s", type=float, default=150)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--store", choices=["sqlite", "postgresql"], default="postgresql")
    arguments = parser.parse_args()
    turns = round(arguments.minutes * 60 * arguments.per_s)
    with tempfile.TemporaryDirectory(dir=".") as folder, running_postgres() as server:
        place = Path(folder).resolve()
        on_file = arguments.store == "sqlite"
        store = str(place / "soak" / "soak.db") if on_file else server.address
        workers = 1 if on_file else arguments.workers
        with served(place / "soak", store, workers) as servers:
            figures = asyncio.run(
                soak(servers, "" if on_file else server.address, turns, arguments.per_s)
            )
    shown = {"store": arguments.store, "workers": workers, "per_s": arguments.per_s}
    print(json.dumps({**shown, "minutes": arguments.minutes, "turns": turns, **figures}))


async def soak(
    servers: list[Server], address: str, turns: int, per_s: float
) -> dict[str, Any]:  # `Any`: numbers, as JSON has them
    """Posts so many turns at an even rate, in four parts, and reads meanwhile."""
    samples = Samples()
    await load(servers, "warm", 500)
    reading = asyncio.create_task(samples.take(servers, address))
    began = time.perf_counter()
    parts = [await load(servers, f"q{part}", turns // QUARTERS, per_s) for part in range(QUARTERS)]
    seconds = time.perf_counter() - began
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    second, last = (_quarter(samples.memory_mb, part) for part in (1, 3))
    return {
        "turns_per_s": round(turns / seconds, 1),
        "memory_mb_second_quarter": round(second, 1),
        "memory_mb_last_quarter": round(last, 1),
        "memory_growth_percent": round(100 * (last / second - 1), 2),
        "p99_ms": [part.p99_ms for part in parts],
        "p50_ms": [part.p50_ms for part in parts],
        "rows_waiting_most": max(samples.rows, default=0),
        "rows_waiting_last": samples.rows[-1] if samples.rows else 0,
    }


def _quarter(values: list[float], part: int) -> float:
    size = len(values) // QUARTERS
    return statistics.median(values[part * size : (part + 1) * size])


def _memory_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * PAGE_KB / 1024


if __name__ == "__main__":
    main()
