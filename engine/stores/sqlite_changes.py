"""What was written to a SQLite store's history since somebody read it.

One process writes, in the order of its numbers: what is new has a higher one. What changed is
written down by triggers, in a table of its own.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from engine.stores.changes import Rows
from engine.stores.protocol import StoreError
from engine.stores.rows import HISTORY_ROWS, HistoryTable

# Numbers are shared by the three tables; `counter` is ahead of all that were given.
_NOW = """
SELECT max(coalesce((SELECT max(seq) FROM sessions), 0),
           coalesce((SELECT max(seq) FROM events), 0),
           coalesce((SELECT max(seq) FROM messages), 0)),
       (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'changes'),
       (SELECT next FROM counter),
       (SELECT store FROM identity)
"""


class Place(Struct, frozen=True):
    """Up to which row, and which change of rows, history was read."""

    seq: int = 0
    change: int = 0

    @classmethod
    def read(cls, text: str) -> "Place":
        """The place that `str` wrote; the beginning where it is empty."""
        return cls(*map(int, text.split(":"))) if text else cls()

    def __str__(self) -> str:
        return f"{self.seq}:{self.change}"


class SqliteChanges:
    """New and changed rows, on a connection whose transaction lasts as long as this is used.

    Raises StoreError where the place is ahead of the store.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, since: str) -> None:
        self._connection = connection
        self._since = Place.read(since)
        ((seq, change, following, store),) = connection.execute(_NOW).fetchall()
        self.store = str(store)
        if self._since.seq > max(seq, following) or self._since.change > change:
            raise StoreError(
                f"database {path}: it is older than what was read of it (an old copy was put in "
                "its place?); put the newer file back, or begin anew in an empty folder"
            )
        # Never back, though the latest rows may be forgotten.
        self._now = Place(max(seq, self._since.seq), change)

    @property
    def place(self) -> str:
        """Where to go on the next time."""
        return str(self._now)

    def pages(self, table: HistoryTable, size: int) -> Iterator[Rows]:
        """The rows of a table, the new ones by their numbers, then those that changed."""
        columns = ", ".join(f"h.{name}" for name in HISTORY_ROWS[table].__struct_fields__)
        # The names are the schema's own.
        new = f"SELECT {columns} FROM {table} AS h WHERE h.seq > ? ORDER BY h.seq"  # noqa: S608
        yield from self._fetch(new, (self._since.seq,), size)
        if table != "events" and self._since.seq:
            changed = (
                f"SELECT {columns} FROM changes AS c "  # noqa: S608 - names of our own
                f"CROSS JOIN {table} AS h ON h.seq = c.seq WHERE c.id > ? AND c.seq <= ?"
            )
            yield from self._fetch(changed, (self._since.change, self._since.seq), size)

    def _fetch(self, sql: str, values: tuple[int, ...], size: int) -> Iterator[Rows]:
        found = self._connection.execute(sql, values)
        while rows := found.fetchmany(size):
            yield rows
