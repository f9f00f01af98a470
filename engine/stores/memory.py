"""The store that forgets: plain dictionaries behind the same protocol, for tests and rehearsals.

It keeps the objects it is given, so it shows nothing of encodings; what it shares with the
durable stores is every rule of the protocol, held by the same suite.
"""

import threading
from collections.abc import Collection

from msgspec.structs import replace

from engine.stores.protocol import ConflictError, Sole, part
from engine.stores.rows import (
    Arrival,
    Backlog,
    Batch,
    ContactRow,
    ConversationRow,
    Counts,
    EventRow,
    HandoffRow,
    Letter,
    MessageRow,
    OutboxRow,
    SessionRow,
    Settlement,
    TimerRow,
    before,
)
from engine.types.post import Report


class MemoryStore(Sole):
    """Conversations in this process's memory, gone with it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next = 1
        self._keys: set[tuple[str, str]] = set()
        self._inbox: dict[int, Arrival] = {}
        self._over: dict[int, Arrival] = {}
        self._conversations: dict[str, ConversationRow] = {}
        self._sessions: dict[str, SessionRow] = {}
        self._events: dict[str, list[EventRow]] = {}
        self._messages: dict[str, dict[int, MessageRow]] = {}
        self._message_of: dict[int, str] = {}
        self._sent: dict[tuple[str, str], MessageRow] = {}
        self._outbox: dict[int, OutboxRow] = {}
        self._timers: dict[tuple[str, str], TimerRow] = {}
        self._handoffs: list[HandoffRow] = []
        self._contacts: dict[str, ContactRow] = {}
        self._letters: dict[int, Letter] = {}
        self._given_up: dict[int, OutboxRow] = {}

    def reserve(self, count: int) -> int:
        """The first of `count` numbers in a row that nobody else gets."""
        first = self._next
        self._next += count
        return first

    def commit(self, batch: Batch) -> set[int]:
        """Takes the batch over at once; gives the arrivals that were new."""
        with self._lock:
            for row in batch.conversations.values():
                stands = self._conversations.get(row.conversation)
                if (stands.version if stands else 0) != batch.was[row.conversation]:
                    raise ConflictError(
                        f"conversation {row.conversation!r} was changed by someone else; "
                        "nothing was written: let only one runtime use this store"
                    )
            new = self._add_arrivals(batch.arrivals)
            self._conversations.update(batch.conversations)
            self._add_history(batch)
            self._outbox.update((row.seq, row) for row in batch.outbox)
            self._put_timers(batch)
            self._put_people(batch)
            self._end_arrivals(batch)
            for settlement in batch.settled:
                self._settle(settlement)
            for report in batch.reports:
                self._report(report)
            for letter in batch.retried:
                self._retry(letter)
            for letter in batch.dropped:
                self._letters.pop(letter.seq, None)
                self._given_up.pop(letter.seq, None)
        return new

    def pending(self, limit: int) -> list[Arrival]:
        """The oldest events that no turn was made of yet."""
        return [self._inbox[seq] for seq in sorted(self._inbox)[:limit]]

    def load(self, conversations: Collection[str]) -> dict[str, ConversationRow]:
        """Where these conversations stand."""
        stands = self._conversations
        return {each: stands[each] for each in conversations if each in stands}

    def outgoing(self, route: str, limit: int) -> list[OutboxRow]:
        """The oldest work that waits on a route."""
        rows = [row for _, row in sorted(self._outbox.items()) if row.route == route]
        return rows[:limit]

    def routes(self) -> list[str]:
        """The routes on which work waits."""
        return sorted({row.route for row in self._outbox.values()})

    def due(self, now_us: int, limit: int) -> list[TimerRow]:
        """The timers that have come due."""
        rows = [row for row in self._timers.values() if row.due_us <= now_us]
        return sorted(rows, key=lambda row: (row.due_us, row.token))[:limit]

    def next_due_us(self) -> int:
        """When the next timer comes due."""
        return min((row.due_us for row in self._timers.values()), default=0)

    def bundles(self, since_us: int = 0) -> set[str]:
        """The bundles to which live sessions are pinned."""
        rows = self._conversations.values()
        return {row.bundle for row in rows if row.live and row.t_us >= since_us}

    def live(self, since_us: int = 0, after: str = "", limit: int = 1000) -> list[ConversationRow]:
        """Conversations in a live session, by id."""
        with self._lock:
            rows = [row for name, row in sorted(self._conversations.items()) if name > after]
        return [row for row in rows if row.live and row.t_us >= since_us][:limit]

    def messages(
        self, conversation: str, since_seq: int = 0, limit: int = 1000
    ) -> list[MessageRow]:
        """The messages of a conversation, in order."""
        with self._lock:
            rows = self._messages.get(conversation, {})
            return [row for seq, row in sorted(rows.items()) if seq > since_seq][:limit]

    def events(self, conversation: str, since_seq: int = 0, limit: int = 1000) -> list[EventRow]:
        """The events of a conversation, in order."""
        with self._lock:
            rows = self._events.get(conversation, [])
            return [row for row in rows if row.seq > since_seq][:limit]

    def sessions(self, since_seq: int = 0, limit: int = 1000) -> list[SessionRow]:
        """All sessions, in the order in which they began."""
        with self._lock:
            rows = sorted(self._sessions.values(), key=lambda row: row.seq)
            return [row for row in rows if row.seq > since_seq][:limit]

    def contacts(self, after: str = "", limit: int = 1000) -> list[ContactRow]:
        """Contacts by id."""
        with self._lock:
            return [row for _, row in sorted(self._contacts.items()) if row.contact > after][:limit]

    def known(self, contacts: Collection[str]) -> dict[str, ContactRow]:
        """Those of these contacts that were here before."""
        return {each: self._contacts[each] for each in contacts if each in self._contacts}

    def conversations_of(self, contact: str) -> list[ConversationRow]:
        """A contact's conversations, the latest first."""
        with self._lock:
            rows = [row for row in self._conversations.values() if row.contact == contact]
        return sorted(rows, key=lambda row: -row.t_us)

    def handoffs(self, queue: str = "", limit: int = 1000) -> list[HandoffRow]:
        """Conversations that wait for people."""
        with self._lock:
            rows = [r for r in self._handoffs if r.status == "waiting" and queue in {"", r.queue}]
        return sorted(rows, key=lambda row: (-row.priority, row.seq))[:limit]

    def letters(self, limit: int = 1000) -> list[Letter]:
        """The latest dead letters."""
        with self._lock:
            return [letter for _, letter in sorted(self._letters.items(), reverse=True)][:limit]

    def counts(self) -> Counts:
        """How much lies where."""
        with self._lock:
            failed = [letter.box for letter in self._letters.values()]
            return Counts(
                conversations=len(self._conversations),
                sessions=len(self._sessions),
                inbox_waiting=len(self._inbox),
                inbox_failed=failed.count("inbox"),
                outbox_waiting=len(self._outbox),
                outbox_failed=failed.count("outbox"),
                timers=len(self._timers),
                handoffs_waiting=sum(row.status == "waiting" for row in self._handoffs),
            )

    def backlog(self) -> list[Backlog]:
        """Where events wait for their turns."""
        with self._lock:
            arrivals = list(self._inbox.values())
        found: dict[int, list[int]] = {}
        for row in arrivals:
            found.setdefault(part(row.conversation), []).append(row.arrived_us)
        return [Backlog(number, len(times), min(times)) for number, times in sorted(found.items())]

    def purge(self, before_us: int) -> int:
        """Forgets inbox rows worked off and dead letters older than this."""
        with self._lock:
            over = [row for row in self._over.values() if row.arrived_us < before_us]
            for row in over:
                del self._over[row.seq]
                self._keys.discard((row.channel, row.external_id))
                self._letters.pop(row.seq, None)
            dead = [
                each.seq
                for each in self._letters.values()
                if each.box == "outbox" and each.t_us < before_us
            ]
            for seq in dead:
                del self._letters[seq], self._given_up[seq]
        return len(over) + len(dead)

    def probe(self) -> None:
        """Memory takes anything."""

    def forget_history(self, before_us: int, limit: int) -> int:  # noqa: ARG002 - all at once
        """Forgets history written before this moment, all of it at once; how many rows."""
        with self._lock:
            waiting = {*self._outbox, *self._letters}
            gone = 0
            for events in self._events.values():
                kept = [row for row in events if row.ingest_us >= before_us]
                gone += len(events) - len(kept)
                events[:] = kept
            for messages in self._messages.values():
                old = [s for s, m in messages.items() if m.ingest_us < before_us]
                old = [seq for seq in old if seq not in waiting]
                for seq in old:
                    del messages[seq], self._message_of[seq]
                gone += len(old)
            over = [row for row in self._sessions.values() if self._is_over(row, before_us)]
            for row in over:
                del self._sessions[row.session_id]
        return gone + len(over)

    def forget_archived(self, place: str, before_us: int, limit: int) -> int:  # noqa: ARG002
        """Nothing: no archive reads what is gone with this process."""
        return 0

    def _is_over(self, row: SessionRow, before_us: int) -> bool:
        stands = self._conversations.get(row.conversation)
        last_us = row.ended_us or (stands.t_us if stands else 0)
        return row.started_us < before_us and last_us < before_us

    def close(self) -> None:
        """Nothing to give back."""

    def _add_arrivals(self, arrivals: list[Arrival]) -> set[int]:
        new = set()
        for row in arrivals:
            key = (row.channel, row.external_id)
            if key not in self._keys:
                self._keys.add(key)
                self._inbox[row.seq] = row
                new.add(row.seq)
        return new

    def _end_arrivals(self, batch: Batch) -> None:
        for seq in batch.done:
            self._over[seq] = self._inbox.pop(seq)
        for seq, error in batch.failed:
            row = self._over[seq] = self._inbox.pop(seq)
            self._letters[seq] = Letter(
                seq, "inbox", row.conversation, row.channel, error, row.arrived_us
            )

    def _add_history(self, batch: Batch) -> None:
        self._sessions.update((row.session_id, row) for row in batch.sessions)
        for end in batch.ended:
            # One that nobody went on with for long may be forgotten.
            if session := self._sessions.get(end.session_id):
                self._sessions[end.session_id] = replace(
                    session, ended_us=end.ended_us, end_reason=end.end_reason
                )
        for event in batch.events:
            self._events.setdefault(event.conversation, []).append(event)
        for message in batch.messages:
            self._put_message(message)

    def _put_timers(self, batch: Batch) -> None:
        for key, timer in batch.timers.items():
            if timer is None:
                self._timers.pop(key, None)
            else:
                self._timers[key] = timer

    def _put_people(self, batch: Batch) -> None:
        closed = set(batch.closed_handoffs)
        self._handoffs = [
            replace(row, status="closed") if row.conversation in closed else row
            for row in self._handoffs
        ] + batch.handoffs
        for contact in batch.contacts.values():
            before = self._contacts.get(contact.contact, contact)
            self._contacts[contact.contact] = replace(contact, first_us=before.first_us)

    def _settle(self, settled: Settlement) -> None:
        row = self._outbox.get(settled.seq)
        if row is None:
            return
        if settled.status == "retry":
            self._outbox[row.seq] = replace(row, attempts=settled.attempts, due_us=settled.due_us)
            return
        del self._outbox[row.seq]
        if settled.status == "failed":
            self._given_up[row.seq] = row
            self._letters[row.seq] = Letter(
                row.seq, "outbox", row.conversation, row.route, settled.error, row.due_us
            )
        if row.kind == "message":
            self._mark(row.seq, settled.status, settled.external_id)

    def _retry(self, letter: Letter) -> None:
        if self._letters.pop(letter.seq, None) is None:
            return
        if letter.box == "inbox":
            over = self._over.pop(letter.seq)
            self._inbox[letter.seq] = replace(over, error=letter.error)
            return
        row = self._outbox[letter.seq] = replace(self._given_up.pop(letter.seq), attempts=0)
        if row.kind == "message":
            self._mark(row.seq, "queued")

    def _mark(self, seq: int, status: str, external_id: str = "") -> None:
        message = self._messages[self._message_of[seq]][seq]
        external_id = external_id or message.external_id
        self._put_message(replace(message, status=status, external_id=external_id))

    def _put_message(self, message: MessageRow) -> None:
        self._messages.setdefault(message.conversation, {})[message.seq] = message
        self._message_of[message.seq] = message.conversation
        if message.direction == "out" and message.external_id:
            self._sent[message.channel, message.external_id] = message

    def _report(self, report: Report) -> None:
        message = self._sent.get((report.channel, report.external_id))
        if message is not None and message.status in before(report.status):
            self._put_message(replace(message, status=report.status))
