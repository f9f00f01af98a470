"""What the understanding of language found in one message."""

from msgspec import Struct

from engine.types.value import Value


class Guess(Struct, frozen=True, array_like=True):
    """An intent and how sure the model is of it, from 0 to 1 (calibrated)."""

    intent: str
    confidence: float


class Entity(Struct, frozen=True, omit_defaults=True):
    """A value found in a text; `start` and `end` count characters of the message."""

    name: str
    value: Value
    start: int
    end: int
    confidence: float = 1.0


class Reading(Struct, frozen=True, omit_defaults=True):
    """Everything the NLU says about one message, for one bot.

    `intents` is best first; the first one counts as understood from `threshold` up.
    `keywords` are the intents all of whose keywords occur, the most specific first.
    `topic` and `related` feed the default message's first two steps: empty when nothing is
    near enough. `language` is empty when the text says nothing about it.
    """

    intents: tuple[Guess, ...] = ()
    threshold: float = 0.5
    keywords: tuple[str, ...] = ()
    topic: str = ""
    related: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()
    language: str = ""
    language_confidence: float = 0.0
