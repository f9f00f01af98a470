"""The lines of a conversation test carried out on a rehearsal: what the person and the world do."""

import json
import zoneinfo
from collections.abc import Mapping
from typing import cast

from msgspec.structs import replace

from engine.expressions import compile_expression
from engine.project.chat import Act, Answers, Conversation, Does, Presses, Says, Waits, start_us
from engine.runtime.clock import HandClock
from engine.runtime.loaded import Loaded
from engine.runtime.rehearsal import Exchange, Rehearsal, RehearsalError
from engine.types.bot import Bot
from engine.types.event import Contact
from engine.types.message import Media, Place
from engine.types.state import State
from engine.types.value import Value

DEFAULT_START_US = 1_772_445_600_000_000  # 2026-03-02 10:00 UTC, a Monday
NOTHING = Exchange((), (), (), ())
MEDIA = frozenset({"image", "audio", "video", "document"})


def begin(conversation: Conversation, loaded: Loaded, bot: str) -> Rehearsal:
    """A rehearsal in the circumstances of a conversation, before its first line."""
    settings = conversation.settings
    spoken_to = loaded.bots.get(bot) or next(iter(loaded.bots.values()))
    zone = zoneinfo.ZoneInfo(spoken_to.time_zone)
    rehearsal = Rehearsal(
        loaded,
        HandClock(start_us(conversation, zone, DEFAULT_START_US)),
        contact=_contact(settings),
        channel=settings.get("channel", "webchat"),
        seed=int(settings.get("seed", "0")),
        agents=int(settings.get("agents", "0")),
    )
    rehearsal.state = _prepared(rehearsal, spoken_to, bot, settings)
    return rehearsal


def act(rehearsal: Rehearsal, line: Act) -> tuple[Exchange, ...]:
    """Does what a line says; what that set off.

    Raises RehearsalError where it cannot be done at this point.
    """
    match line:
        case Says(text=text):
            return (rehearsal.say(text),)
        case Presses(label=label):
            return (rehearsal.press(label),)
        case Waits(seconds=seconds):
            return (rehearsal.advance(seconds),)
        case Answers():
            return _answer(rehearsal, line)
        case Does():
            return (_do(rehearsal, line),)


def _answer(rehearsal: Rehearsal, line: Answers) -> tuple[Exchange, ...]:
    """What awaits this answer gets it at once, what asks later gets it then."""
    rehearsal.answers[line.node] = (line.port, line.value)
    if rehearsal.state.at != line.node:
        return ()
    return tuple(rehearsal.answer(key, line.port, line.value) for key in list(rehearsal.waiting))


def _do(rehearsal: Rehearsal, line: Does) -> Exchange:
    words = line.detail.split()
    name, _, rest = line.detail.partition(" ")
    if line.what == "opened":
        return rehearsal.open()
    if line.what == "event" and name:
        return rehearsal.happen(name, _data(rest) if rest.strip() else None)
    if line.what == "set" and name:
        rehearsal.set_variable(name, _json(rest))
        return NOTHING
    if line.what == "location" and len(words) >= 2:
        return rehearsal.say(place=_place(line.detail, words))
    if line.what in MEDIA and words:
        return rehearsal.say(media=(Media(line.what, words[0]),))
    if line.what == "back":
        return rehearsal.hand_back(" ".join(words))
    raise RehearsalError(
        f"({line.what} {line.detail}) is not known; use (opened), (event NAME), (set NAME VALUE), "
        "(location LATITUDE LONGITUDE), (image URL), (back AGENT) or (5 minutes)"
    )


def _data(text: str) -> dict[str, Value]:
    value = _json(text)
    if not isinstance(value, dict):
        raise RehearsalError(f'{text!r} is no object; write (event payment {{"amount": 3}})')
    # `Value` holds objects, whose keys JSON makes texts.
    return cast(dict[str, Value], value)


def _json(text: str) -> Value:
    try:
        value: Value = json.loads(text)
    except ValueError:
        raise RehearsalError(f'{text!r} is no JSON; texts stand in quotes: "Lima"') from None
    return value


def _place(detail: str, words: list[str]) -> Place:
    try:
        return Place(float(words[0]), float(words[1]), " ".join(words[2:]))
    except ValueError:
        raise RehearsalError(f"{detail!r} is no place; write (location 40.4 -3.7 Madrid)") from None


def _contact(settings: Mapping[str, str]) -> Contact:
    known = {
        name.partition(".")[2]: value
        for name, value in settings.items()
        if name.startswith("contact.")
    }
    language = settings.get("language", "")
    return Contact(**{"id": "test", "language": language, **known})


def _prepared(rehearsal: Rehearsal, bot: Bot, bot_id: str, settings: Mapping[str, str]) -> State:
    tags = (tag.strip() for tag in settings.get("tags", "").split(","))
    state = replace(rehearsal.state, bot=bot_id, tags=tuple(dict.fromkeys(filter(None, tags))))
    values: dict[str, dict[str, Value]] = {"set": {**state.variables}, "field": {**state.fields}}
    for name, text in settings.items():
        word, _, key = name.partition(" ")
        if word in values and key:
            values[word][key] = compile_expression(text).evaluate({})
    if not values["set"]:
        return replace(state, fields=values["field"])
    # A variable lives in a session: the test begins in the middle of one.
    defaults = {name: v.default for name, v in bot.variables.items() if v.default is not None}
    return replace(
        state,
        variables={**defaults, **values["set"]},
        fields=values["field"],
        session=1,
        t_us=rehearsal.clock.now_us(),
    )
