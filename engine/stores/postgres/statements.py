"""The SQL of the PostgreSQL store's writes. Every statement names the tenant as `$1`; the rows
of a batch come as arrays, one a column."""

from collections.abc import Sequence

from msgspec import Struct

Row = Sequence[object]

_TYPES = {
    "seq": "bigint",
    "part": "smallint",
    "arrived_us": "bigint",
    "version": "bigint",
    "was": "bigint",
    "live": "boolean",
    "t_us": "bigint",
    "state": "bytea",
    "number": "bigint",
    "started_us": "bigint",
    "ended_us": "bigint",
    "turn": "bigint",
    "confidence": "float8",
    "ingest_us": "bigint",
    "due_us": "bigint",
    "attempts": "integer",
    "token": "bigint",
    "priority": "integer",
    "first_us": "bigint",
    "last_us": "bigint",
}


class Many(Struct, frozen=True):
    """A statement over many rows of these columns; `{rows}` in it is a table `v` of them."""

    sql: str
    columns: tuple[str, ...]

    def arrays(self, rows: Sequence[Row]) -> list[Row]:
        """The rows as one array a column."""
        return list(zip(*rows, strict=True))

    def numbered(self, place: int) -> tuple[str, int]:
        """The statement with its arrays as values from `place` on, and the place after them."""
        end = place + len(self.columns)
        arrays = ", ".join(
            f"${number}::{_TYPES.get(name, 'text')}[]"
            for number, name in zip(range(place, end), self.columns, strict=True)
        )
        rows = f"unnest({arrays}) AS v({', '.join(self.columns)})"
        return self.sql.replace("{rows}", rows), end


def many(sql: str, *columns: str) -> Many:
    """A statement over rows of these columns."""
    return Many(sql, columns)


def add(table: str, *columns: str, conflict: str = "") -> Many:
    """An insert of rows of these columns."""
    names = ", ".join(columns)
    insert = f"INSERT INTO {table} (tenant, {names})"
    select = f"SELECT $1, v.* FROM {{rows}} {conflict}"  # noqa: S608 - names of our own
    return Many(f"{insert} {select}", columns)


_CONVERSATION = (
    *("conversation", "part", "version", "channel", "contact", "bundle", "session_id"),
    *("user_type", "live", "t_us", "state"),
)
# What a conversation keeps for ever is left alone, and with it its indexes.
_CHANGES = ", ".join(
    f"{name} = v.{name}"
    for name in _CONVERSATION
    if name not in {"conversation", "part", "channel", "contact"}
)
_WHO = (
    *("conversation", "contact", "session_id", "channel", "bot", "bundle", "language"),
    *("user_type", "turn"),
)
CONTACT = (
    *("contact", "name", "phone", "email", "language", "fields", "tags", "first_us", "last_us"),
)

# What a commit may consist of, by name. A post that came before is left out; its number stays
# unused. The outbox knows on which day its message lies.
PARTS = {
    "arrive": add(
        "inbox",
        *("seq", "part", "channel", "external_id", "conversation", "contact", "event"),
        "arrived_us",
        conflict="ON CONFLICT (tenant, channel, external_id) DO NOTHING RETURNING seq",
    ),
    "done": many(
        "UPDATE inbox SET done = 1 FROM {rows} WHERE inbox.tenant = $1 AND inbox.seq = v.seq", "seq"
    ),
    "failed": many(
        "UPDATE inbox SET done = 2, error = v.error FROM {rows} "
        "WHERE inbox.tenant = $1 AND inbox.seq = v.seq",
        *("seq", "error"),
    ),
    "begin_conversations": add("conversations", *_CONVERSATION),
    "update_conversations": many(
        f"UPDATE conversations AS c SET {_CHANGES} FROM {{rows}} "  # noqa: S608 - names of our own
        "WHERE c.tenant = $1 AND c.conversation = v.conversation AND c.version = v.was RETURNING 1",
        *(*_CONVERSATION, "was"),
    ),
    "close_handoffs": many(
        "UPDATE handoffs AS h SET status = 'closed' FROM {rows} "
        "WHERE h.tenant = $1 AND h.conversation = v.conversation AND h.status = 'waiting'",
        "conversation",
    ),
    "sessions": add(
        "sessions",
        *("seq", "session_id", "conversation", "contact", "channel", "bot", "bundle", "language"),
        *("user_type", "number", "started_us", "ended_us", "end_reason"),
    ),
    "end_sessions": many(
        "UPDATE sessions AS s SET ended_us = v.ended_us, end_reason = v.end_reason FROM {rows} "
        "WHERE s.tenant = $1 AND s.session_id = v.session_id",
        *("session_id", "ended_us", "end_reason"),
    ),
    "events": add(
        "events",
        *("seq", "event_id", *_WHO, "kind", "topic", "node", "port", "intent", "confidence"),
        *("name", "data", "t_us", "ingest_us"),
    ),
    "messages": add(
        "messages",
        *("seq", "message_id", *_WHO, "direction", "author", "node", "content", "status"),
        *("external_id", "t_us", "ingest_us"),
    ),
    "outbox": add(
        "outbox",
        *("seq", "part", "kind", "route", "key", "conversation", "contact", "node", "content"),
        *("due_us", "bundle", "bot", "attempts", "author", "ingest_us"),
    ),
    "handoffs": add(
        "handoffs",
        *("seq", "conversation", "queue", "agent", "priority", "note", "t_us", "status"),
    ),
    "timers": add(
        "timers",
        *("conversation", "timer", "due_us", "token", "part"),
        conflict=(
            "ON CONFLICT (tenant, conversation, timer) "
            "DO UPDATE SET due_us = excluded.due_us, token = excluded.token"
        ),
    ),
    "stop_timers": many(
        "DELETE FROM timers AS t USING {rows} "
        "WHERE t.tenant = $1 AND t.conversation = v.conversation AND t.timer = v.timer",
        *("conversation", "timer"),
    ),
    "contacts": add(
        "contacts",
        *CONTACT,
        conflict="ON CONFLICT (tenant, contact) DO UPDATE SET "
        + ", ".join(
            f"{name} = excluded.{name}" for name in CONTACT if name not in {"contact", "first_us"}
        ),
    ),
    "mark_messages": many(
        "UPDATE messages AS m SET status = v.status, "
        "external_id = CASE v.external_id WHEN '' THEN m.external_id ELSE v.external_id END "
        "FROM {rows} JOIN outbox AS o ON o.tenant = $1 AND o.seq = v.seq AND o.kind = 'message' "
        "WHERE m.tenant = $1 AND m.seq = v.seq AND m.ingest_us = o.ingest_us",
        *("seq", "status", "external_id"),
    ),
    "sent": many(
        "DELETE FROM outbox AS o USING {rows} WHERE o.tenant = $1 AND o.seq = v.seq", "seq"
    ),
    "put_off": many(
        "UPDATE outbox AS o SET attempts = v.attempts, due_us = v.due_us, error = v.error "
        "FROM {rows} WHERE o.tenant = $1 AND o.seq = v.seq",
        *("seq", "attempts", "due_us", "error"),
    ),
    "give_up": many(
        "UPDATE outbox AS o SET failed = 1, attempts = v.attempts, error = v.error "
        "FROM {rows} WHERE o.tenant = $1 AND o.seq = v.seq",
        *("seq", "attempts", "error"),
    ),
}
FORGET_INBOX = "DELETE FROM inbox WHERE tenant = $1 AND done > 0 AND arrived_us < $2"
FORGET_OUTBOX = "DELETE FROM outbox WHERE tenant = $1 AND failed = 1 AND due_us < $2"
