"""A system in a process of its own, that counts once for each line that it is sent."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from msgspec import Struct


class Run(Struct, frozen=True):
    """One count: how many reached each step, wall and CPU seconds."""

    counts: list[int]
    s: float
    cpu_s: float


class Worker:
    """Its process, from outside. `cold_s` is from its start to its first answer."""

    def __init__(self, system: str, folder: Path) -> None:
        began = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, system, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        self.system = system
        self.first = self.run()
        self.cold_s = time.monotonic() - began
        self.warm: list[Run] = []

    def again(self) -> None:
        """Counts once more."""
        self.warm.append(self.run())

    def run(self) -> Run:
        """One count."""
        assert self._process.stdin
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return Run(**self._said())

    def close(self) -> float:
        """Ends it; its peak memory in MB."""
        assert self._process.stdin
        self._process.stdin.close()
        peak_mb = float(self._said()["peak_mb"])
        self._process.wait()
        return peak_mb

    def _said(self) -> dict[str, float]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.system}: its process ended ({self._process.wait()})")
        return json.loads(line)


def environment() -> dict[str, str]:
    """Two threads for all, and modules that are compiled once, as where they are installed."""
    found = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    modules = Path(tempfile.gettempdir()) / "tertulia-funnel" / "modules"
    return found | {
        "POLARS_MAX_THREADS": "2",
        "OMP_NUM_THREADS": "2",
        "PYTHONPYCACHEPREFIX": str(modules),
    }


def main() -> None:
    """Answers lines until there are no more."""
    from tests.benchmarks.funnel.systems import SYSTEMS

    system, folder = sys.argv[1:]
    count = SYSTEMS[system](Path(folder))
    for _ in sys.stdin:
        began, cpu = time.perf_counter(), time.process_time()
        counts = count()
        done = {"counts": counts, "s": time.perf_counter() - began}
        print(json.dumps(done | {"cpu_s": time.process_time() - cpu}), flush=True)
    print(json.dumps({"peak_mb": peak_mb()}), flush=True)


def peak_mb() -> float:
    """The most memory that this process had, with what it maps of files."""
    # Not `getrusage`: it counts what the parent had before this process was another program.
    lines = Path("/proc/self/status").read_text().splitlines()
    said = dict(line.split(":", 1) for line in lines)
    return int(said["VmHWM"].split()[0]) / 1024


if __name__ == "__main__":
    main()
