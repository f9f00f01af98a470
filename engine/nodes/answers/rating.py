"""A step of a scale: a whole number within the question's bounds, said, pressed, or in stars."""

from math import ceil, floor
from typing import Protocol

from engine.nodes.answers.number import read_number
from engine.nodes.answers.places import locale_of
from engine.nodes.answers.protocol import Question
from engine.nodes.protocol import Context
from engine.types.event import Said
from engine.types.value import Value

LOWEST, HIGHEST = 1, 5
FURTHEST = 1_000_000
_STARS = "⭐★🌟"


class Scale(Protocol):
    """The bounds of a scale, those that are given."""

    @property
    def minimum(self) -> float | None: ...
    @property
    def maximum(self) -> float | None: ...


def scale(bounds: Scale) -> range:
    """The steps, from 1 to 5 where nothing else is said."""
    low = LOWEST if bounds.minimum is None else bounds.minimum
    high = HIGHEST if bounds.maximum is None else bounds.maximum
    return range(ceil(max(low, -FURTHEST)), floor(min(high, FURTHEST)) + 1)


def read(text: str, said: Said, question: Question, context: Context) -> Value:
    if said.choice:
        node, _, step = said.choice.rpartition(":")
        number: int | float | None = int(step) if _is_step(step) and node == context.node else None
    elif text.strip() and not text.strip().strip(_STARS + "\ufe0f "):
        number = sum(text.count(star) for star in _STARS)
    else:
        number = read_number(text, locale_of(context))
    return number if number in scale(question) else None


def _is_step(text: str) -> bool:
    return text.removeprefix("-").isdecimal() and text.isascii()
