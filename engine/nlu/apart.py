"""Training in a process of its own: an app whose threads share one interpreter goes on meanwhile,
and a training that nobody wants any more ends at once.

The bot goes in as MessagePack; out come a line of JSON for each step, and at the end the files.
"""

import io
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct, UnsetType

from engine.nlu.training import Progress, train
from engine.types.bot import Bot
from engine.types.issue import TertuliaError

ROOT = Path(__file__).parents[2]
# How often `progress` is called while a step takes long, so that it can end the training.
HEARTBEAT_S = 0.2


class Order(Struct, frozen=True):
    """What is to be trained."""

    bot: Bot
    seed: int


class Report(Struct, frozen=True, omit_defaults=True):
    """A line of the process: a step, the files, or why there are none."""

    step: str = ""
    share: float = 0.0
    files: dict[str, bytes] | UnsetType = msgspec.UNSET
    error: str = ""


def train_apart(bot: Bot, *, seed: int = 0, progress: Progress | None = None) -> dict[str, bytes]:
    """The files of the model that `train(bot).save()` gives, made in another process.

    An exception of `progress` ends the process and goes on to the caller. Raises TertuliaError
    where the bot cannot be trained.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *_paths()])}
    process = subprocess.Popen(  # noqa: S603  our own interpreter with our own module
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(msgspec.msgpack.encode(Order(bot, seed)))
        process.stdin.close()
        for report in _reports(process.stdout, progress or _unheard):
            if report.error:
                raise TertuliaError(report.error)
            if report.files is not msgspec.UNSET:
                return report.files
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    raise TertuliaError("the training ended without a model; the machine may lack memory")


def _reports(lines: IO[bytes], progress: Progress) -> Iterator[Report]:
    """The reports as they come; `progress` hears the steps, again and again while they last."""
    arrived: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(lines, arrived.put), daemon=True).start()
    step, share = "", 0.0
    while True:
        try:
            line = arrived.get(timeout=HEARTBEAT_S)
        except queue.Empty:
            progress(step, share)
            continue
        if not line:
            return
        report = msgspec.json.decode(line, type=Report)
        if report.step:
            step, share = report.step, report.share
            progress(step, share)
        yield report


def _read(lines: IO[bytes], put: Callable[[bytes], None]) -> None:
    try:
        for line in lines:
            put(line)
    except ValueError:
        # Closed: nobody waits any more.
        pass
    put(b"")


def _unheard(_step: str, _share: float) -> None:
    """Nobody wants to know."""


def _paths() -> list[str]:
    given = os.environ.get("PYTHONPATH", "")
    return [given] if given else []


def _work(given: bytes, out: IO[bytes]) -> None:
    def tell(report: Report) -> None:
        out.write(msgspec.json.encode(report) + b"\n")
        out.flush()

    order = msgspec.msgpack.decode(given, type=Order)
    try:
        model = train(
            order.bot,
            seed=order.seed,
            progress=lambda step, share: tell(Report(step, share)),
        )
    except TertuliaError as error:
        tell(Report(error=str(error)))
    else:
        tell(Report(files=model.save()))


if __name__ == "__main__":
    own = sys.stdout.buffer
    # What a library prints must not be read as a report.
    sys.stdout = io.TextIOWrapper(io.FileIO(os.dup(2), "w"))
    _work(sys.stdin.buffer.read(), own)
