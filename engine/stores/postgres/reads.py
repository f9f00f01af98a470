"""What is read from the PostgreSQL store, over a few connections of its own."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import msgspec

from engine.stores.changes import Changes, Rows
from engine.stores.codec import read_event
from engine.stores.postgres import address as addresses
from engine.stores.postgres.changes import PostgresChanges
from engine.stores.postgres.line import Line
from engine.stores.postgres.statements import CONTACT
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
    Offset,
    OutboxRow,
    SessionRow,
    TimerRow,
)

READERS = 4


def _columns(row: type[msgspec.Struct], prefix: str = "") -> str:
    return ", ".join(f"{prefix}{name}" for name in row.__struct_fields__)


_PENDING = """
SELECT seq, channel, external_id, conversation, contact, event, arrived_us, error FROM inbox
WHERE tenant = $1 AND done = 0 AND part = ANY($2::smallint[]) ORDER BY id LIMIT $3
"""
_OUTGOING = """
SELECT o.seq, o.kind, o.route, o.key, o.conversation, o.contact, o.node,
       coalesce(m.content, o.content), o.due_us, o.bundle, o.bot, o.attempts, o.author,
       o.ingest_us
FROM outbox AS o LEFT JOIN messages AS m
  ON o.kind = 'message' AND m.tenant = $1 AND m.seq = o.seq AND m.ingest_us = o.ingest_us
WHERE o.tenant = $1 AND o.failed = 0 AND o.route = $2 AND o.part = ANY($3::smallint[])
ORDER BY o.seq LIMIT $4
"""
_ROUTES = """
SELECT DISTINCT route FROM outbox
WHERE tenant = $1 AND failed = 0 AND part = ANY($2::smallint[]) ORDER BY route
"""
_DUE = """
SELECT conversation, timer, due_us, token FROM timers
WHERE tenant = $1 AND due_us <= $2 AND part = ANY($3::smallint[])
ORDER BY due_us, token LIMIT $4
"""
_NEXT_DUE = """
SELECT coalesce(min(due_us), 0) FROM timers WHERE tenant = $1 AND part = ANY($2::smallint[])
"""
_LETTERS = """
SELECT * FROM (
    SELECT seq, 'inbox' AS box, conversation, channel, error, arrived_us FROM inbox
    WHERE tenant = $1 AND done = 2
    UNION ALL
    SELECT seq, 'outbox', conversation, route, error, due_us FROM outbox
    WHERE tenant = $1 AND failed = 1
) AS letters ORDER BY seq DESC LIMIT $2
"""
_BACKLOG = """
SELECT part, count(*), min(arrived_us) FROM inbox
WHERE tenant = $1 AND done = 0 GROUP BY part ORDER BY part
"""
_IDENTIFY = """
INSERT INTO identity SELECT $1, gen_random_uuid()::text
WHERE NOT EXISTS (SELECT FROM identity WHERE tenant = $1) ON CONFLICT DO NOTHING
"""
_COUNTS = """
SELECT (SELECT count(*) FROM conversations WHERE tenant = $1),
       (SELECT count(*) FROM sessions WHERE tenant = $1),
       (SELECT count(*) FROM inbox WHERE tenant = $1 AND done = 0),
       (SELECT count(*) FROM inbox WHERE tenant = $1 AND done = 2),
       (SELECT count(*) FROM outbox WHERE tenant = $1 AND failed = 0),
       (SELECT count(*) FROM outbox WHERE tenant = $1 AND failed = 1),
       (SELECT count(*) FROM timers WHERE tenant = $1),
       (SELECT count(*) FROM handoffs WHERE tenant = $1 AND status = 'waiting')
