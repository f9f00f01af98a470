"""What one can do in a simulated conversation, as data: done once, and again on a changed bot."""

from msgspec import Struct, field

from engine.runtime.rehearsal import Exchange, Rehearsal, RehearsalError
from engine.types.event import Answered, Said
from engine.types.message import Media, Option, Place
from engine.types.value import Value

NOTHING = Exchange((), (), (), ())


class Open(Struct, frozen=True, tag="open"):
    """The person opens the conversation."""


class Say(Struct, frozen=True, omit_defaults=True, tag="say"):
    """The person writes, or sends files or a place."""

    text: str = ""
    media: tuple[Media, ...] = ()
    place: Place | None = None


class Press(Struct, frozen=True, omit_defaults=True, tag="press"):
    """The person presses a button, of the latest message or of an earlier one."""

    id: str
    label: str = ""


class Happen(Struct, frozen=True, omit_defaults=True, tag="happen"):
    """Something happens outside the conversation."""

    name: str
    data: dict[str, Value] = field(default_factory=dict)


class Wait(Struct, frozen=True, tag="wait"):
    """Time passes."""

    seconds: float


class HandBack(Struct, frozen=True, omit_defaults=True, tag="hand_back"):
    """An agent gives the conversation back to the bot."""

    agent: str = ""


class Answer(Struct, frozen=True, omit_defaults=True, tag="answer"):
    """An effect that waits gets its answer; `real` where its delivery gave it."""

    key: str
    port: str = "ok"
    value: Value = None
    error: str = ""
    real: bool = False


class Assign(Struct, frozen=True, omit_defaults=True, tag="assign"):
    """A variable is changed by hand; None unsets it."""

    name: str
    value: Value = None


Move = Open | Say | Press | Happen | Wait | HandBack | Answer | Assign


def make(rehearsal: Rehearsal, move: Move) -> Exchange:
    """What a move sets off. Raises RehearsalError where it cannot be made."""
    match move:
        case Open():
            return rehearsal.open()
        case Say(text=text, media=media, place=place):
            return rehearsal.say(text, media=media, place=place)
        case Press():
            return _press(rehearsal, move)
        case Happen(name=name, data=data):
            return rehearsal.happen(name, data)
        case Wait(seconds=seconds):
            return rehearsal.advance(seconds)
        case HandBack(agent=agent):
            return rehearsal.hand_back(agent)
        case Answer():
            return _answer(rehearsal, move)
        case Assign(name=name, value=value):
            rehearsal.set_variable(name, value)
            return NOTHING


def _press(rehearsal: Rehearsal, press: Press) -> Exchange:
    shown = [option.id for option in rehearsal.options]
    earlier = {} if press.id in shown else _options(rehearsal)
    if press.id not in earlier:
        return rehearsal.press(press.id if press.id in shown else press.label)
    # People press buttons further up too.
    said = Said(
        rehearsal.clock.now_us(),
        text=earlier[press.id].label,
        choice=press.id,
        contact=rehearsal.contact,
        agents=rehearsal.agents,
    )
    return rehearsal.happens(said)


def _options(rehearsal: Rehearsal) -> dict[str, Option]:
    found = [option for message in rehearsal.messages for option in message.options]
    found += [
        one for message in rehearsal.messages for card in message.cards for one in card.options
    ]
    return {option.id: option for option in found if not option.url}


def _answer(rehearsal: Rehearsal, answer: Answer) -> Exchange:
    # On a changed bot an effect may have another key: one at a time is awaited.
    key = answer.key if answer.key in rehearsal.waiting else next(iter(rehearsal.waiting), None)
    if key is None:
        raise RehearsalError("the bot does not wait for an answer here")
    now = rehearsal.clock.now_us()
    return rehearsal.happens(Answered(now, key, answer.port, answer.value, answer.error))
