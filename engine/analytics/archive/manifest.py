"""What an archive consists of: one file names all others, and replaces the last one at once."""

import os
from pathlib import Path

import msgspec
from msgspec import Struct, field

from engine.stores.rows import HistoryTable
from engine.types.issue import TertuliaError

FORMAT = 1
NAME = "manifest.json"
# How a contact's bucket is found: CRC-32 of its UTF-8 bytes, modulo the number of buckets.
HASH = "crc32"


class Bounds(Struct, frozen=True, array_like=True):
    """The least and the greatest of a column."""

    least: int
    greatest: int


class File(Struct, frozen=True):
    """A Parquet file, written once. `span` is a day, a month (both of UTC) or `all`.

    Its rows are sorted by contact, time and seq. `checksum` is SHA-256; `seqs` are the numbers
    of its rows, `times` their times, `ingested` when the engine made them (sessions: ended).
    """

    table: HistoryTable
    path: str
    span: str
    bucket: int
    rows: int
    bytes: int
    checksum: str
    seqs: Bounds
    times: Bounds
    ingested: Bounds


class Replaced(Struct, frozen=True):
    """A file that others took the place of; it stays for a while, for those who read it."""

    path: str
    t_us: int


class Manifest(Struct, frozen=True):
    """An archive as it stands: the files that count, and up to which place of its store.

    `seq` and `t_us` are the highest number and the latest time of its events and messages.
    `amended` are rows that changed since they were written into one of `files`: they replace
    those with their `seq`. What is older than `forgotten_us` was forgotten.
    """

    format: int
    buckets: int
    hash: str = HASH
    number: int = 0
    written_us: int = 0
    store: str = ""
    tenant: str = ""
    place: str = ""
    seq: int = 0
    t_us: int = 0
    forgotten_us: int = 0
    files: tuple[File, ...] = ()
    amended: tuple[File, ...] = ()
    replaced: tuple[Replaced, ...] = field(default=())

    def of(self, table: HistoryTable) -> tuple[File, ...]:
        """The files of a table, amendments left out."""
        return tuple(each for each in self.files if each.table == table)

    def amendments(self, table: HistoryTable) -> tuple[File, ...]:
        """What changed of a table's rows since."""
        return tuple(each for each in self.amended if each.table == table)

    def rows(self, table: HistoryTable) -> int:
        """How many rows of a table there are."""
        return sum(each.rows for each in self.of(table))


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder, None where there is none.

    Raises TertuliaError where it cannot be read, or is a newer engine's.
    """
    path = folder / NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        found = msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        raise TertuliaError(f"{path}: no manifest ({error}); restore it from a backup") from error
    if found.format > FORMAT or found.hash != HASH:
        raise TertuliaError(
            f"{path}: its format is {found.format} ({found.hash}), and this engine reads up to "
            f"{FORMAT} ({HASH}); upgrade tertulia"
        )
    return found


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Puts a manifest in the place of the last, durably: all of it, or nothing."""
    data = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    draft = folder / f"{NAME}.part"
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / NAME)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Brings the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
