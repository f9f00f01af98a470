"""The rows of a database of versions: a version written whole or not at all, and read."""

import hashlib
import sqlite3
import zlib
from collections.abc import Callable

from msgspec import structs

from engine.project.versions.content import Files
from engine.project.versions.version import Version, thinned
from engine.types.issue import TertuliaError

_FIELDS = "id, t_us, kind, author, label, bundle"
# What is packed already, as a spreadsheet is, is kept as it is.
_WORTHWHILE = 0.95


def keep(connection: sqlite3.Connection, read: Callable[[], Files], new: Version) -> Version:
    """The last version if it says all of this, else the new one, with its id.

    The files are read while no other process can keep a version, so that the last one to be
    kept is the last one that was read.
    """
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        files = read()
        digests = {path: hashlib.sha256(data).digest() for path, data in files.items()}
        last, now = newest(connection, 1), _now(connection)
        if last and digests == now and not _says_more(new, last[0]):
            return last[0]
        kept = _insert(connection, new)
        for path in sorted(digests.keys() | now.keys()):
            if digests.get(path) != now.get(path):
                _end(connection, path, kept.id)
                if path in digests:
                    _begin(connection, path, kept.id, digests[path], files[path])
        _thin(connection, new.t_us)
    connection.execute("PRAGMA incremental_vacuum").fetchall()
    return kept


def newest(connection: sqlite3.Connection, limit: int) -> tuple[Version, ...]:
    """The newest versions, the newest first; all of them where the limit is negative."""
    query = f"SELECT {_FIELDS} FROM version ORDER BY id DESC LIMIT ?"  # noqa: S608  a constant
    return tuple(Version(*row) for row in connection.execute(query, (limit,)))


def files(connection: sqlite3.Connection, id_: int) -> dict[str, bytes] | None:
    """The content of each file of a version by its path, None where there is no such version.

    Raises TertuliaError where a content is not what was kept.
    """
    connection.execute("BEGIN")
    with connection:
        if not connection.execute("SELECT 1 FROM version WHERE id = ?", (id_,)).fetchone():
            return None
        query = """
            SELECT path, digest, is_packed, content FROM span JOIN file ON file.id = span.file
            WHERE first <= :id AND (last IS NULL OR last >= :id) ORDER BY path
        """
        rows = connection.execute(query, {"id": id_})
        return {path: _content(path, id_, *row) for path, *row in rows}


def label(connection: sqlite3.Connection, id_: int, text: str) -> bool:
    """Give a version its label; whether there is such a version."""
    update = "UPDATE version SET label = ? WHERE id = ?"
    return connection.execute(update, (text, id_)).rowcount > 0


def _says_more(new: Version, last: Version) -> bool:
    """Whether a version without changes has to be kept for what else it says."""
    said = (new.kind, new.label, new.bundle)
    return said not in {("saved", "", ""), (last.kind, last.label, last.bundle)}


def _now(connection: sqlite3.Connection) -> dict[str, bytes]:
    """The digest of each file of the last version."""
    query = "SELECT path, digest FROM span JOIN file ON file.id = span.file WHERE last IS NULL"
    return dict(connection.execute(query).fetchall())


def _insert(connection: sqlite3.Connection, new: Version) -> Version:
    insert = "INSERT INTO version (t_us, kind, author, label, bundle) VALUES (?, ?, ?, ?, ?)"
    row = (new.t_us, new.kind, new.author, new.label, new.bundle)
    return structs.replace(new, id=connection.execute(insert, row).lastrowid)


def _end(connection: sqlite3.Connection, path: str, id_: int) -> None:
    """From this version on the path has not what it had."""
    update = "UPDATE span SET last = ? WHERE path = ? AND last IS NULL"
    connection.execute(update, (id_ - 1, path))


def _begin(connection: sqlite3.Connection, path: str, id_: int, digest: bytes, data: bytes) -> None:
    """From this version on the path has this content."""
    held = connection.execute("SELECT id FROM file WHERE digest = ?", (digest,)).fetchone()
    if held is None:
        packed = zlib.compress(data)
        is_packed = len(packed) < _WORTHWHILE * len(data)
        insert = "INSERT INTO file (digest, is_packed, content) VALUES (?, ?, ?)"
        row = (digest, is_packed, packed if is_packed else data)
        held = (connection.execute(insert, row).lastrowid,)
    connection.execute("INSERT INTO span (path, file, first) VALUES (?, ?, ?)", (path, *held, id_))


def _thin(connection: sqlite3.Connection, now_us: int) -> None:
    """Let old versions go, and what none of the others holds."""
    gone = thinned(newest(connection, -1), now_us)
    if not gone:
        return
    connection.executemany("DELETE FROM version WHERE id = ?", [(id_,) for id_ in gone])
    connection.execute("""
        DELETE FROM span WHERE last IS NOT NULL AND NOT EXISTS
        (SELECT 1 FROM version WHERE id BETWEEN span.first AND span.last)
    """)
    connection.execute("DELETE FROM file WHERE id NOT IN (SELECT file FROM span)")


def _content(path: str, id_: int, digest: bytes, is_packed: int, content: bytes) -> bytes:
    try:
        data = zlib.decompress(content) if is_packed else content
    except zlib.error:
        data = None
    if data is None or hashlib.sha256(data).digest() != digest:
        raise TertuliaError(
            f"version {id_}: what was kept of {path} is damaged; take another version"
        )
    return data
