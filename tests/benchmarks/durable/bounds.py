"""What disk and database can do without us, measured in the same run."""

import os
import re
import time
from pathlib import Path

from tests.servers import Postgres

FSYNC_BYTES = 8192
CLIENTS = 16
CONNECTED = ("-U", "tertulia", "postgres")


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


def pg_test_fsync(server: Postgres) -> float:
    """The server's own figure: 8 KiB writes with fdatasync, a second."""
    text = server.run("pg_test_fsync", "-s", "1", "-f", server.folder / "fsync.out")
    found = re.search(r"fdatasync\s+([\d.]+) ops/sec", text)
    assert found, text
    return float(found[1])


def pgbench(server: Postgres, seconds: int) -> float:
    """Transactions a second of `pgbench -N`: small updates and one insert, each its own commit."""
    at = ("-h", server.folder)
    server.run("pgbench", "-i", "-q", *at, *CONNECTED)
    clients = ("-c", str(CLIENTS), "-j", "2", "-T", str(seconds))
    text = server.run("pgbench", "-N", *clients, *at, *CONNECTED)
    found = re.search(r"tps = ([\d.]+)", text)
    assert found, text
    return float(found[1])
