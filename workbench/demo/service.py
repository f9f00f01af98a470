"""The engine without a network: events in, turns made, many of them in one commit.

It does what the runtime's writer and outbox do, with the same parts (`Turns`, `Notices`, the
store's `commit`), at a clock that is moved by hand: days of traffic pass in seconds. A test
holds that the rows are those that `Runtime` writes.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from engine.runtime.clock import HandClock
from engine.runtime.inbox import admit, answer
from engine.runtime.loaded import Loaded
from engine.runtime.notices import Notices
from engine.runtime.options import Options
from engine.runtime.timers import fired
from engine.runtime.turns import Turns
from engine.stores.protocol import Store
from engine.stores.rows import (
    Arrival,
    Batch,
    EventRow,
    HandoffRow,
    OutboxRow,
    Settlement,
    TimerRow,
)
from engine.types.capability import Capability
from engine.types.event import Answered
from engine.types.message import Message
from engine.types.post import Post, Report
from engine.types.state import State

# Turns in one commit: a transaction costs as much as some hundred of them.
TURNS = 2_000
EVERYBODY = 1 << 60


class Made(Struct, frozen=True):
    """What one turn brought: where the conversation stands, what happened in it, and what is
    to be sent, asked and timed."""

    state: State
    due_us: int
    events: Sequence[EventRow]
    outbox: Sequence[OutboxRow]
    handoffs: Sequence[HandoffRow]
    timers: Mapping[str, TimerRow | None]


class Service:
    """Turns of many conversations on one store, at the time of `clock`."""

    def __init__(
        self, store: Store, loaded: Loaded, clock: HandClock, channels: Mapping[str, Capability]
    ) -> None:
        self._store, self._clock = store, clock
        options = Options(warm_conversations=EVERYBODY)
        self._turns = Turns(store, loaded, clock, options, lambda _bundle: None, channels)
        self._notices = Notices(store, self._turns, clock)
        self._batch = Batch()
        self._in_batch = 0
        # When each contact was first met: a batch of days holds their latest row only.
        self._met_us: dict[str, int] = {}

    @property
    def turns(self) -> int:
        """How many turns were made, failed ones too."""
        return self._turns.made + self._turns.failed

    @property
    def failed(self) -> int:
        """How many turns failed."""
        return self._turns.failed

    def accept(self, post: Post) -> Made:
        """The turn of something that happened now."""
        post = admit(post)
        contact = getattr(post.event, "contact", None)
        contact_id = post.contact or (contact.id if contact else "")
        seq, now_us = self._store.reserve(1), self._clock.now_us()
        who = (post.channel, post.external_id, post.conversation, contact_id)
        return self._turn(Arrival(seq, *who, post.event, now_us))

    def fire(self, timer: TimerRow) -> Made:
        """The turn of a timer that came due."""
        self._batch.timers[timer.conversation, timer.timer] = None
        return self._turn(fired(timer, self._store.reserve(1), self._clock.now_us()))

    def answer(self, row: OutboxRow, answered: Answered) -> Made:
        """The turn of an effect's answer."""
        self._batch.settled.append(Settlement(row.seq, "sent"))
        return self.accept(answer(row, answered, self._clock.now_us()))

    def tell(self, conversation: str, text: str) -> Sequence[OutboxRow]:
        """A message of an agent; what is to be sent for it."""
        begun = len(self._batch.outbox)
        self._notices.tell(self._batch, conversation, Message(text), "agent")
        return self._batch.outbox[begun:]

    def settle(self, row: OutboxRow, external_id: str, error: str = "") -> None:
        """A message was sent, or refused with an error."""
        status = "failed" if error else "sent"
        who = (row.conversation, row.ingest_us)
        settlement = Settlement(row.seq, status, external_id, error, 1, 0, *who)  # type: ignore[arg-type]
        self._batch.settled.append(settlement)

    def report(self, reports: Sequence[Report]) -> None:
        """What a provider tells of messages that were sent."""
        self._notices.report(self._batch, reports)

    def commit(self) -> None:
        """Writes everything since the last commit."""
        if self._batch:
            self._store.commit(self._batch)
        self._batch, self._in_batch = Batch(), 0

    def _turn(self, arrival: Arrival) -> Made:
        if self._in_batch == TURNS:
            self.commit()
        batch, self._in_batch = self._batch, self._in_batch + 1
        batch.arrivals.append(arrival)
        events, outbox, handoffs = len(batch.events), len(batch.outbox), len(batch.handoffs)
        timers, batch.timers = batch.timers, {}
        self._turns.make([arrival], batch)
        # The batch is written later, all of it or nothing: the next turn goes on from here.
        self._turns.standings.committed()
        (standing,) = self._turns.standings.of([arrival], batch).values()
        made = Made(
            standing.state,
            standing.due_us,
            batch.events[events:],
            batch.outbox[outbox:],
            batch.handoffs[handoffs:],
            {name: row for (_, name), row in batch.timers.items()},
        )
        timers.update(batch.timers)
        batch.timers = timers
        if contact := batch.contacts.get(standing.row.contact):
            first_us = self._met_us.setdefault(contact.contact, contact.first_us)
            batch.contacts[contact.contact] = replace(contact, first_us=first_us)
        return made
