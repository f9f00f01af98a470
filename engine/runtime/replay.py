"""Recorded conversations played again on a draft, and where the draft answers otherwise."""

from collections.abc import Iterator
from typing import Protocol

import msgspec
from msgspec import Struct

from engine.runtime.clock import SECOND_US, HandClock
from engine.runtime.conversations import shown
from engine.runtime.loaded import Loaded
from engine.runtime.rehearsal import Rehearsal
from engine.runtime.standings import seed_of
from engine.stores.codec import read_event
from engine.stores.rows import EventRow, MessageRow, SessionRow
from engine.types.event import Answered, Event, Opened, Said, TimerFired
from engine.types.message import Message


class History(Protocol):
    """What of a store is read here."""

    def sessions(self, since_seq: int = 0, limit: int = 1000) -> list[SessionRow]: ...
    def messages(
        self, conversation: str, since_seq: int = 0, limit: int = 1000
    ) -> list[MessageRow]: ...
    def events(
        self, conversation: str, since_seq: int = 0, limit: int = 1000
    ) -> list[EventRow]: ...


class Recording(Struct, frozen=True):
    """What happened in one conversation, in order, each with what the bot said to it."""

    conversation: str
    channel: str
    turns: tuple[tuple[Event, str], ...]


class Replay(Struct, frozen=True):
    """What came of it: (turn, what the person said, the bot before, the bot now)."""

    conversation: str
    turns: int
    differences: tuple[tuple[int, str, str, str], ...]


def recorded(store: History, conversation: str = "", limit: int = 100) -> Iterator[Recording]:
    """The recordings of one conversation, or of the latest `limit` ones."""
    names = [conversation] if conversation else _latest(store, limit)
    for name in names:
        recording = _recording(store, name)
        if recording.turns:
            yield recording


def replay(recording: Recording, loaded: Loaded) -> Replay:
    """Plays a recording against a draft.

    Time passes as it did, so that timers fire by themselves. A service's answer is given
    where the draft awaits one.
    """
    first, _ = recording.turns[0]
    rehearsal = Rehearsal(
        loaded,
        HandClock(first.t_us),
        channel=recording.channel,
        seed=seed_of(recording.conversation),
        contact=getattr(first, "contact", None),
    )
    differences: list[tuple[int, str, str, str]] = []
    for number, (event, before) in enumerate(recording.turns, start=1):
        passed = rehearsal.advance(max(0, event.t_us - rehearsal.clock.now_us()) / SECOND_US)
        said = [*passed.messages, *_play(rehearsal, event)]
        now = _text(said)
        if now != before:
            differences.append((number, _words(event), before, now))
    return Replay(recording.conversation, len(recording.turns), tuple(differences))


def _play(rehearsal: Rehearsal, event: Event) -> tuple[Message, ...]:
    if isinstance(event, TimerFired):
        return ()
    if isinstance(event, Answered):
        if not rehearsal.waiting:
            return ()
        key = next(iter(rehearsal.waiting))
        return rehearsal.answer(key, event.port, event.value).messages
    return rehearsal.happens(event).messages


def _latest(store: History, limit: int) -> list[str]:
    names: dict[str, None] = {}
    since, page = 0, store.sessions()
    while page:
        for row in page:
            # Again at the end: the latest session of a conversation is what counts.
            names.pop(row.conversation, None)
            names[row.conversation] = None
        since = page[-1].seq
        page = store.sessions(since)
    return list(names)[-limit:]


def _recording(store: History, conversation: str) -> Recording:
    rows: list[tuple[int, Event | Message]] = []
    channel = ""
    since = 0
    while page := store.messages(conversation, since):
        for row in page:
            channel = row.channel
            if row.direction == "in":
                rows.append((row.seq, read_event(row.content)))
            elif row.author == "bot":
                rows.append((row.seq, msgspec.json.decode(row.content, type=Message)))
        since = page[-1].seq
    since = 0
    while events := store.events(conversation, since):
        rows += [(row.seq, read_event(row.data)) for row in events if row.kind == "received"]
        channel = channel or events[0].channel
        since = events[-1].seq
    turns: list[tuple[Event, list[Message]]] = []
    for _, item in sorted(rows, key=lambda pair: pair[0]):
        if not isinstance(item, Message):
            turns.append((item, []))
        elif turns:
            turns[-1][1].append(item)
    return Recording(
        conversation, channel, tuple((event, _text(messages)) for event, messages in turns)
    )


def _text(messages: list[Message]) -> str:
    return "\n".join(shown(message) for message in messages)


def _words(event: Event) -> str:
    if isinstance(event, Said):
        return event.text or event.choice or "(media)"
    if isinstance(event, Opened):
        return "(opened)"
    return f"({event.__struct_config__.tag})"
