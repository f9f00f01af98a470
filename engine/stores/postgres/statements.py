"""The SQL of the PostgreSQL store's writes. Every statement names the tenant as `$1`; the rows
of a batch come as arrays, one a column."""

from collections.abc import Iterable, Sequence

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
    """A statement over many rows of these columns."""

    sql: str
    columns: tuple[str, ...]

    def arrays(self, rows: Iterable[Row]) -> list[Sequence[object]]:
        """The rows as one array a column."""
        return list(zip(*rows, strict=True)) or [()] * len(self.columns)


def many(sql: str, *columns: str) -> Many:
    """A statement in which `{rows}` stands for the rows, as a table `v` of these columns."""
    arrays = ", ".join(
        f"${place}::{_TYPES.get(name, 'text')}[]" for place, name in enumerate(columns, start=2)
    )
    return Many(sql.replace("{rows}", f"unnest({arrays}) AS v({', '.join(columns)})"), columns)


def add(table: str, *columns: str, conflict: str = "") -> Many:
    """An insert of rows of these columns."""
    names = ", ".join(columns)
    insert = f"INSERT INTO {table} (tenant, {names})"
    sql = f"{insert} SELECT $1, v.* FROM {{rows}} {conflict}"  # noqa: S608 - names of our own
    return many(sql, *columns)


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

# A post that came before is left out; its number stays unused.
ARRIVE = add(
    "inbox",
    *("seq", "part", "channel", "external_id", "conversation", "contact", "event", "arrived_us"),
    conflict="ON CONFLICT (tenant, channel, external_id) DO NOTHING RETURNING seq",
)
DONE = "UPDATE inbox SET done = 1 WHERE tenant = $1 AND seq = ANY($2::bigint[])"
FAILED = many(
    "UPDATE inbox SET done = 2, error = v.error FROM {rows} "
    "WHERE inbox.tenant = $1 AND inbox.seq = v.seq",
    *("seq", "error"),
)
BEGIN_CONVERSATIONS = add("conversations", *_CONVERSATION)
UPDATE_CONVERSATIONS = many(
    f"UPDATE conversations AS c SET {_CHANGES} "  # noqa: S608 - names of our own
    "FROM {rows} "
    "WHERE c.tenant = $1 AND c.conversation = v.conversation AND c.version = v.was",
    *(*_CONVERSATION, "was"),
)
CLOSE_HANDOFFS = (
    "UPDATE handoffs SET status = 'closed' "
    "WHERE tenant = $1 AND conversation = ANY($2::text[]) AND status = 'waiting'"
)
SESSIONS = add(
    "sessions",
    *("seq", "session_id", "conversation", "contact", "channel", "bot", "bundle", "language"),
    *("user_type", "number", "started_us", "ended_us", "end_reason"),
)
END_SESSIONS = many(
    "UPDATE sessions AS s SET ended_us = v.ended_us, end_reason = v.end_reason FROM {rows} "
    "WHERE s.tenant = $1 AND s.session_id = v.session_id",
    *("session_id", "ended_us", "end_reason"),
)
EVENTS = add(
    "events",
    *("seq", "event_id", *_WHO, "kind", "topic", "node", "port", "intent", "confidence"),
    *("name", "data", "t_us", "ingest_us"),
)
MESSAGES = add(
    "messages",
    *("seq", "message_id", *_WHO, "direction", "author", "node", "content", "status"),
    *("external_id", "t_us", "ingest_us"),
)
OUTBOX = add(
    "outbox",
    *("seq", "part", "kind", "route", "key", "conversation", "contact", "node", "content"),
    *("due_us", "bundle", "bot", "attempts", "author", "ingest_us"),
)
HANDOFFS = add(
    "handoffs",
    *("seq", "conversation", "queue", "agent", "priority", "note", "t_us", "status"),
)
TIMERS = add(
    "timers",
    *("conversation", "timer", "due_us", "token", "part"),
    conflict=(
        "ON CONFLICT (tenant, conversation, timer) "
        "DO UPDATE SET due_us = excluded.due_us, token = excluded.token"
    ),
)
STOP_TIMERS = many(
    "DELETE FROM timers AS t USING {rows} "
    "WHERE t.tenant = $1 AND t.conversation = v.conversation AND t.timer = v.timer",
    *("conversation", "timer"),
)
CONTACTS = add(
    "contacts",
    *CONTACT,
    conflict="ON CONFLICT (tenant, contact) DO UPDATE SET "
    + ", ".join(
        f"{name} = excluded.{name}" for name in CONTACT if name not in {"contact", "first_us"}
    ),
)
# The outbox knows on which day its message lies.
MARK_MESSAGES = many(
    "UPDATE messages AS m SET status = v.status, "
    "external_id = CASE v.external_id WHEN '' THEN m.external_id ELSE v.external_id END "
    "FROM {rows} JOIN outbox AS o ON o.tenant = $1 AND o.seq = v.seq AND o.kind = 'message' "
    "WHERE m.tenant = $1 AND m.seq = v.seq AND m.ingest_us = o.ingest_us",
    *("seq", "status", "external_id"),
)
SENT = "DELETE FROM outbox WHERE tenant = $1 AND seq = ANY($2::bigint[])"
PUT_OFF = many(
    "UPDATE outbox AS o SET attempts = v.attempts, due_us = v.due_us, error = v.error "
    "FROM {rows} WHERE o.tenant = $1 AND o.seq = v.seq",
    *("seq", "attempts", "due_us", "error"),
)
GIVEN_UP = many(
    "UPDATE outbox AS o SET failed = 1, attempts = v.attempts, error = v.error "
    "FROM {rows} WHERE o.tenant = $1 AND o.seq = v.seq",
    *("seq", "attempts", "error"),
)
FORGET_INBOX = "DELETE FROM inbox WHERE tenant = $1 AND done > 0 AND arrived_us < $2"
FORGET_OUTBOX = "DELETE FROM outbox WHERE tenant = $1 AND failed = 1 AND due_us < $2"
