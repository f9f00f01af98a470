"""What a comparison says: of each sentence, of each intent, and in all."""

from typing import Literal

from msgspec import Struct

from engine.nlu.evaluation.trial import NO_INTENT
from engine.nlu.examples import Example

Outcome = Literal["won", "lost", "right", "wrong"]


class Answer(Struct, frozen=True):
    """What a model made of a sentence. Below the threshold it is not understood."""

    intent: str
    confidence: float
    understood: bool


class Change(Struct, frozen=True):
    """A sentence with the intent that is right ("" where it should not be understood), and both
    answers. `won` became right, `lost` is right no more, `right` and `wrong` are so in both."""

    example: Example
    before: Answer
    after: Answer
    outcome: Outcome


class IntentChange(Struct, frozen=True):
    """The sentences of one intent, how many were won and lost, and how many each had right."""

    intent: str
    sentences: int
    won: int
    lost: int
    right_before: int
    right_after: int


class Taken(Struct, frozen=True):
    """Sentences of an intent that a new one, unknown to the older model, now takes.

    `lost` of them were right before; `text` is one of them.
    """

    intent: str
    taken_by: str
    count: int
    lost: int
    text: str


class Comparison(Struct, frozen=True):
    """`changes` has every sentence, in the order of the sentences. `p_value` is that of McNemar's
    exact test: how likely so uneven a split of won and lost is by mere chance."""

    changes: tuple[Change, ...]
    intents: tuple[IntentChange, ...]
    taken: tuple[Taken, ...]
    sentences: int
    won: int
    lost: int
    unchanged: int
    right_before: float
    right_after: float
    p_value: float

    def moved(self) -> tuple[Change, ...]:
        """The sentences that were won or lost, and those that are wrong in another way."""
        return tuple(
            change
            for change in self.changes
            if change.outcome in ("won", "lost") or said(change.before) != said(change.after)
        )


def said(answer: Answer) -> str:
    """The intent that was understood, "" where none was."""
    return answer.intent if answer.understood else NO_INTENT
