"""The people behind a number of a funnel, and what each of them said."""

from collections.abc import Iterable, Mapping
from typing import Any

import ibis
import msgspec
import pyarrow as pa
from ibis import _
from msgspec import Struct

from engine.analytics.funnel import Funnel
from engine.analytics.funnel.stream import IDENTITY
from engine.analytics.history import History
from engine.stores.codec import read_event
from engine.types.event import Said
from engine.types.message import Message

# So many are told with what they said; more when they are asked for.
PAGE = 40
# How a message is not understood: by the bot, or as an answer to a question.
_MISSES = ("not_understood", "invalid_answer")
# What is read of each of them.
_ROWS = 400


class Chosen(Struct, frozen=True):
    """A number of a funnel: who came to a step, or `dropped` before it; of one `value` of the
    breakdown, or of all."""

    step: int
    dropped: bool = False
    value: str | None = None


class Person(Struct, frozen=True):
    """Somebody who is counted. `conversation` is where they were when they came to the latest
    step, `said` what they said after it, `missed` how often they were not understood then."""

    entity: str
    contact: str
    value: str
    level: int
    immature: bool
    start_us: int
    reached_us: int
    conversation: str = ""
    channel: str = ""
    said: tuple[str, ...] = ()
    missed: int = 0
    agent: bool = False


def people(funnel: Funnel, chosen: Chosen) -> pa.Table:
    """Exactly those whom the number counts, the latest first."""
    found = funnel.contacts(chosen.step, dropped=chosen.dropped, value=chosen.value)
    return found.sort_by([("reached_us", "descending"), ("entity", "ascending")])


def told(
    funnel: Funnel, chosen: Chosen, history: History, offset: int = 0, limit: int = PAGE
) -> list[Person]:
    """Some of them, with what they said since."""
    rows = people(funnel, chosen).slice(offset, limit).to_pylist()
    key = IDENTITY[funnel.spec.entity]
    names = [row["entity"] for row in rows]
    if not names:
        return []
    since = min(row["reached_us"] for row in rows)
    messages = _by_entity(history, "messages", key, names, since)
    events = _by_entity(history, "events", key, names, since)
    return [
        _person(row, messages.get(row["entity"], ()), events.get(row["entity"], ())) for row in rows
    ]


def _by_entity(
    history: History, name: str, key: str, names: list[str], since_us: int
) -> Mapping[str, list[dict[str, Any]]]:
    table = getattr(history, name)
    wanted = table.filter(_[key].isin(names), _.t_us >= since_us)
    columns = [key, "seq", "t_us", "conversation", "channel"]
    if name == "messages":
        columns += ["direction", "author", "content"]
    else:
        columns += ["kind"]
        wanted = wanted.filter(_.kind.isin(["visit", "wait", "intent", *_MISSES]))
    found: dict[str, list[dict[str, Any]]] = {}
    rows = history.query(wanted.select(columns).order_by("t_us", "seq"))
    for row in rows.to_pylist():
        kept = found.setdefault(row[key], [])
        if len(kept) < _ROWS:
            kept.append(row)
    return found


def _person(
    row: Mapping[str, Any],
    messages: Iterable[Mapping[str, Any]],
    events: Iterable[Mapping[str, Any]],
) -> Person:
    reached = row["reached_us"]
    after = [each for each in messages if each["t_us"] >= reached]
    happened = [each for each in events if each["t_us"] >= reached]
    place = next(iter(happened or after), {})
    conversation = place.get("conversation", "")
    # What was said in the very turn that reached the step led there, and not away.
    said = [
        words_of(each["content"])
        for each in after
        if each["direction"] == "in"
        and each["t_us"] > reached
        and each["conversation"] == conversation
    ]
    return Person(
        **row,
        conversation=conversation,
        channel=place.get("channel", ""),
        said=tuple(text for text in said if text)[:3],
        missed=sum(
            each["kind"] in _MISSES and each["conversation"] == conversation for each in happened
        ),
        agent=any(each["author"] == "agent" for each in after),
    )


def words_of(content: str) -> str:
    """What a message of a person says, in short."""
    try:
        event = read_event(content)
    except msgspec.DecodeError:
        return ""
    if not isinstance(event, Said):
        return ""
    return event.text or event.choice or " ".join(f"({media.kind})" for media in event.media)


class Line(Struct, frozen=True):
    """A line of a transcript: a message, or something that happened."""

    t_us: int
    turn: int
    who: str
    text: str
    options: tuple[str, ...] = ()
    node: str = ""
    topic: str = ""


# What of the events is told in a transcript.
_TOLD = (
    *("intent", "not_understood", "invalid_answer", "button", "tag", "event"),
    *("handed_over", "handed_back", "inactivity", "undelivered", "error", "session_started"),
)


def transcript(history: History, conversation: str, limit: int = 2000) -> list[Line]:
    """A conversation, line by line."""
    columns = ["seq", "t_us", "turn", "node"]
    said = history.messages.filter(_.conversation == conversation)
    said = said.select(*columns, "author", "content").order_by("seq").limit(limit)
    events = history.events.filter(_.conversation == conversation, _.kind.isin(list(_TOLD)))
    events = events.select(*columns, "topic", "kind", "name", "intent").order_by("seq").limit(limit)
    rows = [row for table in (said, events) for row in history.query(table).to_pylist()]
    return [_line(row) for row in sorted(rows, key=lambda row: row["seq"])]


def _line(row: Mapping[str, Any]) -> Line:
    if "content" not in row:
        text = row["intent"] or row["name"]
        return Line(row["t_us"], row["turn"], row["kind"], text, (), row["node"], row["topic"])
    if row["author"] == "person":
        return Line(row["t_us"], row["turn"], "person", words_of(row["content"]))
    try:
        message = msgspec.json.decode(row["content"], type=Message)
    except msgspec.DecodeError:
        return Line(row["t_us"], row["turn"], row["author"], row["content"], (), row["node"])
    cards = [card.title for card in message.cards]
    media = [f"({one.kind})" for one in message.media]
    text = "\n".join(part for part in (message.text, *cards, *media) if part)
    labels = [option.label for option in message.options]
    labels += [option.label for card in message.cards for option in card.options]
    return Line(row["t_us"], row["turn"], row["author"], text, tuple(labels), row["node"])


def missed(funnel: Funnel, chosen: Chosen, history: History) -> list[str]:
    """What these people said since they came to their step that was not understood."""
    rows = people(funnel, chosen)
    if not rows.num_rows:
        return []
    key = IDENTITY[funnel.spec.entity]
    who = ibis.memtable(pa.table({"who": rows["entity"], "since_us": rows["reached_us"]}))
    events = history.events.filter(_.kind.isin(list(_MISSES)))
    theirs = events.inner_join(who, events[key] == who.who).filter(_.t_us >= _.since_us)
    turns = theirs.select("conversation", "turn").distinct()
    said = history.messages.filter(_.direction == "in").select("conversation", "turn", "content")
    found = history.query(said.semi_join(turns, ["conversation", "turn"]))
    return [text for content in found["content"].to_pylist() if (text := words_of(content))]
