"""A recorded conversation as moves of the simulator, up to a moment."""

from collections.abc import Iterator

from engine.runtime.clock import SECOND_US
from engine.runtime.replay import Recording
from engine.runtime.standings import seed_of
from engine.types.event import Answered, Contact, Event, HandedBack, Happened, Opened, Said
from engine.types.issue import TertuliaError
from workbench.simulator.moves import Answer, HandBack, Happen, Move, Open, Press, Say, Wait
from workbench.simulator.play import Kept
from workbench.simulator.setup import Setup


def moves_of(recording: Recording, until_us: int, bot: str = "") -> Kept:
    """What the person did until a moment, and the circumstances; time passes as it did, so that
    timers fire by themselves. Raises TertuliaError where nothing happened until then."""
    events = [event for event, _ in recording.turns if event.t_us <= until_us]
    if not events:
        raise TertuliaError("this conversation has no turns until then; choose a later one")
    first = events[0]
    setup = Setup(
        bot=bot,
        channel=recording.channel,
        contact=getattr(first, "contact", None) or Contact(id="test"),
        seed=seed_of(recording.conversation),
        agents=getattr(first, "agents", 0),
        start_us=first.t_us,
    )
    return Kept(setup, tuple(_moves(events)))


def _moves(events: list[Event]) -> Iterator[Move]:
    now_us = events[0].t_us
    for event in events:
        move = _move(event)
        if move is None:
            continue
        if event.t_us > now_us:
            yield Wait((event.t_us - now_us) / SECOND_US)
            now_us = event.t_us
        yield move


def _move(event: Event) -> Move | None:
    match event:
        case Opened():
            return Open()
        case Said(choice=choice, text=text) if choice:
            return Press(choice, text)
        case Said(text=text, media=media, place=place):
            return Say(text, media, place)
        case Happened(name=name, data=data):
            return Happen(name, dict(data))
        case Answered(key=key, port=port, value=value, error=error):
            return Answer(key, port, value, error)
        case HandedBack(agent=agent):
            return HandBack(agent)
        case _:
            # Timers come due while time passes.
            return None
