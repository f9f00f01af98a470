"""How far an export has come: a file, replaced at once after every step."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import msgspec
from msgspec import Struct

from engine.analytics.archive.manifest import sync_folder
from engine.analytics.exports.protocol import Part
from engine.types.issue import TertuliaError

FORMAT = 1
NAME = "state.json"


class State(Struct, frozen=True):
    """Up to which place of its store a target has all, and the parts that are on their way.

    `following` is the place that is reached with the last of them; of the first, so many rows
    are `done`. `number` counts the readings of the store; `export` is a name for all of it.
    """

    target: str
    tenant: str
    export: str
    format: int = FORMAT
    store: str = ""
    place: str = ""
    number: int = 0
    following: str = ""
    parts: tuple[Part, ...] = ()
    done: int = 0


def read_state(folder: Path, target: str, tenant: str) -> State:
    """The state in a folder, or a new one.

    Raises TertuliaError where it cannot be read, or is another target's or tenant's.
    """
    path = folder / NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        new = State(target, tenant, uuid4().hex)
        write_state(folder, new)
        return new
    try:
        found = msgspec.json.decode(data, type=State)
    except msgspec.DecodeError as error:
        raise TertuliaError(
            f"{path}: no state of an export ({error}); name another folder"
        ) from error
    if (found.target, found.tenant) != (target, tenant):
        raise TertuliaError(
            f"{path}: it is of tenant {found.tenant!r} to {found.target}, not of {tenant!r} to "
            f"{target}; name another folder for this export"
        )
    if found.format > FORMAT:
        raise TertuliaError(f"{path}: a newer engine wrote it; upgrade tertulia")
    return found


def write_state(folder: Path, state: State) -> None:
    """Puts a state in the place of the last, durably."""
    draft = folder / f"{NAME}.part"
    with draft.open("wb") as file:
        file.write(msgspec.json.encode(state))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / NAME)
    sync_folder(folder)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """The folder, for one process at a time. Raises TertuliaError where another has it."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise TertuliaError(f"folder {folder}: another export is at work; let it finish") from None
    finally:
        os.close(lock)
