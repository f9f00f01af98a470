"""Turns: events of many conversations folded into their states, and all of it into one batch."""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from engine.interpreter.planned import come_due
from engine.runtime.clock import SECOND_US, Clock
from engine.runtime.history import (
    Writing,
    carry_out,
    end_handoffs,
    set_timers,
    write_contact,
    write_session,
)
from engine.runtime.loaded import Loaded
from engine.runtime.moves import moved, with_moved_choice
from engine.runtime.options import Options
from engine.runtime.stages import Name, Stages
from engine.runtime.standings import Standing, Standings
from engine.runtime.trial import Trial
from engine.stores.codec import state_bytes
from engine.stores.protocol import Store
from engine.stores.rows import Arrival, Batch, ConversationRow, OutboxRow
from engine.types.capability import Capability
from engine.types.effect import Effect
from engine.types.event import Event, HandedBack, Happened, Opened, Said
from engine.types.issue import TertuliaError
from engine.types.limits import LIMITS
from engine.types.message import Message
from engine.types.state import Record, State
from engine.types.value import Text

log = logging.getLogger("tertulia.turns")


class StateTooLargeError(TertuliaError):
    """A conversation remembers more than a state may hold."""


class UnreadableStateError(TertuliaError):
    """A conversation's state was written by a newer engine, or is damaged."""


