"""What a store keeps, row by row, and the batch in which rows are written."""

from typing import Literal

from msgspec import Struct, field

from engine.types.event import Event
from engine.types.post import Report

# How far a message that left has come. A later status replaces an earlier one, never the reverse.
PROGRESS = ("queued", "sent", "failed", "delivered", "read")


class Arrival(Struct, frozen=True):
    """A row of the inbox. `seq` is reserved by who writes it.

    `error` is why its turn failed before, where it was a dead letter and is tried again.
    """

    seq: int
    channel: str
    external_id: str
    conversation: str
    contact: str
    event: Event
    arrived_us: int
    error: str = ""


class ConversationRow(Struct, frozen=True):
    """Where a conversation stands. `version` counts its events, failed ones too.

    `bundle` is what its session is pinned to. `live` is False once a session was put away.
    `state` is the codec's bytes: a store does not look into it.
    """

    conversation: str
    version: int
    channel: str
    contact: str
    bundle: str
    session_id: str
    user_type: str
    live: bool
    t_us: int
    state: bytes


class SessionRow(Struct, frozen=True, array_like=True, gc=False):
    """A row of history's sessions. `ended_us` is 0 while the session is open."""

    seq: int
    session_id: str
    conversation: str
    contact: str
    channel: str
    bot: str
    bundle: str
    language: str
    user_type: str
    number: int
    started_us: int
    ended_us: int = 0
    end_reason: str = ""


class SessionEnd(Struct, frozen=True, array_like=True, gc=False):
    """A session that ended: `archived`, or `expired` when a new one began."""

    session_id: str
    ended_us: int
    end_reason: str


class EventRow(Struct, frozen=True, array_like=True, gc=False):
    """A row of history's events. `data` is JSON text, empty where there is none."""

    seq: int
    event_id: str
    conversation: str
    contact: str
    session_id: str
    channel: str
    bot: str
    bundle: str
    language: str
    user_type: str
    turn: int
    kind: str
    topic: str
    node: str
    port: str
    intent: str
    confidence: float
    name: str
    data: str
    t_us: int
    ingest_us: int


class MessageRow(Struct, frozen=True, array_like=True, gc=False):
    """A row of history's messages. `content` is JSON text.

    `direction` is `in` or `out`; `author` is `person`, `bot` or `agent`; `status` is
    `received`, or one of `PROGRESS`. An outgoing message's `t_us` is when it is due.
    """

    seq: int
    message_id: str
    conversation: str
    contact: str
    session_id: str
    channel: str
    bot: str
    bundle: str
    language: str
    user_type: str
    turn: int
    direction: str
    author: str
    node: str
    content: str
    status: str
    external_id: str
    t_us: int
    ingest_us: int


class OutboxRow(Struct, frozen=True, array_like=True, gc=False):
    """Work to be done in the world. `route` is a channel's name or an effect's kind.

    A message's row has its message's `seq`, and its content is the message's. `key` is the
    same on every try.
    """

    seq: int
    kind: Literal["message", "effect"]
    route: str
    key: str
    conversation: str
    contact: str
    node: str
    content: str
    due_us: int
    bundle: str = ""
    bot: str = ""
    attempts: int = 0
    author: str = "bot"
    # When its message was written, by which some stores find it; 0 for an effect.
    ingest_us: int = 0


class Settlement(Struct, frozen=True, gc=False):
    """What became of a row of the outbox; `retry` puts it off until `due_us`."""

    seq: int
    status: Literal["sent", "retry", "failed"]
    external_id: str = ""
    error: str = ""
    attempts: int = 1
    due_us: int = 0
    conversation: str = ""
    ingest_us: int = 0


class TimerRow(Struct, frozen=True, array_like=True, gc=False):
    conversation: str
    timer: str
    due_us: int
    token: int


class HandoffRow(Struct, frozen=True, array_like=True, gc=False):
    """A conversation that waits for people. `status` is `waiting` or `closed`."""

    seq: int
    conversation: str
    queue: str
    agent: str
    priority: int
    note: str
    t_us: int
    status: str = "waiting"


class ContactRow(Struct, frozen=True, array_like=True, gc=False):
    """A person. `fields` and `tags` are JSON text."""

    contact: str
    name: str
    phone: str
    email: str
    language: str
    fields: str
    tags: str
    first_us: int
    last_us: int


class Letter(Struct, frozen=True):
    """A dead letter: an event whose turn failed, or work that was given up."""

    seq: int
    box: Literal["inbox", "outbox"]
    conversation: str
    route: str
    error: str
    t_us: int


class Backlog(Struct, frozen=True):
    """The events of a partition that no turn was made of yet, and when the oldest arrived."""

    part: int
    events: int
    oldest_us: int


class Offset(Struct, frozen=True, array_like=True, gc=False):
    """Up to which place of a front's stream a partition's posts lie in the inbox."""

    part: int
    stream: str
    seq: int


class Counts(Struct, frozen=True):
    """How much lies where, for health and metrics."""

    conversations: int = 0
    sessions: int = 0
    inbox_waiting: int = 0
    inbox_failed: int = 0
    outbox_waiting: int = 0
    outbox_failed: int = 0
    timers: int = 0
    handoffs_waiting: int = 0


class Batch(Struct):
    """Everything that one commit writes: all of it, or nothing.

    A conversation's row replaces the one whose version is `was[conversation]` (0: none).
    A timer's row replaces the one of its name. `closed_handoffs` names conversations. `reports`
    change messages that were settled before, or are in the same batch. Dead letters are
    `retried`, or `dropped`; those that are none any more are left alone.
    """

    arrivals: list[Arrival] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    failed: list[tuple[int, str]] = field(default_factory=list)
    conversations: dict[str, ConversationRow] = field(default_factory=dict)
    was: dict[str, int] = field(default_factory=dict)
    sessions: list[SessionRow] = field(default_factory=list)
    ended: list[SessionEnd] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    messages: list[MessageRow] = field(default_factory=list)
    outbox: list[OutboxRow] = field(default_factory=list)
    settled: list[Settlement] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    # In order: a timer that was set (its row) or stopped (None).
    timers: dict[tuple[str, str], TimerRow | None] = field(default_factory=dict)
    handoffs: list[HandoffRow] = field(default_factory=list)
    closed_handoffs: list[str] = field(default_factory=list)
    contacts: dict[str, ContactRow] = field(default_factory=dict)
    retried: list[Letter] = field(default_factory=list)
    dropped: list[Letter] = field(default_factory=list)
    # By partition; only where a front stands before a shared store.
    offsets: dict[int, Offset] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__struct_fields__)


HistoryTable = Literal["sessions", "events", "messages"]
# The tables of history, and what a row of each holds.
HISTORY_ROWS: dict[HistoryTable, type[Struct]] = {
    "sessions": SessionRow,
    "events": EventRow,
    "messages": MessageRow,
}


def before(status: str) -> tuple[str, ...]:
    """The statuses that a report of this one replaces."""
    return PROGRESS[: PROGRESS.index(status)]


def furthest(reports: list[Report]) -> dict[tuple[str, str], Report]:
    """Of the reports on each message, by channel and id, the one that leads furthest."""
    found: dict[tuple[str, str], Report] = {}
    for report in reports:
        key = (report.channel, report.external_id)
        known = found.get(key)
        if known is None or known.status in before(report.status):
            found[key] = report
    return found
