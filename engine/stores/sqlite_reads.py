"""What is read from the SQLite store: each call borrows a connection of its own."""

import queue
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from engine.stores import sqlite_file
from engine.stores.changes import Changes, Rows
from engine.stores.codec import read_event
from engine.stores.protocol import StoreError
from engine.stores.rows import (
    HISTORY_ROWS,
    Arrival,
    Backlog,
    ContactRow,
    ConversationRow,
    Counts,
    EventRow,
    HandoffRow,
    HistoryTable,
    Letter,
    MessageRow,
    OutboxRow,
    SessionRow,
    TimerRow,
)
from engine.stores.sqlite_changes import SqliteChanges
from engine.stores.sqlite_statements import BACKLOG, COUNTS, LETTERS, OUTGOING

_IN = "conversation IN (SELECT value FROM json_each(?))"


def json_list(values: Iterable[object]) -> str:
    """The values as a JSON list, for SQLite's json_each."""
    return msgspec.json.encode(list(values)).decode()


@contextmanager
def open_reads(path: Path) -> Iterator["SqliteReads"]:
    """The reading half of a store that may be another process's, which goes on writing.

    Raises StoreError where the file is no store of today's schema.
    """
    if not path.is_file():
        raise StoreError(f"database {path}: there is none; name the file that `serve` writes")
    reads = SqliteReads(path)
    try:
        with sqlite_file.faults(path):
            reader = sqlite_file.connect(path, writes=False)
            try:
                sqlite_file.require_current(reader, path)
            finally:
                reader.close()
        yield reads
    finally:
        reads.close_readers()


