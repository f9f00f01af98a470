"""Turns a second, every commit on the disk, on SQLite and PostgreSQL.

    python -m tests.benchmarks.durable [--quick] [--peers PYTHON]

Through the store: a person posts and waits for the receipt and the answer; first one person
alone, then many at once, by one worker and by two. Through HTTP: posts to `tertulia serve` with
one worker and with two, as fast as they are taken, then at half that rate. Beside them, in the
same run: fdatasync of the disk, `pg_test_fsync` and `pgbench -N`. `takeover_ms` is the median
time from kill -9 of a worker to the answer of another one. `--peers` names a Python that has
`botbuilder-dialogs` and `langgraph`: their turns a second in memory, and how many times those a
durable turn of ours is worth (`ratio_...`). The last line is one JSON object.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from tests.benchmarks.durable import bounds, takeover, through_store
from tests.benchmarks.durable.through_http import load, served
from tests.servers import running_postgres

PEOPLE = 600


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the turns")
    parser.add_argument("--people", type=int, default=PEOPLE, help="people at once under load")
    parser.add_argument("--peers", type=Path, help="a Python with other frameworks")
    arguments = parser.parse_args()
    scale = 1 if arguments.quick else 10
    with tempfile.TemporaryDirectory(dir=".") as folder, running_postgres() as server:
        place = Path(folder).resolve()
        # `Any`: numbers and text, as JSON has them.
        figures: dict[str, Any] = {"people": arguments.people, "load_average": os.getloadavg()[0]}
        figures["fsyncs_per_s"] = round(bounds.fsync_rate(place))
        figures["pg_test_fsync_per_s"] = round(bounds.pg_test_fsync(server))
        tps = bounds.pgbench(server, 2 * scale)
        figures["pgbench_tps"] = round(tps)
        figures |= _through_stores(place, server.address, arguments.people, scale)
        figures |= asyncio.run(_through_http(place, server.address, 500 * scale))
        waits = asyncio.run(takeover.takeovers(f"{server.address}", 3 * min(scale, 4)))
        figures["takeover_ms"] = round(statistics.median(waits), 1)
        figures["takeover_ms_longest"] = round(waits[-1], 1)
        figures["ratio_pgbench"] = round(figures["turns_per_s_postgresql"] / tps, 2)
        if arguments.peers:
            figures |= _peers(arguments.peers, 20 * scale, figures["turns_per_s_sqlite"])
        figures["ratio_group"] = round(
            figures["turns_per_s_sqlite"] / figures["turns_per_s_sqlite_alone"], 1
        )
    print(json.dumps(figures))


def _through_stores(place: Path, address: str, people: int, scale: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, store, at_once, workers in (
        ("sqlite_alone", str(place / "alone.db"), 1, 1),
        ("sqlite", str(place / "group.db"), people, 1),
        ("postgresql_alone", address, 1, 1),
        ("postgresql", address, people, 1),
        ("postgresql_2", address, people // 2, 2),
    ):
        size = (at_once, (100 if at_once == 1 else 5) * scale)
        # A tenant of its own in the database.
        row = through_store.measure(store, name, *size, workers=workers)
        print(f"{name}: {row.turns_per_s:,.0f} turns/s, p50 {row.p50_ms} ms, p99 {row.p99_ms} ms")
        found |= {f"{what}_{name}": value for what, value in asdict(row).items()}
    return found


def _peers(python: Path, conversations: int, ours: float) -> dict[str, float]:
    script = Path(__file__).parent / "peers.py"
    command = [str(python), "-W", "ignore", str(script), str(conversations)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    theirs: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    ratios = {f"ratio_{name}": round(ours / rate, 1) for name, rate in theirs.items()}
    return {f"turns_per_s_{name}": rate for name, rate in theirs.items()} | ratios


async def _through_http(place: Path, address: str, turns: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, store, workers in (
        ("sqlite", str(place / "http" / "http.db"), 1),
        ("postgresql", address, 1),
        ("postgresql_2", address, 2),
    ):
        with served(place / f"http_{name}", store, workers) as servers:
            await load(servers, f"{name}-warm", 200)
            row = await load(servers, name, turns)
            half = await load(servers, f"{name}-half", turns // 2, row.turns_per_s / 2)
        print(
            f"http {name}: {row.turns_per_s:,.0f} turns/s; at half that, receipts in "
            f"p50 {half.p50_ms} ms, p99 {half.p99_ms} ms"
        )
        found[f"http_turns_per_s_{name}"] = row.turns_per_s
        found[f"http_p50_ms_{name}_half"] = half.p50_ms
        found[f"http_p99_ms_{name}_half"] = half.p99_ms
    found["http_turns_per_s"] = max(
        value for key, value in found.items() if key.startswith("http_turns")
    )
    return found


if __name__ == "__main__":
    main()