"""


class PostgresReads:
    """The reading half of the store, for any thread.

    What history shows comes from `replica`, which may lag behind, if one is named; what turns
    and people wait for comes from the primary.
    """

    def __init__(self, address: str, tenant: str, replica: str = "") -> None:
        self.address, self.tenant = address, tenant
        self._replica_address = replica or address
        self._line = Line()
        self._primary: asyncpg.Pool | None = None
        self._replica: asyncpg.Pool | None = None

    @property
    def parts(self) -> frozenset[int]:
        """The partitions of this worker; a reader has none."""
        return frozenset()

    def pending(self, limit: int) -> list[Arrival]:
        """The oldest events of this worker's partitions that no turn was made of yet."""
        rows = self._turn_read(_PENDING, sorted(self.parts), limit)
        try:
            return [_arrival(*row) for row in rows]
        except msgspec.DecodeError as error:
            raise StoreError(
                f"database {addresses.shown(self.address)}, table inbox: an event cannot be read: "
                f"{error}; upgrade tertulia if a newer one wrote it, else restore a backup"
            ) from error

    def load(self, conversations: Collection[str]) -> dict[str, ConversationRow]:
        """Where these conversations stand."""
        where = "conversation = ANY($2::text[])"
        sql = _conversations(where)
        rows = self._turn_read(sql, list(conversations))
        return {row[0]: ConversationRow(*row) for row in rows}

    def outgoing(self, route: str, limit: int) -> list[OutboxRow]:
        """The oldest work of this worker's partitions that waits on a route."""
        rows = self._fetch(_OUTGOING, route, sorted(self.parts), limit)
        return [OutboxRow(*row) for row in rows]

    def routes(self) -> list[str]:
        """The routes on which work waits."""
        return [route for (route,) in self._fetch(_ROUTES, sorted(self.parts))]

    def offsets(self) -> dict[int, Offset]:
        """Up to where each partition's posts were taken over from a front."""
        rows = self._turn_read("SELECT part, stream, seq FROM front WHERE tenant = $1")
        return {row[0]: Offset(*row) for row in rows}

    def due(self, now_us: int, limit: int) -> list[TimerRow]:
        """The timers that have come due."""
        rows = self._turn_read(_DUE, now_us, sorted(self.parts), limit)
        return [TimerRow(*row) for row in rows]

    def next_due_us(self) -> int:
        """When the next timer comes due."""
        ((due_us,),) = self._turn_read(_NEXT_DUE, sorted(self.parts))
        return int(due_us)

    def bundles(self, since_us: int = 0) -> set[str]:
        """The bundles to which live sessions are pinned."""
        sql = "SELECT DISTINCT bundle FROM conversations WHERE tenant = $1 AND live AND t_us >= $2"
        return {bundle for (bundle,) in self._fetch(sql, since_us)}

    def live(self, since_us: int = 0, after: str = "", limit: int = 1000) -> list[ConversationRow]:
        """Conversations in a live session, by id."""
        where = "live AND t_us >= $2 AND conversation > $3 ORDER BY conversation LIMIT $4"
        return self._conversations(where, since_us, after, limit)

    def messages(
        self, conversation: str, since_seq: int = 0, limit: int = 1000
    ) -> list[MessageRow]:
        """The messages of a conversation, in order."""
        sql = _after("messages", MessageRow)
        return [MessageRow(*row) for row in self._fetch(sql, conversation, since_seq, limit)]

    def events(self, conversation: str, since_seq: int = 0, limit: int = 1000) -> list[EventRow]:
        """The events of a conversation, in order."""
        sql = _after("events", EventRow)
        return [EventRow(*row) for row in self._look(sql, conversation, since_seq, limit)]

    def sessions(self, since_seq: int = 0, limit: int = 1000) -> list[SessionRow]:
        """All sessions, in the order in which they began."""
        sql = (
            f"SELECT {_columns(SessionRow)} FROM sessions "  # noqa: S608 - names of our own
            "WHERE tenant = $1 AND seq > $2 ORDER BY seq LIMIT $3"
        )
        return [SessionRow(*row) for row in self._look(sql, since_seq, limit)]

    def history_page(self, table: HistoryTable, after: tuple[str, int], limit: int) -> Rows:
        """Rows of all conversations, by conversation and seq, behind one of them."""
        sql = (
            f"SELECT {_columns(HISTORY_ROWS[table])} FROM {table} "  # noqa: S608 - of our own
            "WHERE tenant = $1 AND (conversation, seq) > ($2::text, $3::bigint) "
            "ORDER BY conversation, seq LIMIT $4"
        )
        return self._look(sql, *after, limit)

    @contextmanager
    def changes(self, since: str = "") -> Iterator[Changes]:
        """What was written to history since this place, as it stands now; all, since none."""
        with addresses.faults(self.address):
            self.query(_IDENTIFY)
            pool = self._line.call(self._pool())
            found = PostgresChanges(self._line, pool, self.address, self.tenant, since)
            try:
                yield found
            finally:
                found.close()

    def contacts(self, after: str = "", limit: int = 1000) -> list[ContactRow]:
        """Contacts by id."""
        where = "contact > $2 ORDER BY contact LIMIT $3"
        return self._contacts(where, after, limit)

    def known(self, contacts: Collection[str]) -> dict[str, ContactRow]:
        """Those of these contacts that were here before."""
        rows = self._contacts("contact = ANY($2::text[])", list(contacts))
        return {row.contact: row for row in rows}

    def conversations_of(self, contact: str) -> list[ConversationRow]:
        """A contact's conversations, the latest first."""
        return self._conversations("contact = $2 ORDER BY t_us DESC", contact)

    def handoffs(self, queue: str = "", limit: int = 1000) -> list[HandoffRow]:
        """Conversations that wait for people."""
        sql = (
            f"SELECT {_columns(HandoffRow)} FROM handoffs WHERE tenant = $1 "  # noqa: S608
            "AND status = 'waiting' AND ($2 = '' OR queue = $2) "
            "ORDER BY priority DESC, seq LIMIT $3"
        )
        return [HandoffRow(*row) for row in self._fetch(sql, queue, limit)]

    def letters(self, limit: int = 1000) -> list[Letter]:
        """The latest dead letters."""
        return [Letter(*row) for row in self._look(_LETTERS, limit)]

    def counts(self) -> Counts:
        """How much lies where."""
        ((*numbers,),) = self._look(_COUNTS)
        return Counts(*numbers)

    def backlog(self) -> list[Backlog]:
        """Where events wait for their turns, in anybody's partitions."""
        return [Backlog(*row) for row in self._fetch(_BACKLOG)]

    def query(self, sql: str, *values: object) -> Rows:
        """What a statement of this package gives; the tenant is its first value."""
        return self._fetch(sql, *values)

    def close_readers(self) -> None:
        """Closes the connections and ends the thread that serves them."""
        for pool in {self._primary, self._replica} - {None}:
            assert pool is not None
            self._line.call(_terminate(pool))
        self._line.close()

    def _conversations(self, where: str, *values: object) -> list[ConversationRow]:
        return [ConversationRow(*row) for row in self._fetch(_conversations(where), *values)]

    def _contacts(self, where: str, *values: object) -> list[ContactRow]:
        sql = f"SELECT {', '.join(CONTACT)} FROM contacts WHERE tenant = $1 AND {where}"  # noqa: S608
        return [ContactRow(*row) for row in self._fetch(sql, *values)]

    def _turn_read(self, sql: str, *values: object) -> Rows:
        """What the writer's thread reads for turns."""
        return self._fetch(sql, *values)

    def _fetch(self, sql: str, *values: object) -> Rows:
        with addresses.faults(self.address):
            return self._line.call(self._query(sql, values, replica=False))

    def _look(self, sql: str, *values: object) -> Rows:
        with addresses.faults(self._replica_address):
            return self._line.call(self._query(sql, values, replica=True))

    async def _query(self, sql: str, values: Iterable[object], *, replica: bool) -> Rows:
        pool = await self._pool(replica=replica)
        return [tuple(row) for row in await pool.fetch(sql, self.tenant, *values)]

    async def _pool(self, *, replica: bool = False) -> asyncpg.Pool:
        if self._primary is None:
            self._primary = await addresses.pool(self.address, READERS)
        if self._replica is None:
            same = self._replica_address == self.address
            self._replica = (
                self._primary if same else await addresses.pool(self._replica_address, READERS)
            )
        return self._replica if replica else self._primary


def _conversations(where: str) -> str:
    return (
        f"SELECT {_columns(ConversationRow)} FROM conversations "  # noqa: S608 - of our own
        f"WHERE tenant = $1 AND {where}"
    )


def _after(table: str, row: type[msgspec.Struct]) -> str:
    return (
        f"SELECT {_columns(row)} FROM {table} "  # noqa: S608 - names of our own
        "WHERE tenant = $1 AND conversation = $2 AND seq > $3 ORDER BY seq LIMIT $4"
    )


async def _terminate(pool: asyncpg.Pool) -> None:
    pool.terminate()


def _arrival(*row: Any) -> Arrival:
    *who, event, arrived_us, error = row
    return Arrival(*[*who, read_event(event), arrived_us, error])
