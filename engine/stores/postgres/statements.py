"""The SQL of the PostgreSQL store's writes. Every statement names the tenant as `$1`; the rows
of a batch come as arrays, one a column."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

Row = Sequence[object]

_TYPES = {
    "seq": "bigint",
    "part": "smallint",
    "arrived_us": "bigint",
    "version": "bigint",
    "was_version": "bigint",
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
    """A statement over many rows of these columns: `{rows}` in it is a table `v` of them, and
    `{name}` one of the columns as an array."""

    sql: str
    columns: tuple[str, ...]

    def arrays(self, rows: Sequence[Row]) -> list[Row]:
        """The rows as one array a column."""
        return list(zip(*rows, strict=True))

    def numbered(self, place: int) -> tuple[str, int]:
        """The statement with its arrays as values from `place` on, and the place after them."""
        arrays = {
            name: f"${number}::{_TYPES.get(name, 'text')}[]"
            for number, name in enumerate(self.columns, start=place)
        }
        rows = f"unnest({', '.join(arrays.values())}) AS v({', '.join(self.columns)})"
        return self.sql.format(rows=rows, **arrays), place + len(self.columns)


def add(table: str, *columns: str, conflict: str = "") -> Many:
    """An insert of rows of these columns."""
    names = ", ".join(columns)
    insert = f"INSERT INTO {table} (tenant, {names})"
    select = f"SELECT $1, v.* FROM {{rows}} {conflict}"  # noqa: S608 - names of our own
    return Many(f"{insert} {select}", columns)


def change(table: str, what: str, keys: Sequence[str], *columns: str) -> Many:
    """An update of the rows that have these keys.

    Each is looked up by its keys, in a subquery that a planner cannot turn round: without
    statistics of a table that was empty a minute ago, it would read all of that table.
    """
    update = f"UPDATE {table} AS t SET {what}"  # noqa: S608 - names of our own
    return Many(f"{update} {_found(table, keys, 'FROM')}", columns)


def remove(table: str, keys: Sequence[str]) -> Many:
    """A deletion of the rows that have these keys."""
    delete = f"DELETE FROM {table} AS t"  # noqa: S608 - names of our own
    return Many(f"{delete} {_found(table, keys, 'USING')}", tuple(keys))


def letters(what: str, which: str) -> Many:
    """A statement about dead letters by their numbers, those of them that are still some."""
    return Many(f"{what} WHERE t.tenant = $1 AND t.seq = ANY({{seq}}) AND {which}", ("seq",))


def _found(table: str, keys: Sequence[str], clause: str) -> str:
    same = " AND ".join(f"f.{key.removeprefix('was_')} = v.{key}" for key in keys)
    return (
        f"{clause} {{rows}}, LATERAL (SELECT f.ctid AS place FROM {table} AS f "  # noqa: S608
        f"WHERE f.tenant = $1 AND {same} OFFSET 0) AS found "
        "WHERE t.tenant = $1 AND t.ctid = found.place"
    )


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
# unused. Messages lie in a table a day: when they were written leads to it.
PARTS = {
    "arrive": add(
        "inbox",
        *("seq", "part", "channel", "external_id", "conversation", "contact", "event"),
        "arrived_us",
        conflict="ON CONFLICT (external_id, channel, tenant) DO NOTHING RETURNING seq",
    ),
    "done": Many(
        "UPDATE inbox AS t SET done = 1 WHERE t.tenant = $1 AND t.seq = ANY({seq})", ("seq",)
    ),
    "failed": change("inbox", "done = 2, error = v.error", ["seq"], "seq", "error"),
    "begin_conversations": add("conversations", *_CONVERSATION),
    "update_conversations": replace(
        changed := change(
            "conversations",
            _CHANGES,
            ["conversation", "was_version"],
            *(*_CONVERSATION, "was_version"),
        ),
        sql=f"{changed.sql} RETURNING 1",
    ),
    "close_handoffs": Many(
        "UPDATE handoffs AS t SET status = 'closed' "
        "WHERE t.tenant = $1 AND t.conversation = ANY({conversation}) AND t.status = 'waiting'",
        ("conversation",),
    ),
    "sessions": add(
        "sessions",
        *("seq", "session_id", "conversation", "contact", "channel", "bot", "bundle", "language"),
        *("user_type", "number", "started_us", "ended_us", "end_reason"),
    ),
    "end_sessions": change(
        "sessions",
        "ended_us = v.ended_us, end_reason = v.end_reason",
        ["session_id"],
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
            "ON CONFLICT (conversation, timer, tenant) "
            "DO UPDATE SET due_us = excluded.due_us, token = excluded.token"
        ),
    ),
    "stop_timers": remove("timers", ["conversation", "timer"]),
    "contacts": add(
        "contacts",
        *CONTACT,
        conflict="ON CONFLICT (contact, tenant) DO UPDATE SET "
        + ", ".join(
            f"{name} = excluded.{name}" for name in CONTACT if name not in {"contact", "first_us"}
        ),
    ),
    "offsets": add(
        "front",
        *("part", "stream", "seq"),
        conflict=(
            "ON CONFLICT (part, tenant) DO UPDATE SET stream = excluded.stream, seq = excluded.seq"
        ),
    ),
    "mark_messages": Many(
        "UPDATE messages AS t SET status = ({status})[array_position({seq}, t.seq)], external_id = "
        "coalesce(nullif(({external_id})[array_position({seq}, t.seq)], ''), t.external_id) "
        "WHERE t.tenant = $1 AND t.seq = ANY({seq}) "
        "AND t.ingest_us BETWEEN (SELECT min(u) FROM unnest({ingest_us}) AS u) "
        "AND (SELECT max(u) FROM unnest({ingest_us}) AS u)",
        ("seq", "status", "external_id", "ingest_us"),
    ),
    # Each is looked up on its own, by the index: see `change`.
    "report": Many(
        "UPDATE messages AS t SET status = v.status FROM {rows}, LATERAL ("
        "SELECT f.seq, f.ingest_us FROM messages AS f "
        "WHERE f.tenant = $1 AND f.direction = 'out' AND f.external_id <> '' "
        "AND f.external_id = v.external_id AND f.channel = v.channel OFFSET 0) AS found "
        "WHERE t.tenant = $1 AND t.seq = found.seq AND t.ingest_us = found.ingest_us "
        "AND t.status = ANY(string_to_array(v.earlier, ','))",
        ("external_id", "channel", "status", "earlier"),
    ),
    "sent": Many("DELETE FROM outbox AS t WHERE t.tenant = $1 AND t.seq = ANY({seq})", ("seq",)),
    "put_off": change(
        "outbox",
        "attempts = v.attempts, due_us = v.due_us, error = v.error",
        ["seq"],
        *("seq", "attempts", "due_us", "error"),
    ),
    "give_up": change(
        "outbox",
        "failed = 1, attempts = v.attempts, error = v.error",
        ["seq"],
        *("seq", "attempts", "error"),
    ),
}
# Dead letters. An event keeps its error: so it is known again.
PARTS |= {
    "retry_inbox": letters("UPDATE inbox AS t SET done = 0", "t.done = 2"),
    "retry_outbox": letters("UPDATE outbox AS t SET failed = 0, attempts = 0", "t.failed = 1"),
    "retry_messages": letters(
        "UPDATE messages AS t SET status = 'queued' FROM outbox AS o",
        "o.tenant = $1 AND o.seq = t.seq AND o.ingest_us = t.ingest_us AND o.failed = 1 "
        "AND o.kind = 'message'",
    ),
    "drop_inbox": letters("UPDATE inbox AS t SET done = 1", "t.done = 2"),
    "drop_outbox": letters("DELETE FROM outbox AS t", "t.failed = 1"),
}
FORGET_INBOX = "DELETE FROM inbox WHERE tenant = $1 AND done > 0 AND arrived_us < $2"
FORGET_OUTBOX = "DELETE FROM outbox WHERE tenant = $1 AND failed = 1 AND due_us < $2"
