"""Processes that keep an archive up and are killed at a step of it: a fresh one each time.

They are forked from one that has everything imported, so that hundreds of deaths take minutes.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from types import TracebackType
from typing import Self

import msgspec
import pyarrow as pa
from msgspec import Struct

from engine.analytics.archive.upkeep import Work, keep_up


class Order(Struct, frozen=True):
    """Work, and when to die: at so many steps, or after so long; never where both are 0."""

    work: Work
    die_at: int = 0
    die_after_s: float = 0.0


class Death(Struct, frozen=True):
    """How a process ended: by kill -9 at a step, or not at all."""

    killed: bool
    steps: int
    last: str


class Victims:
    """The one from which the others are forked."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.compaction_victim"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def run(self, order: Order) -> Death:
        """Has the work done by a new process, which may die of it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(msgspec.json.encode(order) + b"\n")
        self._process.stdin.flush()
        return msgspec.json.decode(self._process.stdout.readline(), type=Death)


def main() -> None:
    """Forks a process for every order that comes in."""
    # Brings in the rest, which is looked for at the first array.
    pa.array([0])
    for line in sys.stdin.buffer:
        order = msgspec.json.decode(line, type=Order)
        ends, tells = os.pipe()
        child = os.fork()
        if not child:
            os.close(ends)
            _work(order, tells)
        os.close(tells)
        with os.fdopen(ends, "rb") as told:
            steps = told.read().decode().splitlines()
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        if not killed and status:
            sys.exit("the work failed")
        death = Death(killed, len(steps), steps[-1] if steps else "")
        sys.stdout.buffer.write(msgspec.json.encode(death) + b"\n")
        sys.stdout.buffer.flush()


def _work(order: Order, tells: int) -> None:
    steps = 0

    def step(name: str) -> None:
        nonlocal steps
        steps += 1
        os.write(tells, f"{name}\n".encode())
        if steps == order.die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    if order.die_after_s:
        threading.Thread(target=_die, args=(order.die_after_s,), daemon=True).start()
    code = 1
    with contextlib.suppress(BrokenPipeError):
        try:
            keep_up(order.work, step)
            code = 0
        finally:
            # Nothing of the parent's is to be ended by its child.
            os._exit(code)


def _die(after_s: float) -> None:
    time.sleep(after_s)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
