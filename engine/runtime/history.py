"""A turn as rows: what one event adds to the three tables, the outbox, timers and queues."""

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from engine.stores.codec import event_text
from engine.stores.rows import (
    Arrival,
    Batch,
    ContactRow,
    ConversationRow,
    EventRow,
    HandoffRow,
    MessageRow,
    OutboxRow,
    SessionEnd,
    SessionRow,
    TimerRow,
)
from engine.types.capability import Capability
from engine.types.effect import (
    Effect,
    HandOff,
    Notify,
    Raise,
    Send,
    StartTimer,
    StopTimer,
)
from engine.types.event import Event, Said
from engine.types.message import Message
from engine.types.reading import Reading
from engine.types.state import Record, State

NOTIFY = "notify"
HOUR_US = 3_600_000_000
# What history keeps of a reading: the guesses that a person would look at.
GUESSES = 3

_encode = msgspec.json.Encoder().encode


class Writing:
    """Rows of one turn on their way into a batch.

    `capability` is what the conversation's channel carries, None where that is everything.
    """

    def __init__(
        self,
        row: ConversationRow,
        state: State,
        batch: Batch,
        reserve: Callable[[int], int],
        now_us: int,
        capability: Capability | None = None,
    ) -> None:
        self.row = row
        self.bot, self.language = state.bot, state.language
        self.heard_us, self.capability = state.heard_us, capability
        self.batch = batch
        self.reserve = reserve
        self.now_us = now_us
        self.parts = 0
        # The columns from `conversation` to `turn`, the same in each row.
        self._who = (
            row.conversation,
            row.contact,
            row.session_id,
            row.channel,
            state.bot,
            row.bundle,
            state.language,
            row.user_type,
            row.version,
        )

    def event(self, record: Record, t_us: int) -> None:
        """A row of history's events."""
        data = "" if record.data is None else _encode(record.data).decode()
        self._event(record, data, t_us)

    def received(self, event: Event) -> None:
        """What happened besides messages, whole, so that a conversation can be replayed."""
        tag = str(event.__struct_config__.tag)
        self._event(Record("received", name=tag), event_text(event), event.t_us)

    def heard(self, arrival: Arrival, said: Said) -> None:
        """What the person said, with the best guesses of the bot that took it."""
        self._message(
            direction="in",
            author="person",
            node="",
            content=event_text(_kept(said, self.bot)),
            status="received",
            external_id=arrival.external_id,
            t_us=said.t_us,
        )

    def send(self, message: Message, node: str, due_us: int, author: str = "bot") -> None:
        """A message into history and the outbox; only into history where its channel lets the
        bot say it no more."""
        content = _encode(message).decode()
        is_shut = self._is_shut(message, due_us)
        row = self._message(
            direction="out",
            author=author,
            node=node,
            content=content,
            status="failed" if is_shut else "queued",
            external_id="",
            t_us=due_us,
        )
        if is_shut:
            self._window_closed(node)
            return
        self._degraded(message, node)
        self.batch.outbox.append(
            OutboxRow(
                row.seq,
                "message",
                self.row.channel,
                row.message_id,
                self.row.conversation,
                self.row.contact,
                node,
                content,
                due_us,
                self.row.bundle,
                self.bot,
                author=author,
                ingest_us=self.now_us,
            )
        )

    def ask(self, effect: Effect, key: str, node: str) -> None:
        """Work for a delivery into the outbox."""
        self.batch.outbox.append(
            OutboxRow(
                self.reserve(1),
                "effect",
                str(effect.__struct_config__.tag),
                key,
                self.row.conversation,
                self.row.contact,
                node,
                _encode(effect).decode(),
                self.now_us,
                self.row.bundle,
                self.bot,
            )
        )

    def key(self) -> str:
        """A name for the next thing of this turn, the same if it were made again."""
        self.parts += 1
        return f"{self.row.conversation}:{self.row.version}:{self.parts}"

    def _is_shut(self, message: Message, due_us: int) -> bool:
        """Whether the channel takes only templates by then, and this is none."""
        if self.capability is None or not self.capability.window_h:
            return False
        closes_us = self.heard_us + self.capability.window_h * HOUR_US
        return due_us > closes_us and not (message.template and self.capability.templates)

    def _window_closed(self, node: str) -> None:
        assert self.capability is not None
        data: dict[str, object] = {
            "window_h": self.capability.window_h,
            "heard_us": self.heard_us,
            "remedy": "send an approved template, which may be sent at any time",
        }
        self.event(Record("undelivered", node=node, name="window-closed", data=data), self.now_us)

    def _degraded(self, message: Message, node: str) -> None:
        """What the channel shows otherwise than drawn, an event each."""
        if self.capability is None:
            return
        # Its tables of letters take time to load, and a webchat does without.
        from engine.channels.fit import fit  # noqa: PLC0415 - see above

        for one in fit(message, self.capability, self.language).degradations:
            data: dict[str, object] = {"words": dict(one.words), "lost": list(one.lost)}
            self.event(Record("degraded", node=node, name=one.code, data=data), self.now_us)

    def _event(self, record: Record, data: str, t_us: int) -> None:
        self.batch.events.append(
            EventRow(
                self.reserve(1),
                self.key(),
                *self._who,
                record.kind,
                record.topic,
                record.node,
                record.port,
                record.intent,
                record.confidence,
                record.name,
                data,
                t_us,
                self.now_us,
            )
        )

    def _message(
        self,
        *,
        direction: str,
        author: str,
        node: str,
        content: str,
        status: str,
        external_id: str,
        t_us: int,
    ) -> MessageRow:
        row = MessageRow(
            self.reserve(1),
            self.key(),
            *self._who,
            direction,
            author,
            node,
            content,
            status,
            external_id,
            t_us,
            self.now_us,
        )
        self.batch.messages.append(row)
        return row


