"""A batch as one statement: all of it in one round trip, and one transaction.

Its parts see the database as it was before: none may rest on what another one writes.
"""

from collections.abc import Iterable, Sequence
from functools import cache

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from engine.stores.columns import arrival_values, conversation_values, outbox_values
from engine.stores.postgres import statements as sql
from engine.stores.protocol import part
from engine.stores.rows import (
    Batch,
    ConversationRow,
    SessionRow,
    Settlement,
    before,
    furthest,
)
from engine.types.post import Report

Values = list[Sequence[object]]
BOXES = ("inbox", "outbox")


class Parts(Struct):
    """The statements that a batch needs, by name, and the values of all of them in order."""

    names: list[str] = []
    values: Values = []
    # How many conversations go on from where they were read.
    going_on: int = 0

    def add(self, name: str, rows: Iterable[sql.Row]) -> None:
        """Adds a statement over these rows, if there are any."""
        listed = list(rows)
        if listed:
            self.names.append(name)
            self.values += sql.PARTS[name].arrays(listed)

    def statement(self, news: tuple[str, str]) -> tuple[str, list[object]]:
        """The whole statement, whose first value is the tenant, and its other values."""
        text = _whole(tuple(self.names), bool(news[0]))
        end: list[object] = [self.going_on] if "update_conversations" in self.names else []
        return text, [*self.values, *end, *(news if news[0] else ())]


def parts_of(batch: Batch) -> Parts:
    """What the batch writes."""
    parts = Parts([], [])
    parts.add("arrive", map(arrival_values, batch.arrivals))
    rows = batch.conversations.values()
    parts.add(
        "begin_conversations", (conversation_values(row) for row in rows if _is_new(batch, row))
    )
    gone_on = [row for row in rows if not _is_new(batch, row)]
    parts.going_on = len(gone_on)
    parts.add(
        "update_conversations",
        ((*conversation_values(row), batch.was[row.conversation]) for row in gone_on),
    )
    parts.add("close_handoffs", ((name,) for name in dict.fromkeys(batch.closed_handoffs)))
    _add_history(parts, batch)
    parts.add("outbox", ((*outbox_values(row), row.ingest_us) for row in batch.outbox))
    parts.add("handoffs", map(msgspec.structs.astuple, batch.handoffs))
    parts.add("stop_timers", (key for key, row in batch.timers.items() if row is None))
    timers = [row for row in batch.timers.values() if row is not None]
    parts.add("timers", ((*msgspec.structs.astuple(t), part(t.conversation)) for t in timers))
    parts.add("done", ((seq,) for seq in batch.done))
    parts.add("failed", ((seq, _plain(error)) for seq, error in batch.failed))
    parts.add("contacts", map(msgspec.structs.astuple, batch.contacts.values()))
    parts.add("offsets", map(msgspec.structs.astuple, batch.offsets.values()))
    _add_settled(parts, batch.settled, batch.reports)
    _add_letters(parts, batch)
    return parts


def _is_new(batch: Batch, row: ConversationRow) -> bool:
    return not batch.was[row.conversation]


def _add_history(parts: Parts, batch: Batch) -> None:
    # A session may begin and end in one batch.
    ended = {row.session_id: row for row in batch.ended}
    sessions: list[SessionRow] = []
    for row in batch.sessions:
        end = ended.pop(row.session_id, None)
        sessions.append(
            replace(row, ended_us=end.ended_us, end_reason=end.end_reason) if end else row
        )
    parts.add("sessions", map(msgspec.structs.astuple, sessions))
    ends = ((row.session_id, row.ended_us, row.end_reason) for row in ended.values())
    parts.add("end_sessions", ends)
    parts.add("events", map(msgspec.structs.astuple, batch.events))
    parts.add("messages", map(msgspec.structs.astuple, batch.messages))


def _add_settled(parts: Parts, settled: list[Settlement], reports: list[Report]) -> None:
    # Tried again and then over, in one batch: the last outcome counts.
    last = {row.seq: row for row in settled}.values()
    over = [row for row in last if row.status != "retry"]
    # No part sees what another one writes: what is reported of a message that is settled in the
    # same batch is its status from the beginning.
    told = {row.external_id: row.status for row in furthest(reports).values()}
    ids = {row.external_id for row in over if row.external_id}
    parts.add(
        "mark_messages",
        (
            (r.seq, _later(r.status, told.get(r.external_id)), r.external_id, r.ingest_us)
            for r in over
        ),
    )
    parts.add(
        "report",
        (
            (row.external_id, row.channel, row.status, ",".join(before(row.status)))
            for row in furthest(reports).values()
            if row.external_id not in ids
        ),
    )
    parts.add("sent", ((row.seq,) for row in last if row.status == "sent"))
    retries = [row for row in last if row.status == "retry"]
    parts.add("put_off", ((r.seq, r.attempts, r.due_us, _plain(r.error)) for r in retries))
    failed = [row for row in last if row.status == "failed"]
    parts.add("give_up", ((row.seq, row.attempts, _plain(row.error)) for row in failed))


def _add_letters(parts: Parts, batch: Batch) -> None:
    retried = {box: [(r.seq,) for r in batch.retried if r.box == box] for box in BOXES}
    parts.add("retry_inbox", retried["inbox"])
    parts.add("retry_outbox", retried["outbox"])
    parts.add("retry_messages", retried["outbox"])
    parts.add("drop_inbox", ((r.seq,) for r in batch.dropped if r.box == "inbox"))
    parts.add("drop_outbox", ((r.seq,) for r in batch.dropped if r.box == "outbox"))


def _later(status: str, told: str | None) -> str:
    return told if told is not None and status in before(told) else status


@cache
def _whole(names: tuple[str, ...], tells: bool) -> str:
    place = 2
    withs = []
    for name in names:
        text, place = sql.PARTS[name].numbered(place)
        # Named apart from the tables.
        withs.append(f"part_{name} AS ({text})")
    ends = [
        "(SELECT array_agg(seq) FROM part_arrive) AS new" if "arrive" in names else "NULL AS new"
    ]
    if "update_conversations" in names:
        # A division by zero, and with it nothing at all, where one did not stand as it was read.
        changed = "(SELECT count(*) FROM part_update_conversations)"
        ends.append(f"1 / (CASE WHEN {changed} = ${place}::bigint THEN 1 ELSE 0 END)")
        place += 1
    if tells:
        ends.append(f"pg_notify(${place}, ${place + 1})")
    # The tenant is a value of every statement, of one without parts, too.
    begin = f"WITH {', '.join(withs)} " if withs else ""
    return f"{begin}SELECT {', '.join(ends)} WHERE $1::text <> ''"


def _plain(text: str) -> str:
    """The text without the one character that PostgreSQL cannot keep."""
    return text.replace("\0", "")
