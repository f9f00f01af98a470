"""A bundle made ready for the runtime: what it does with an event, as two functions."""

from collections.abc import Callable, Mapping

from msgspec import Struct

from engine.types.bot import Bot
from engine.types.event import Event, Said
from engine.types.state import State
from engine.types.turn import Turn
from engine.types.value import Value

Step = Callable[[State, Event], Turn]
Understand = Callable[[State, Said], Said]


def as_said(_state: State, said: Said) -> Said:
    """The message as it came: for bots that understand buttons and exact phrases only."""
    return said


def nobody(segment: str, _fields: Mapping[str, Value], _tags: tuple[str, ...]) -> bool:
    """A bundle without segments."""
    raise LookupError(f"segment {segment!r} is not in this bundle")


class Loaded(Struct, frozen=True):
    """A bundle by its id. `step` is pure; `in_words` gives a message as it is meant, where a
    button counts as words; then `understand` adds the readings to it.

    `bots` are the settings by bot id. `belongs` says whether a contact's fields and tags
    put it into a segment.
    """

    bundle: str
    step: Step
    understand: Understand = as_said
    bots: Mapping[str, Bot] = {}
    belongs: Callable[[str, Mapping[str, Value], tuple[str, ...]], bool] = nobody
    # Where sessions go on that wait at nodes which this bundle lacks (see `moves`).
    moves: Mapping[str, str] = {}
    # How long a silent session stays pinned to its bundle.
    session_timeout_s: int = 86_400
    in_words: Understand = as_said
