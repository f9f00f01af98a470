"""A simulated conversation written as a conversation test, and played back at once."""

import datetime as dt
import json
import math
import zoneinfo
from collections.abc import Iterator, Mapping

from msgspec import Struct

from engine.project.chat import (
    Answers,
    Conversation,
    Does,
    Line,
    Presses,
    Says,
    Waits,
    parse,
)
from engine.project.chat_text import expectation_of, write_chat
from engine.runtime.conversations import Difference, play
from engine.runtime.loaded import Loaded
from engine.runtime.real_effects import RealEffects
from engine.types.bot import Bot
from engine.types.event import Answered
from engine.types.message import Place
from engine.types.value import Value
from workbench.simulator.course import Played
from workbench.simulator.moves import (
    Answer,
    Assign,
    HandBack,
    Happen,
    Move,
    Open,
    Press,
    Say,
    Wait,
)
from workbench.simulator.setup import Setup
from workbench.simulator.telling import asker, messages_of

Scripts = Mapping[str, tuple[str, Value]]


class Recorded(Struct, frozen=True):
    """The text of a test, and where the bot does not keep to it when it is played again."""

    text: str
    differences: tuple[Difference, ...]


def record(title: str, setup: Setup, played: tuple[Played, ...], scripts: Scripts, bot: Bot) -> str:
    """The conversation as the text of a `.chat` file."""
    settings = dict(_settings(setup, bot))
    lines = tuple(_lines(played, scripts))
    return write_chat([Conversation(title, 1, settings, lines)])


def played_back(text: str, loaded: Loaded, effects: RealEffects, bot: str) -> Recorded:
    """The text, with what differs when it is played."""
    conversations, issues = parse(text)
    found = [Difference(issue.location.line, issue.remedy, issue.message) for issue in issues]
    for conversation in conversations:
        found += play(conversation, loaded, effects, bot).differences
    return Recorded(text, tuple(found))


def _settings(setup: Setup, bot: Bot) -> Iterator[tuple[str, str]]:
    usual, contact = Setup(), setup.contact
    zone = zoneinfo.ZoneInfo(bot.time_zone)
    begins = dt.datetime.fromtimestamp(setup.start_us // 1_000_000, zone)
    if contact.language:
        yield "language", contact.language
    yield "time", begins.strftime("%Y-%m-%d %H:%M:%S").removesuffix(":00")
    if setup.channel != usual.channel:
        yield "channel", setup.channel
    for name in ("id", "name", "phone", "email"):
        value = getattr(contact, name)
        if value != getattr(usual.contact, name):
            yield f"contact.{name}", value
    for name, held in sorted(setup.fields.items()):
        yield f"field {name}", json.dumps(held, ensure_ascii=False)
    if setup.tags:
        yield "tags", ", ".join(setup.tags)
    for name in ("seed", "agents"):
        if getattr(setup, name):
            yield name, str(getattr(setup, name))


def _lines(played: tuple[Played, ...], scripts: Scripts) -> Iterator[Line]:
    answered = {each.move.key: each.move for each in played if isinstance(each.move, Answer)}
    held: dict[str, tuple[str, Value]] = {}
    for each in played:
        # An answer stands before what asks for it: from there on the node is answered so.
        for node, port, value in _answers(each, answered, scripts):
            if held.get(node) != (port, value):
                held[node] = (port, value)
                yield Answers(0, node, port, value)
        line = _line(each.move)
        if line:
            yield line
        yield from (expectation_of(message) for message in messages_of(each))


def _answers(
    played: Played, answered: Mapping[str, Answer], scripts: Scripts
) -> Iterator[tuple[str, str, Value]]:
    at_once = {each.event.key for each in played.taken if isinstance(each.event, Answered)}
    for taken in played.taken:
        for effect in taken.turn.effects:
            key, node = getattr(effect, "key", ""), asker(taken)
            if not key:
                continue
            if node in scripts and key in at_once:
                yield (node, *scripts[node])
            elif key in answered and key not in at_once:
                yield node, answered[key].port, answered[key].value


def _line(move: Move) -> Line | None:
    match move:
        case Open():
            return Does(0, "opened")
        case Say():
            return _said(move)
        case Press(id=id_, label=label):
            return Presses(0, " ".join((label or id_).split()))
        case Happen(name=name, data=data):
            return Does(0, "event", f"{name} {_json(dict(data))}" if data else name)
        case Wait(seconds=seconds):
            return Waits(0, math.ceil(seconds))
        case HandBack(agent=agent):
            return Does(0, "back", agent)
        case Assign(name=name, value=value):
            return Does(0, "set", f"{name} {_json(value)}")
        case Answer():
            return None


def _said(say: Say) -> Line:
    for media in say.media:
        return Does(0, media.kind, media.url)
    return Does(0, "location", _spot(say.place)) if say.place else Says(0, say.text)


def _spot(place: Place) -> str:
    return f"{place.latitude} {place.longitude} {place.name}".strip()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