class Turns:
    """Makes turns. All methods but `bundle` run in the writer's thread."""

    def __init__(
        self,
        store: Store,
        loaded: Loaded,
        clock: Clock,
        options: Options,
        find: Callable[[str], Loaded | None],
        capabilities: Mapping[str, Capability] | None = None,
        stages: Stages | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._options = options
        self._find = find
        self._capabilities = capabilities or {}
        self._stages = stages or Stages()
        self.standings = Standings(store, options.warm_conversations)
        self.current = loaded
        self.trial: Trial | None = None
        self.bundles: dict[str, Loaded] = {loaded.bundle: loaded}
        self._finding = threading.Lock()
        self.made = self.failed = 0

    def publish(self, loaded: Loaded) -> None:
        """New sessions run on this bundle, and none is on trial; live ones stay with theirs."""
        self.current, self.trial = loaded, None
        self.bundles[loaded.bundle] = loaded
        used = self._store.bundles(self.live_since_us())
        for bundle in self.bundles.keys() - used - {loaded.bundle}:
            del self.bundles[bundle]

    def try_out(self, trial: Trial | None) -> None:
        """New sessions of its share of conversations run on this bundle; None ends a trial."""
        self.trial = trial
        if trial is not None:
            self.bundles[trial.loaded.bundle] = trial.loaded

    def live_since_us(self) -> int:
        """The time before which a session without a word since has run out."""
        timeout_s = max(each.session_timeout_s for each in tuple(self.bundles.values()))
        return self._clock.now_us() - timeout_s * SECOND_US

    def take_over(self, loaded: Loaded, batch: Batch) -> int:
        """Moves sessions into a bundle that is about to be published, from where its moves
        begin; how many they are."""
        self.bundles[loaded.bundle] = loaded
        count = 0
        for before in self.standings.live(self.live_since_us(), batch):
            state = moved(before.state, loaded.moves, loaded.bots)
            if state is None or before.row.bundle == loaded.bundle:
                continue
            conversation, version = before.row.conversation, before.row.version
            row = replace(
                before.row, version=version + 1, bundle=loaded.bundle, state=state_bytes(state)
            )
            batch.was.setdefault(conversation, version)
            batch.conversations[conversation] = row
            record = Record("moved", node=state.at, name=before.state.at, data=before.row.bundle)
            self.writing(row, state, batch).event(record, self._clock.now_us())
            self.standings.put(replace(before, row=row, state=state))
            count += 1
        return count

    def bundle(self, name: str) -> Loaded:
        """A bundle by its name, found again where it is not in memory; the current one where it
        is gone. Any thread may ask."""
        with self._finding:
            found = self.bundles.get(name) or self._find(name)
            if found is None:
                return self.current
            self.bundles[name] = found
            return found

    def make(self, arrivals: Sequence[Arrival], batch: Batch) -> int:
        """Turns of these events, in order, into the batch; how many there was time for."""
        standings = self.standings.of(arrivals, batch)
        end = time.monotonic() + self._options.turns_s
        for count, arrival in enumerate(arrivals, 1):
            before = standings[arrival.conversation]
            batch.was.setdefault(arrival.conversation, before.row.version)
            after = self._turn(arrival, before, batch)
            standings[arrival.conversation] = after
            self.standings.put(after)
            batch.conversations[arrival.conversation] = after.row
            if time.monotonic() > end:
                return count
        return len(arrivals)

    def writing(self, row: ConversationRow, state: State, batch: Batch) -> Writing:
        """Rows of this conversation on their way into a batch."""
        capability = self._capabilities.get(row.channel)
        now_us = self._clock.now_us()
        return Writing(row, state, batch, self._store.reserve, now_us, capability)

    def _turn(self, arrival: Arrival, before: Standing, batch: Batch) -> Standing:
        loaded = self._loaded_for(before.row, before.state, arrival.event)
        mark = _mark(batch)
        # A bot's mistake must not stop the conversation, nor the others: whatever it raises
        # makes this event a dead letter.
        began_ns = self._stages.begin()
        try:
            after, effects = self._step(arrival, before, loaded, batch)
        except Exception as error:  # noqa: BLE001 - see above
            _undo(batch, mark)
            self._tell("step", began_ns, arrival, fault=type(error).__name__)
            return self._failure(arrival, before, loaded, batch, error)
        sends = batch.outbox[mark[2] :] if began_ns else ()
        self._tell("step", began_ns, arrival, sends)
        self.made += 1
        batch.done.append(arrival.seq)
        write_session(batch, before.row, after.row, after.state, self._store.reserve(1))
        set_timers(batch, arrival.conversation, effects)
        if isinstance(arrival.event, HandedBack):
            end_handoffs(batch, arrival.conversation)
        return after

    def _step(
        self, arrival: Arrival, before: Standing, loaded: Loaded, batch: Batch
    ) -> tuple[Standing, tuple[Effect, ...]]:
        event = arrival.event
        if arrival.error:
            # What is tried again is old, and a conversation's time does not run backwards.
            event = replace(event, t_us=max(event.t_us, before.state.t_us))
        if before.fault:
            raise UnreadableStateError(before.fault)
        if isinstance(event, Said):
            event = with_moved_choice(event, before.state.bot, loaded.moves)
            event = loaded.in_words(before.state, event)
            began_ns = self._stages.begin()
            event = loaded.understand(before.state, event)
            self._tell("understand", began_ns, arrival)
        turn = loaded.step(before.state, event)
        state = _heard(turn.state, event)
        row = _next_row(before.row, state, loaded.bundle, event.t_us)
        writing = self.writing(row, state, batch)
        if not isinstance(event, Said):
            writing.received(event)
        elif not self._is_heard(arrival):
            writing.heard(arrival, event)
        for record in turn.records:
            writing.event(record, event.t_us)
        begins_us = max(writing.now_us, before.due_us)
        due_us = carry_out(writing, turn.effects, state.at, begins_us)
        if _contact_changed(before, state, row):
            write_contact(batch, row.contact, state, event.t_us)
        return Standing(row, state, due_us), turn.effects

    def _failure(
        self, arrival: Arrival, before: Standing, loaded: Loaded, batch: Batch, error: Exception
    ) -> Standing:
        self.failed += 1
        log.error(
            "the turn of an event failed; the event is kept as a dead letter",
            exc_info=error,
            extra={"conversation": arrival.conversation, "inbox": arrival.seq},
        )
        text = f"{type(error).__name__}: {error}"
        batch.failed.append((arrival.seq, text))
        row = replace(before.row, version=before.row.version + 1)
        if not row.state:
            row = replace(row, state=state_bytes(before.state), bundle=loaded.bundle)
        writing = self.writing(row, _heard(before.state, arrival.event), batch)
        due_us = max(writing.now_us, before.due_us)
        if isinstance(arrival.event, Said) and not self._is_heard(arrival):
            writing.heard(arrival, arrival.event)
        writing.event(
            Record("error", node=before.state.at, name=type(error).__name__, data=str(error)),
            arrival.event.t_us,
        )
        if isinstance(arrival.event, Said) and self._options.apology:
            apology = _in_language(self._options.apology, before.state, arrival.event)
            writing.send(Message(apology), before.state.at, due_us)
        return Standing(row, before.state, due_us, before.fault)

    def _tell(
        self,
        name: Name,
        began_ns: int,
        arrival: Arrival,
        sends: Sequence[OutboxRow] = (),
        fault: str = "",
    ) -> None:
        if began_ns:
            who = (arrival.channel, arrival.external_id, arrival.conversation)
            self._stages.end(name, began_ns, *who, sends=tuple(r.key for r in sends), fault=fault)

    def _is_heard(self, arrival: Arrival) -> bool:
        """Whether history has the person's message from a turn that failed before."""
        if not arrival.error:
            return False
        rows = self._store.messages(arrival.conversation, arrival.seq)
        return any(r.direction == "in" and r.external_id == arrival.external_id for r in rows)

    def _loaded_for(self, row: ConversationRow, state: State, event: Event) -> Loaded:
        """The bundle of the session that this event belongs to."""
        if not row.bundle:
            return self._opening(row.conversation)
        if row.bundle == self.current.bundle and self.trial is None:
            return self.current
        pinned = self.bundle(row.bundle)
        if pinned.bundle != row.bundle:
            log.warning(
                "bundle %s is gone; the conversation goes on with %s",
                row.bundle,
                self.current.bundle,
                extra={"conversation": row.conversation},
            )
            return self.current
        opens = _opens(row, state, event, pinned)
        return self._opening(row.conversation) if opens else pinned

    def _opening(self, conversation: str) -> Loaded:
        """The bundle with which a new session begins."""
        if self.trial is not None and self.trial.takes(conversation):
            return self.trial.loaded
        return self.current


def _heard(state: State, event: Event) -> State:
    """The state, with when the person was last heard: a message, or an event of theirs."""
    is_theirs = isinstance(event, Said) or getattr(event, "contact", None) is not None
    return replace(state, heard_us=max(state.heard_us, event.t_us)) if is_theirs else state


def _opens(row: ConversationRow, state: State, event: Event, pinned: Loaded) -> bool:
    """Whether the event opens a new session."""
    if not isinstance(come_due(state, event)[1], Opened | Said | Happened):
        return False
    silent_us = event.t_us - state.t_us
    return not row.live or (
        state.mode != "human" and silent_us > pinned.session_timeout_s * SECOND_US
    )


def _next_row(row: ConversationRow, state: State, bundle: str, t_us: int) -> ConversationRow:
    blob = state_bytes(state)
    if len(blob) > LIMITS.state_bytes:
        raise StateTooLargeError(
            f"the conversation's state has {len(blob):,} bytes and the limit is "
            f"{LIMITS.state_bytes:,}; keep less in variables"
        )
    session_id = f"{row.conversation}:{state.session}" if state.session else ""
    begins = session_id != row.session_id
    return ConversationRow(
        conversation=row.conversation,
        version=row.version + 1,
        channel=row.channel,
        contact=row.contact,
        bundle=bundle,
        session_id=session_id,
        user_type="returning" if begins and row.session_id else row.user_type,
        live=state.mode != "ended" and (begins or row.live),
        t_us=t_us,
        state=blob,
    )


def _contact_changed(before: Standing, new: State, after: ConversationRow) -> bool:
    old = before.state
    return (
        after.session_id != before.row.session_id
        or new.contact != old.contact
        or new.fields != old.fields
        or new.tags != old.tags
    )


def _mark(batch: Batch) -> tuple[int, int, int, int]:
    """How long the batch's lists are that a turn may grow before it fails."""
    return (len(batch.events), len(batch.messages), len(batch.outbox), len(batch.handoffs))


def _undo(batch: Batch, mark: tuple[int, int, int, int]) -> None:
    events, messages, outbox, handoffs = mark
    del batch.events[events:], batch.messages[messages:]
    del batch.outbox[outbox:], batch.handoffs[handoffs:]


def _in_language(text: Text, state: State, event: Said) -> str:
    contact = event.contact or state.contact
    language = state.language or contact.language.partition("-")[0]
    return text.get(language) or text.get("en") or next(iter(text.values()))
