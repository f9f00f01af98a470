"""Messages that no turn of their conversation made: an agent's, and notices to contacts."""

from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace

from engine.runtime.clock import Clock
from engine.runtime.history import Writing, notice
from engine.runtime.inbox import EFFECT
from engine.runtime.turns import Turns
from engine.stores.codec import read_state
from engine.stores.protocol import Store, part
from engine.stores.rows import Arrival, Batch, ContactRow, ConversationRow, OutboxRow, Settlement
from engine.types.effect import Notify, Raise, Tell
from engine.types.event import Happened
from engine.types.message import Message
from engine.types.post import Report
from engine.types.state import Record
from engine.types.value import Value

# Contacts looked at in one commit; the rest of a segment follows in the next.
PAGE = 200
_CURSOR = ">"

_fields: msgspec.json.Decoder[dict[str, Value]] = msgspec.json.Decoder(dict[str, Value])
_notice: msgspec.json.Decoder[Notify | Raise | Tell] = msgspec.json.Decoder(Notify | Raise | Tell)
_tags: msgspec.json.Decoder[tuple[str, ...]] = msgspec.json.Decoder(tuple[str, ...])


class Notices:
    """Writes such messages into a batch. All of it runs in the writer's thread."""

    def __init__(self, store: Store, turns: Turns, clock: Clock) -> None:
        self._store = store
        self._turns = turns
        self._clock = clock

    def tell(self, batch: Batch, conversation: str, message: Message, author: str) -> int:
        """A message into a conversation, by its author; its number in history, or 0 where
        another worker has the conversation and writes it there."""
        row = self._row(batch, conversation)
        if row is None:
            raise LookupError(f"there is no conversation {conversation!r}")
        return self._send(batch, row, message, author)

    def report(self, batch: Batch, reports: Sequence[Report]) -> None:
        """What a provider tells of messages: their statuses, and an event for what failed."""
        batch.reports += reports
        for report in reports:
            failed = report.status == "failed" and report.conversation
            row = self._row(batch, report.conversation) if failed else None
            if row is not None:
                data: dict[str, object] = {"external_id": report.external_id, "error": report.error}
                record = Record("undelivered", name="reported", data=data)
                self._writing(batch, row).event(record, report.t_us)

    def _row(self, batch: Batch, conversation: str) -> ConversationRow | None:
        row = batch.conversations.get(conversation)
        return row or self._store.load([conversation]).get(conversation)

    def carry_out(self, batch: Batch, row: OutboxRow) -> None:
        """What waited in the outbox for this worker: the messages and the mark of the row are
        one commit, so that each goes out once."""
        effect = _notice.decode(row.content)
        if isinstance(effect, Tell):
            self.tell(batch, row.conversation, effect.message, effect.author)
        elif isinstance(effect, Raise):
            self._raise(batch, row, effect)
        else:
            self._notify(batch, row, effect)
        batch.settled.append(Settlement(row.seq, "sent", attempts=row.attempts + 1))

    def _notify(self, batch: Batch, row: OutboxRow, effect: Notify) -> None:
        """A template or text to a contact, or to a page of a segment."""
        for latest in self._reached(batch, row, effect.contact, effect.segment):
            message = notice(effect, read_state(latest.state).language)
            self._send(batch, latest, message, "bot")

    def _raise(self, batch: Batch, row: OutboxRow, effect: Raise) -> None:
        """An event into the inbox of the conversations that it is for, or of its own."""
        now_us = self._clock.now_us()
        event = Happened(now_us, effect.event, effect.data, due_us=effect.due_us)
        reached = {row.conversation: row.contact}
        if effect.contact or effect.segment:
            latest = self._reached(batch, row, effect.contact, effect.segment)
            reached = {each.conversation: each.contact for each in latest}
        for conversation, contact in reached.items():
            seq, name = self._store.reserve(1), f"{row.key}:{conversation}"
            batch.arrivals.append(Arrival(seq, EFFECT, name, conversation, contact, event, now_us))

    def _reached(
        self, batch: Batch, row: OutboxRow, contact: str, segment: str
    ) -> Iterator[ConversationRow]:
        """The latest conversation of a contact, or of each of a page of a segment; the rest of
        the segment follows in the next commit."""
        contacts = [contact]
        if not contact:
            key, _, after = row.key.partition(_CURSOR)
            page = self._store.contacts(after, PAGE)
            contacts = [each.contact for each in page if self._belongs(each, row, segment)]
            if len(page) == PAGE:
                key = f"{key}{_CURSOR}{page[-1].contact}"
                seq = self._store.reserve(1)
                batch.outbox.append(replace(row, seq=seq, key=key, attempts=0))
        for each in contacts:
            yield from self._store.conversations_of(each)[:1]

    def _belongs(self, contact: ContactRow, row: OutboxRow, segment: str) -> bool:
        loaded = self._turns.bundles.get(row.bundle, self._turns.current)
        return loaded.belongs(segment, _fields.decode(contact.fields), _tags.decode(contact.tags))

    def _send(self, batch: Batch, row: ConversationRow, message: Message, author: str) -> int:
        if part(row.conversation) not in self._store.parts:
            return self._hand_on(batch, row, Tell(message, author))
        writing = self._writing(batch, row)
        writing.send(message, "", writing.now_us, author)
        return batch.messages[-1].seq

    def _writing(self, batch: Batch, row: ConversationRow) -> Writing:
        writing = self._turns.writing(row, read_state(row.state), batch)
        # Beside the turn's own parts: numbers of history are never given twice.
        writing.parts = self._store.reserve(1)
        return writing

    def _hand_on(self, batch: Batch, row: ConversationRow, effect: Tell) -> int:
        seq = self._store.reserve(1)
        batch.outbox.append(
            OutboxRow(
                seq,
                "effect",
                "tell",
                f"{row.conversation}:tell:{seq}",
                row.conversation,
                row.contact,
                "",
                msgspec.json.encode(effect).decode(),
                self._clock.now_us(),
                row.bundle,
            )
        )
        return 0
