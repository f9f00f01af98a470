"""A SQLite database file: opened by one owner, brought to today's schema, its faults in words."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from engine.stores.protocol import StoreError

# "Tert": tells our files from other SQLite databases.
APPLICATION_ID = 0x54657274
BUSY_S = 5.0
CACHE_KIB = 64 * 1024
# A checkpoint every 16 MiB of log: fewer pauses than the default of 4, and a short recovery.
CHECKPOINT_PAGES = 4000
STATEMENTS = 256

_REMEDIES = {
    sqlite3.SQLITE_FULL: "the disk is full; make room, then try again",
    sqlite3.SQLITE_BUSY: "another program holds a lock on it; close that program",
    sqlite3.SQLITE_LOCKED: "another program holds a lock on it; close that program",
    sqlite3.SQLITE_CORRUPT: (
        "the file is damaged; restore a backup, or save what can be read with "
        "`sqlite3 FILE .recover`"
    ),
    sqlite3.SQLITE_NOTADB: "it is not a SQLite database; name another file",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check that the folder exists and is writable",
    sqlite3.SQLITE_READONLY: "it is read-only; give this user the right to write it",
    sqlite3.SQLITE_PERM: "access is denied; give this user the right to write it",
    sqlite3.SQLITE_IOERR: "the disk failed to read or write; check the disk and its free space",
}


class OwnedError(StoreError):
    """Another process owns the file, for as long as it lives."""

    def __init__(self, path: Path, owner: str) -> None:
        super().__init__(
            f"database {path} is in use by another server (process {owner}); stop that one, "
            "or give this one a database of its own"
        )
        self.owner = owner


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """Turns SQLite's errors inside into StoreErrors that name the file and the remedy."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        remedy = _REMEDIES.get(code)
        if remedy is None:
            raise
        raise StoreError(f"database {path}: {error}: {remedy}") from error


def own(path: Path) -> int:
    """The descriptor of a lock that no second process can have while this one lives.

    Raises StoreError where another process owns the database.
    """
    lock = path.with_name(path.name + ".lock")
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(
            f"database {path}: {error.strerror}; name a file in a folder that exists and "
            "that this user may write"
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        owner = os.read(descriptor, 64).decode(errors="replace").strip() or "unknown"
        os.close(descriptor)
        raise OwnedError(path, owner) from error
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return descriptor


def connect(path: Path, *, writes: bool) -> sqlite3.Connection:
    """A connection, used by one thread at a time."""
    connection = sqlite3.connect(
        path,
        timeout=BUSY_S,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=STATEMENTS,
    )
    try:
        if writes:
            _prepare(connection, path)
        else:
            connection.execute("PRAGMA query_only = 1")
    except BaseException:
        connection.close()
        raise
    return connection


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Brings the schema to today's version, in one transaction.

    Raises StoreError where the database is a newer engine's.
    """
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    scripts = migrations()
    if found > len(scripts):
        raise StoreError(
            f"database {path}: its schema is version {found} and this engine knows up to "
            f"{len(scripts)}; upgrade tertulia, or name another file"
        )
    if found < len(scripts):
        steps = "\n".join(scripts[found:])
        connection.executescript(
            f"BEGIN IMMEDIATE;\n{steps}\nPRAGMA user_version = {len(scripts)};\n"
            f"PRAGMA application_id = {APPLICATION_ID};\nCOMMIT;"
        )


def require_current(connection: sqlite3.Connection, path: Path) -> None:
    """Raises StoreError unless the schema is today's, as who only reads needs it."""
    found = require_known(connection, path)
    if found != len(migrations()):
        raise _other_version(path, found, "let `tertulia serve` upgrade it first")


def require_known(connection: sqlite3.Connection, path: Path) -> int:
    """The schema's version. Raises StoreError where it is a newer engine's, or no store of ours."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise StoreError(f"database {path}: it is no store of tertulia; name another file")
    if found > len(migrations()):
        raise _other_version(path, found, "upgrade tertulia")
    return int(found)


def migrations() -> list[str]:
    """The SQL of every version's schema change, in order."""
    folder = resources.files("engine.stores") / "sql"
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".sql")), key=_name)
    return [each.read_text(encoding="utf-8") for each in files]


def _other_version(path: Path, found: int, remedy: str) -> StoreError:
    return StoreError(
        f"database {path}: its schema is version {found}, and this engine reads version "
        f"{len(migrations())}; {remedy}"
    )


def _name(file: object) -> str:
    return str(getattr(file, "name", ""))


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    # First of all: another program's database is not even given a log.
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and application != APPLICATION_ID:
        raise StoreError(f"database {path}: it belongs to another program; name another file")
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise StoreError(
            f"database {path}: this file system cannot keep a write-ahead log; use a local disk"
        )
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
