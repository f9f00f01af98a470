"""The predefined names that an expression can read, computed only when it does."""

import datetime as dt
import functools
from collections.abc import Callable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine.nodes.answers.location import place_value
from engine.types.event import Happened, Said
from engine.types.value import Value

if TYPE_CHECKING:
    from engine.interpreter.run import Run

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
# The first hour of each part of the day; before the first one it is still evening.
PARTS_OF_DAY = ((5, "morning"), (12, "afternoon"), (19, "evening"))


def predefined(run: "Run", name: str) -> object:
    """The value of a predefined name; KeyError where there is none of that name."""
    return PREDEFINED[name](run)


@functools.lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """The time zone by its IANA name."""
    return ZoneInfo(name)


def local_time(run: "Run") -> dt.datetime:
    """The moment of the event in the bot's time zone."""
    moment = EPOCH + dt.timedelta(microseconds=run.now_us)
    return moment.astimezone(zone(run.program.time_zone))


def part_of_day(moment: dt.datetime) -> str:
    """`morning`, `afternoon` or `evening`."""
    part = "evening"
    for hour, name in PARTS_OF_DAY:
        if moment.hour >= hour:
            part = name
    return part


def _contact(run: "Run") -> dict[str, object]:
    contact = run.state.contact
    known = {
        "id": contact.id,
        "name": contact.name,
        "first_name": contact.name.split(" ")[0],
        "phone": contact.phone,
        "email": contact.email,
        "language": contact.language,
    }
    # What is unknown is not there, so that `has(contact.name)` says so.
    given: dict[str, object] = {name: value for name, value in known.items() if value}
    return {**given, "tags": list(run.state.tags), **run.state.fields}


def _message(run: "Run") -> dict[str, object]:
    said = run.event if isinstance(run.event, Said) else Said(t_us=run.now_us)
    intent, confidence = run.intent, run.confidence
    if not intent and isinstance(run.event, Said):
        intent, confidence = _meant(run, said)
    place = {"place": place_value(said.place)} if said.place else {}
    return {
        "text": said.text,
        "choice": said.choice,
        "media": [media.url for media in said.media],
        "media_kinds": [media.kind for media in said.media],
        **place,
        "intent": intent,
        "confidence": confidence,
    }


def _meant(run: "Run", said: Said) -> tuple[str, float]:
    """What a message means that no intent claimed, because a node was waiting for it."""
    from engine.interpreter.triggers import understood  # noqa: PLC0415 - it looks at runs

    claim = understood(run, said)
    return (claim.node, claim.confidence) if claim else ("", 0.0)


def _session(run: "Run") -> dict[str, object]:
    state = run.state
    waits = bool(run.before.at) and run.before.mode == "bot"
    return {
        "number": state.session,
        "turn": state.turn,
        "messages": state.heard,
        "waiting": waits,
    }


def _event(run: "Run") -> dict[str, object]:
    happened = run.event if isinstance(run.event, Happened) else None
    return {
        "name": happened.name if happened else "",
        "data": dict(happened.data) if happened else {},
    }


def _entities(run: "Run") -> dict[str, Value]:
    reading = run.reading
    found: dict[str, Value] = {}
    for entity in reading.entities if reading else ():
        found.setdefault(entity.name, entity.value)
    return found


def _mentions(run: "Run") -> dict[str, list[dict[str, Value]]]:
    reading = run.reading
    text = run.event.text if isinstance(run.event, Said) else ""
    found: dict[str, list[dict[str, Value]]] = {}
    for entity in reading.entities if reading else ():
        mention: dict[str, Value] = {
            "value": entity.value,
            "text": text[entity.start : entity.end],
            "start": entity.start,
            "end": entity.end,
            "confidence": entity.confidence,
        }
        found.setdefault(entity.name, []).append(mention)
    return found


def _rows(run: "Run") -> Callable[[str], list[object]]:
    def rows(name: str) -> list[object]:
        table = run.program.tables[name]
        return [dict(zip(table.columns, row, strict=True)) for row in table.rows]

    return rows


PREDEFINED: dict[str, Callable[["Run"], object]] = {
    "contact": _contact,
    "channel": lambda run: run.state.channel,
    "language": lambda run: run.state.language,
    "bot": lambda run: {"id": run.program.id, "name": run.program.name},
    "message": _message,
    "session": _session,
    "event": _event,
    "now": local_time,
    "today": lambda run: local_time(run).date().isoformat(),
    "time": lambda run: f"{local_time(run):%H:%M}",
    "weekday": lambda run: local_time(run).isoweekday(),
    "part_of_day": lambda run: part_of_day(local_time(run)),
    "time_zone": lambda run: run.program.time_zone,
    "topic": lambda run: run.state.topic,
    "agents": lambda run: {"available": run.agents},
    "entities": _entities,
    "mentions": _mentions,
    "rows": _rows,
}
