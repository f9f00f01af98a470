"""The SQL of the SQLite store's writes, and how many rows go into one call.

Python's sqlite3 gives up the interpreter lock at every step of a statement. Under load each
return may wait for the event loop's thread, so rows go in chunks: one step for 64 of them.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from engine.stores.rows import ContactRow, EventRow, HandoffRow, MessageRow, SessionRow, TimerRow

CHUNKS = (64, 8, 1)

Row = tuple[object, ...]

_INBOX = ("seq", "part", "channel", "external_id", "conversation", "contact", "event", "arrived_us")
_OUTBOX = (
    *("seq", "part", "kind", "route", "key", "conversation", "contact", "node", "content"),
    *("due_us", "bundle", "bot", "attempts", "author"),
)
_CONVERSATION = (
    *("conversation", "part", "version", "channel", "contact", "bundle", "session_id"),
    *("user_type", "live", "t_us", "state"),
)


class Many(Struct, frozen=True):
    """A statement for many rows of `columns` values: `before`, the rows, `after`."""

    before: str
    columns: int
    after: str = ""

    def chunks(self, rows: Sequence[Row]) -> Iterator[tuple[str, Sequence[Row]]]:
        """The rows in order, in chunks of few sizes, each with its SQL."""
        row = f"({','.join('?' * self.columns)})"
        start = 0
        for size in CHUNKS:
            while len(rows) - start >= size:
                yield (
                    f"{self.before} {','.join([row] * size)} {self.after}",
                    rows[start : start + size],
                )
                start += size


def _add(table: str, columns: Sequence[str], how: str = "INSERT", after: str = "") -> Many:
    return Many(f"{how} INTO {table} ({','.join(columns)}) VALUES", len(columns), after)


def _replace(columns: Sequence[str], *kept: str) -> str:
    return ",".join(f"{name}=excluded.{name}" for name in columns if name not in kept)


_CONTACT = ContactRow.__struct_fields__
ADD = {
    # A post that came before is left out; its number stays unused.
    "inbox": _add("inbox", _INBOX, "INSERT OR IGNORE"),
    "conversations": _add("conversations", _CONVERSATION),
    "sessions": _add("sessions", SessionRow.__struct_fields__),
    "events": _add("events", EventRow.__struct_fields__),
    "messages": _add("messages", MessageRow.__struct_fields__),
    "outbox": _add("outbox", _OUTBOX),
    "handoffs": _add("handoffs", HandoffRow.__struct_fields__),
    "timers": _add("timers", (*TimerRow.__struct_fields__, "part"), "INSERT OR REPLACE"),
    "contacts": _add(
        "contacts",
        _CONTACT,
        after=f"ON CONFLICT (contact) DO UPDATE SET {_replace(_CONTACT, 'contact', 'first_us')}",
    ),
}

# What a conversation keeps for ever is left alone, and with it its indexes.
_KEPT = ("conversation", "part", "channel", "contact")
_SET = ",".join(
    f"{name}=v.column{i}" for i, name in enumerate(_CONVERSATION, 1) if name not in _KEPT
)
_VERSION = f"column{len(_CONVERSATION) + 1}"
UPDATE_CONVERSATIONS = Many(
    f"UPDATE conversations SET {_SET} FROM (VALUES",  # noqa: S608 - names of this module only
    len(_CONVERSATION) + 1,
    f") AS v WHERE conversations.conversation = v.column1 AND conversations.version = v.{_VERSION}",
)

# Named as the index says it, so that it is used.
REPORT = """
UPDATE messages SET status = ?
WHERE direction = 'out' AND external_id <> '' AND external_id = ? AND channel = ?
  AND status IN (SELECT value FROM json_each(?))
"""

OUTGOING = """
SELECT o.seq, o.kind, o.route, o.key, o.conversation, o.contact, o.node,
       coalesce(m.content, o.content), o.due_us, o.bundle, o.bot, o.attempts, o.author,
       coalesce(m.ingest_us, 0)
