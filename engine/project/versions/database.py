"""The database of a project's versions: made where it is missing, set aside where it is damaged.

A file's content is there once, packed, by its SHA-256. A span says that a path had a content
from one version to another, so that a version costs what it changed.
"""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from engine.types.issue import Issue, Location, TertuliaError

FOLDER = ".tertulia"
NAME = "versions.sqlite"
SCHEMA = 1
# "Tevr": tells this file from other SQLite databases.
APPLICATION_ID = 0x54657672
# How long one process waits for another that writes.
BUSY_S = 10.0

_TABLES = f"""
BEGIN IMMEDIATE;
CREATE TABLE version (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  t_us INTEGER NOT NULL,
  kind TEXT NOT NULL,
  author TEXT NOT NULL,
  label TEXT NOT NULL,
  bundle TEXT NOT NULL
);
CREATE TABLE file (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE,
  is_packed INTEGER NOT NULL,
  content BLOB NOT NULL
);
CREATE TABLE span (
  path TEXT NOT NULL,
  file INTEGER NOT NULL REFERENCES file (id),
  first INTEGER NOT NULL,
  last INTEGER,
  PRIMARY KEY (path, first)
) WITHOUT ROWID;
CREATE INDEX span_now ON span (path) WHERE last IS NULL;
PRAGMA user_version = {SCHEMA};
PRAGMA application_id = {APPLICATION_ID};
COMMIT;
"""
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_REMEDIES = {
    sqlite3.SQLITE_FULL: "the disk is full; make room, then try again",
    sqlite3.SQLITE_BUSY: "another program holds a lock on it; close that program",
    sqlite3.SQLITE_LOCKED: "another program holds a lock on it; close that program",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; make its folder one that you may write",
    sqlite3.SQLITE_READONLY: "it is read-only; give yourself the right to write it",
    sqlite3.SQLITE_PERM: "access is denied; give yourself the right to write it",
    sqlite3.SQLITE_IOERR: "the disk failed to read or write; check the disk and its free space",
}


class DamagedError(TertuliaError):
    """A database that cannot be read as one."""


def path_of(folder: Path) -> Path:
    """Where the versions of the project in a folder are kept."""
    return folder / FOLDER / NAME


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the database, which is made where it is missing.

    Raises DamagedError where it is damaged, TertuliaError where it cannot be used.
    """
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)) as connection:
            _prepare(connection, path)
            yield connection
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _DAMAGE:
            raise DamagedError(
                f"versions {path}: {error}; restore the file, or delete it"
            ) from error
        if code not in _REMEDIES:
            raise
        raise TertuliaError(f"versions {path}: {error}: {_REMEDIES[code]}") from error


def make_folder(path: Path) -> None:
    """Make the folder of the database, which no one's git looks at."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        ignore = path.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n")
    except OSError as error:
        raise TertuliaError(
            f"versions {path}: {error.strerror}; make its folder one that you may write"
        ) from error


def set_aside(path: Path) -> None:
    """Give a damaged database another name, unless another process has done so already."""
    with (path.parent / "versions.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _is_whole(path):
            return
        number = len(aside(path)) + 1
        for ending in ("", "-wal", "-shm"):
            part = path.with_name(path.name + ending)
            if part.exists():
                part.rename(path.with_name(f"versions.damaged-{number}.sqlite{ending}"))


def aside(path: Path) -> list[Path]:
    """The databases that were set aside."""
    return sorted(path.parent.glob("versions.damaged-*.sqlite"))


def damage(path: Path) -> Issue:
    """What to say of a database that was set aside."""
    return Issue(
        "damaged-versions",
        "warning",
        "the database of versions was damaged; it was set aside and a new one begun",
        f"save what can be read with `sqlite3 {path.name} .recover`, or delete the file",
        Location(file=f"{FOLDER}/{path.name}"),
    )


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found > SCHEMA:
        raise TertuliaError(
            f"versions {path}: made by a newer Tertulia (schema {found}, this one knows up to "
            f"{SCHEMA}); upgrade Tertulia"
        )
    if found < SCHEMA:
        try:
            connection.executescript(_TABLES)
        except sqlite3.OperationalError:
            # Another process was first.
            connection.rollback()
            if connection.execute("PRAGMA user_version").fetchone() != (SCHEMA,):
                raise


def _is_whole(path: Path) -> bool:
    try:
        with opened(path) as connection:
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            return bool(found == "ok")
    except DamagedError:
        return False