def carry_out(writing: Writing, effects: tuple[Effect, ...], node: str, due_us: int) -> int:
    """Effects as rows, all but timers. `due_us` is when the first message may leave; gives when
    the last one does."""
    batch, conversation = writing.batch, writing.row.conversation
    for effect in effects:
        if isinstance(effect, Send):
            due_us += effect.delay_ms * 1000
            writing.send(effect.message, effect.node, due_us)
        elif isinstance(effect, HandOff):
            batch.handoffs.append(
                HandoffRow(
                    writing.reserve(1),
                    conversation,
                    effect.queue,
                    effect.agent,
                    effect.priority,
                    effect.note,
                    writing.now_us,
                )
            )
        elif isinstance(effect, Notify):
            if effect.contact or effect.segment:
                writing.ask(effect, writing.key(), node)
            else:
                writing.send(notice(effect, writing.language), node, due_us)
        elif isinstance(effect, Raise):
            writing.ask(effect, writing.key(), node)
        elif hasattr(effect, "key"):
            writing.ask(effect, f"{conversation}:{effect.key}", node)
    return due_us


def notice(effect: Notify, language: str) -> Message:
    """The notice as a message, in the language of its conversation if it has that."""
    texts = effect.texts
    return Message(texts.get(language) or next(iter(texts.values()), ""), template=effect.template)


def set_timers(batch: Batch, conversation: str, effects: tuple[Effect, ...]) -> None:
    """Timers that the turn starts and stops."""
    for effect in effects:
        if isinstance(effect, StartTimer):
            batch.timers[conversation, effect.timer] = TimerRow(
                conversation, effect.timer, effect.due_us, effect.token
            )
        elif isinstance(effect, StopTimer):
            batch.timers[conversation, effect.timer] = None


def end_handoffs(batch: Batch, conversation: str) -> None:
    """The conversation waits for people no longer."""
    batch.closed_handoffs.append(conversation)
    batch.handoffs = [
        replace(row, status="closed") if row.conversation == conversation else row
        for row in batch.handoffs
    ]


def write_session(
    batch: Batch, before: ConversationRow, after: ConversationRow, state: State, seq: int
) -> None:
    """A session that began or ended in this turn. `after.t_us` is the event's time."""
    if after.session_id != before.session_id:
        if before.session_id and before.live:
            batch.ended.append(SessionEnd(before.session_id, before.t_us, "expired"))
        batch.sessions.append(
            SessionRow(
                seq,
                after.session_id,
                after.conversation,
                after.contact,
                after.channel,
                state.bot,
                after.bundle,
                state.language,
                after.user_type,
                state.session,
                after.t_us,
            )
        )
    if not after.live and (before.live or after.session_id != before.session_id):
        batch.ended.append(SessionEnd(after.session_id, after.t_us, "archived"))


def write_contact(batch: Batch, contact: str, state: State, t_us: int) -> None:
    """What is known of the person."""
    known = state.contact
    batch.contacts[contact] = ContactRow(
        contact,
        known.name,
        known.phone,
        known.email,
        known.language or state.language,
        _encode(state.fields).decode(),
        _encode(state.tags).decode(),
        t_us,
        t_us,
    )


def _kept(said: Said, bot: str) -> Said:
    reading = said.readings.get(bot)
    kept: dict[str, Reading] = {}
    if reading is not None:
        kept = {bot: replace(reading, intents=reading.intents[:GUESSES])}
    return replace(said, readings=kept, contact=None, agents=0)