FROM outbox AS o LEFT JOIN messages AS m ON o.kind = 'message' AND m.seq = o.seq
WHERE o.failed = 0 AND o.route = ? ORDER BY o.seq LIMIT ?
"""

LETTERS = """
SELECT * FROM (
    SELECT seq, 'inbox' AS box, conversation, channel, error, arrived_us FROM inbox WHERE done = 2
    UNION ALL
    SELECT seq, 'outbox', conversation, route, error, due_us FROM outbox WHERE failed = 1
) ORDER BY seq DESC LIMIT ?
"""

_THESE = "seq IN (SELECT value FROM json_each(?))"
# Dead letters, by a list of their numbers. An event keeps its error: so it is known again.
RETRY = (
    f"UPDATE inbox SET done = 0 WHERE done = 2 AND {_THESE}",  # noqa: S608 - of this module
    "UPDATE messages SET status = 'queued' WHERE seq IN (SELECT seq FROM outbox "  # noqa: S608
    f"WHERE failed = 1 AND kind = 'message' AND {_THESE})",
    f"UPDATE outbox SET failed = 0, attempts = 0 WHERE failed = 1 AND {_THESE}",  # noqa: S608
)
DROP = (
    f"UPDATE inbox SET done = 1 WHERE done = 2 AND {_THESE}",  # noqa: S608 - of this module
    f"DELETE FROM outbox WHERE failed = 1 AND {_THESE}",  # noqa: S608 - of this module
)

BACKLOG = """
SELECT part, count(*), min(arrived_us) FROM inbox WHERE done = 0 GROUP BY part ORDER BY part
"""
# Rows stand in the order in which they were written: only the first ones may be old. What a
# message says that is still to be sent, or was given up, stays.
FORGET_HISTORY = (
    *(
        f"DELETE FROM {table} WHERE seq IN (SELECT h.seq FROM (SELECT seq, ingest_us "  # noqa: S608
        f"FROM {table} WHERE seq NOT IN (SELECT seq FROM outbox) ORDER BY seq LIMIT :limit) AS h "
        "WHERE h.ingest_us < :before_us)"
        for table in ("events", "messages")
    ),
    # Sessions that ended, and those that nobody went on with.
    """
    DELETE FROM sessions WHERE seq IN (
        SELECT s.seq FROM sessions AS s WHERE s.started_us < :before_us
        AND CASE WHEN s.ended_us > 0 THEN s.ended_us < :before_us ELSE NOT EXISTS (
            SELECT 1 FROM conversations AS c
            WHERE c.conversation = s.conversation AND c.t_us >= :before_us
        ) END
        LIMIT :limit
    )
    """,
)

# What an archive has read, as it stands there: neither to be sent nor changed since.
_ARCHIVED = "h.seq <= :seq AND h.seq NOT IN (SELECT seq FROM changes WHERE id > :change)"
FORGET_ARCHIVED = (
    *(
        f"DELETE FROM {table} WHERE seq IN (SELECT h.seq FROM (SELECT seq, ingest_us "  # noqa: S608
        f"FROM {table} WHERE seq NOT IN (SELECT seq FROM outbox) ORDER BY seq LIMIT :limit) AS h "
        f"WHERE h.ingest_us < :before_us AND {_ARCHIVED})"
        for table in ("events", "messages")
    ),
    "DELETE FROM sessions WHERE seq IN (SELECT h.seq FROM sessions AS h "  # noqa: S608
    f"WHERE h.ended_us > 0 AND h.ended_us < :before_us AND {_ARCHIVED} LIMIT :limit)",
)

COUNTS = """
SELECT (SELECT count(*) FROM conversations),
       (SELECT count(*) FROM sessions),
       (SELECT count(*) FROM inbox WHERE done = 0),
       (SELECT count(*) FROM inbox WHERE done = 2),
       (SELECT count(*) FROM outbox WHERE failed = 0),
       (SELECT count(*) FROM outbox WHERE failed = 1),
       (SELECT count(*) FROM timers),
       (SELECT count(*) FROM handoffs WHERE status = 'waiting')
"""
