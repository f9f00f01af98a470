"""The upkeep of an archive as a process of its own, beside a server: work comes in as JSON, and
what was done goes out. An address with a password is so seen by nobody."""

import os
import sys

import msgspec

from engine.analytics.archive.upkeep import Work, keep_up
from engine.analytics.archive.workshop import BusyError
from engine.types.issue import TertuliaError

# Turns come first.
NICE = 10
BUSY, FAILED = 3, 2


def main() -> int:
    """Does the work on standard input; the process's exit code."""
    os.nice(NICE)
    work = msgspec.json.decode(sys.stdin.buffer.read(), type=Work)
    try:
        done = keep_up(work)
    except TertuliaError as error:
        sys.stderr.write(f"{error}\n")
        return BUSY if isinstance(error, BusyError) else FAILED
    sys.stdout.buffer.write(msgspec.json.encode(done))
    return 0


if __name__ == "__main__":
    sys.exit(main())