class SqliteReads:
    """The reading half of the store, for any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()

    def pending(self, limit: int) -> list[Arrival]:
        """The oldest events that no turn was made of yet."""
        rows = self._fetch(
            "SELECT seq, channel, external_id, conversation, contact, event, arrived_us, error "
            "FROM inbox WHERE done = 0 ORDER BY seq LIMIT ?",
            (limit,),
        )
        try:
            return [_arrival(*row) for row in rows]
        except msgspec.DecodeError as error:
            raise StoreError(
                f"database {self.path}, table inbox: an event cannot be read: {error}; upgrade "
                "tertulia if a newer one wrote it, else restore a backup"
            ) from error

    def load(self, conversations: Collection[str]) -> dict[str, ConversationRow]:
        """Where these conversations stand."""
        return {row.conversation: row for row in self._conversations(_IN, json_list(conversations))}

    def outgoing(self, route: str, limit: int) -> list[OutboxRow]:
        """The oldest work that waits on a route."""
        return [OutboxRow(*row) for row in self._fetch(OUTGOING, (route, limit))]

    def routes(self) -> list[str]:
        """The routes on which work waits."""
        rows = self._fetch("SELECT DISTINCT route FROM outbox WHERE failed = 0 ORDER BY route")
        return [route for (route,) in rows]

    def due(self, now_us: int, limit: int) -> list[TimerRow]:
        """The timers that have come due."""
        rows = self._fetch(
            "SELECT conversation, timer, due_us, token FROM timers WHERE due_us <= ? "
            "ORDER BY due_us, token LIMIT ?",
            (now_us, limit),
        )
        return [TimerRow(*row) for row in rows]

    def next_due_us(self) -> int:
        """When the next timer comes due."""
        ((due_us,),) = self._fetch("SELECT coalesce(min(due_us), 0) FROM timers")
        return int(due_us)

    def bundles(self, since_us: int = 0) -> set[str]:
        """The bundles to which live sessions are pinned."""
        rows = self._fetch(
            "SELECT DISTINCT bundle FROM conversations WHERE live = 1 AND t_us >= ?", (since_us,)
        )
        return {bundle for (bundle,) in rows}

    def live(self, since_us: int = 0, after: str = "", limit: int = 1000) -> list[ConversationRow]:
        """Conversations in a live session, by id."""
        where = "live = 1 AND t_us >= ? AND conversation > ? ORDER BY conversation LIMIT ?"
        return self._conversations(where, since_us, after, limit)

    def messages(
        self, conversation: str, since_seq: int = 0, limit: int = 1000
    ) -> list[MessageRow]:
        """The messages of a conversation, in order."""
        return [MessageRow(*row) for row in self._after("messages", conversation, since_seq, limit)]

    def events(self, conversation: str, since_seq: int = 0, limit: int = 1000) -> list[EventRow]:
        """The events of a conversation, in order."""
        return [EventRow(*row) for row in self._after("events", conversation, since_seq, limit)]

    def sessions(self, since_seq: int = 0, limit: int = 1000) -> list[SessionRow]:
        """All sessions, in the order in which they began."""
        rows = self._fetch(
            "SELECT * FROM sessions WHERE seq > ? ORDER BY seq LIMIT ?", (since_seq, limit)
        )
        return [SessionRow(*row) for row in rows]

    def history_page(self, table: HistoryTable, after: tuple[str, int], limit: int) -> Rows:
        """Rows of all conversations, by conversation and seq, behind one of them."""
        # The names are the schema's own.
        columns = ", ".join(HISTORY_ROWS[table].__struct_fields__)
        sql = (
            f"SELECT {columns} FROM {table} WHERE (conversation, seq) > (?, ?) "  # noqa: S608
            "ORDER BY conversation, seq LIMIT ?"
        )
        return self._fetch(sql, (*after, limit))

    @contextmanager
    def changes(self, since: str = "") -> Iterator[Changes]:
        """What was written to history since this place, as it stands now; all, since none."""
        with self._faults():
            reader = self._borrow()
            try:
                reader.execute("BEGIN")
                yield SqliteChanges(reader, self.path, since)
            finally:
                reader.execute("ROLLBACK")
                self._idle.put(reader)

    def contacts(self, after: str = "", limit: int = 1000) -> list[ContactRow]:
        """Contacts by id."""
        rows = self._fetch(
            "SELECT * FROM contacts WHERE contact > ? ORDER BY contact LIMIT ?", (after, limit)
        )
        return [ContactRow(*row) for row in rows]

    def known(self, contacts: Collection[str]) -> dict[str, ContactRow]:
        """Those of these contacts that were here before."""
        rows = self._fetch(
            "SELECT * FROM contacts WHERE contact IN (SELECT value FROM json_each(?))",
            (json_list(contacts),),
        )
        return {row[0]: ContactRow(*row) for row in rows}

    def conversations_of(self, contact: str) -> list[ConversationRow]:
        """A contact's conversations, the latest first."""
        return self._conversations("contact = ? ORDER BY t_us DESC", contact)

    def handoffs(self, queue: str = "", limit: int = 1000) -> list[HandoffRow]:
        """Conversations that wait for people."""
        rows = self._fetch(
            "SELECT * FROM handoffs WHERE status = 'waiting' AND (? = '' OR queue = ?) "
            "ORDER BY priority DESC, seq LIMIT ?",
            (queue, queue, limit),
        )
        return [HandoffRow(*row) for row in rows]

    def letters(self, limit: int = 1000) -> list[Letter]:
        """The latest dead letters."""
        return [Letter(*row) for row in self._fetch(LETTERS, (limit,))]

    def counts(self) -> Counts:
        """How much lies where."""
        ((*numbers,),) = self._fetch(COUNTS)
        return Counts(*numbers)

    def backlog(self) -> list[Backlog]:
        """Where events wait for their turns."""
        return [Backlog(*row) for row in self._fetch(BACKLOG)]

    def close_readers(self) -> None:
        """Closes the connections that wait to be borrowed."""
        while not self._idle.empty():
            self._idle.get().close()

    def _conversations(self, where: str, *values: object) -> list[ConversationRow]:
        columns = (
            "conversation, version, channel, contact, bundle, session_id, user_type, live, t_us"
        )
        # `where` is one of this module's own conditions.
        sql = f"SELECT {columns}, state FROM conversations WHERE {where}"  # noqa: S608
        rows = self._fetch(sql, values)
        return [
            ConversationRow(*[*stands, bool(live), t_us, state])
            for *stands, live, t_us, state in rows
        ]

    def _after(self, table: str, conversation: str, since_seq: int, limit: int) -> Rows:
        # `table` is one of this module's own names.
        sql = f"SELECT * FROM {table} WHERE conversation = ? AND seq > ? ORDER BY seq LIMIT ?"  # noqa: S608
        return self._fetch(sql, (conversation, since_seq, limit))

    def _fetch(self, sql: str, values: tuple[object, ...] = ()) -> Rows:
        with self._faults():
            reader = self._borrow()
            try:
                return reader.execute(sql, values).fetchall()
            finally:
                self._idle.put(reader)

    def _borrow(self) -> sqlite3.Connection:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            return sqlite_file.connect(self.path, writes=False)

    def _faults(self) -> AbstractContextManager[None]:
        return sqlite_file.faults(self.path)


def _arrival(*row: Any) -> Arrival:
    *who, event, arrived_us, error = row
    return Arrival(*[*who, read_event(event), arrived_us, error])
