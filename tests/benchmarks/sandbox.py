"""Milliseconds of a code action in each sandbox, beside a bare call of the same function.

    python -m tests.benchmarks.sandbox [--calls N]

The action sums a cart of ten lines. Each call goes through the pool as in production: JSON over
a pipe, a fork of a warm worker, limits and the filter of system calls, and back. `cold_ms` is the
time to a pool's first answer. The peer is a new interpreter for each call, without a sandbox.
"""

import argparse
import asyncio
import json
import os
import platform
import statistics
import subprocess
import sys
import time

from engine.runtime.sandbox.choice import open_sandbox
from engine.runtime.sandbox.protocol import Call, Sandbox, SandboxOptions

SOURCE = """
def run(items):
    return {"total": sum(item["price"] * item["count"] for item in items)}
"""
ITEMS: list[object] = [{"price": price, "count": 2} for price in range(10)]
CALL = Call("shop", "total", SOURCE, {"items": ITEMS})
PEER_CALLS = 10


async def measure(kind: str, calls: int) -> dict[str, float | str]:
    """Quantiles of one sandbox, or why it is not there."""
    started = time.perf_counter()
    sandbox = await open_sandbox(SandboxOptions(kind=kind))
    try:
        first = await sandbox.run(CALL)
        cold_ms = (time.perf_counter() - started) * 1e3
        if first.value != {"total": 90}:
            return {"missing": first.error}
        return {"cold_ms": round(cold_ms, 1), **await _quantiles(sandbox, calls)}
    finally:
        await sandbox.close()


async def _quantiles(sandbox: Sandbox, calls: int) -> dict[str, float]:
    times = []
    for _ in range(calls):
        started = time.perf_counter()
        await sandbox.run(CALL)
        times.append((time.perf_counter() - started) * 1e3)
    marks = statistics.quantiles(times, n=100)
    return {"p50_ms": round(marks[49], 3), "p99_ms": round(marks[98], 3)}


def new_interpreter() -> float:
    """Median milliseconds of a new Python for each call."""
    program = f"import json, sys\n{SOURCE}\nprint(json.dumps(run(json.load(sys.stdin))))"
    times = []
    for _ in range(PEER_CALLS):
        started = time.perf_counter()
        command = [sys.executable, "-I", "-c", program]
        subprocess.run(command, input=json.dumps(ITEMS).encode(), check=True, capture_output=True)
        times.append((time.perf_counter() - started) * 1e3)
    return statistics.median(times)


def main() -> None:
    """Measures and prints, the last line as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calls", type=int, default=500)
    calls = parser.parse_args().calls
    result: dict[str, object] = {
        kind: asyncio.run(measure(kind, calls)) for kind in ("bubblewrap", "monty")
    }
    result["new_interpreter_ms"] = round(new_interpreter(), 1)
    load = round(os.getloadavg()[0], 1)
    result |= {"calls": calls, "python": platform.python_version(), "load_before": load}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
