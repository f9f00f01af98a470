"""What a model made of sentences whose intent is known: what every figure is computed from."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from engine.nlu.examples import Example
from engine.nlu.model import Model
from engine.nlu.protocol import Floats, Indices

Flags = NDArray[np.bool_]

# The intent of a sentence that the bot should not understand, and of an answer without a guess.
NO_INTENT = ""


class Trial(Struct, frozen=True, eq=False, dict=True):
    """The answers to `examples`, none of which the model that answered had learned.

    `chances` (n_examples, n_intents) are the confidences, column i that of `intents[i]`; 0 where
    a model does not know the intent. `thresholds` (n_examples) are those of the model that
    answered. An example of an intent that is not in `intents` should not be understood.
    """

    examples: tuple[Example, ...]
    intents: tuple[str, ...]
    chances: Floats
    thresholds: Floats

    @cached_property
    def labels(self) -> Indices:
        """The column of what is right, -1 where understanding nothing is."""
        column = {intent: at for at, intent in enumerate(self.intents)}
        return np.array([column.get(each.intent, -1) for each in self.examples], dtype=np.int64)

    @cached_property
    def guesses(self) -> Indices:
        """The column of the likeliest intent, -1 where nothing of the sentence is known."""
        if not self.chances.size:
            return np.full(len(self.examples), -1, dtype=np.int64)
        return np.where(self.confidence > 0, self.chances.argmax(axis=1), -1)

    @cached_property
    def confidence(self) -> Floats:
        """How sure the model is of its guess."""
        if not self.chances.size:
            return np.zeros(len(self.examples), dtype=np.float32)
        best: Floats = self.chances.max(axis=1)
        return best

    @cached_property
    def right(self) -> Flags:
        """Whether the guess is the intent, sure or not."""
        right: Flags = (self.guesses == self.labels) & (self.labels >= 0)
        return right

    @cached_property
    def understood(self) -> Flags:
        """Whether the guess reaches the threshold, right or not."""
        sure: Flags = (self.guesses >= 0) & (self.confidence >= self.thresholds)
        return sure

    def guess(self, row: int) -> str:
        """The likeliest intent of a sentence by name."""
        column = int(self.guesses[row])
        return self.intents[column] if column >= 0 else NO_INTENT

    def of(self, rows: Indices) -> "Trial":
        """The trial of these sentences alone."""
        return Trial(
            tuple(self.examples[row] for row in rows.tolist()),
            self.intents,
            self.chances[rows],
            self.thresholds[rows],
        )


def judge(model: Model, sentences: Sequence[Example]) -> Trial:
    """What the model makes of the sentences, which it should not have learned."""
    n_intents = len(model.header.intents)
    chances = np.zeros((len(sentences), n_intents), dtype=np.float32)
    thresholds = np.full(len(sentences), 0.5, dtype=np.float32)
    for row, sentence in enumerate(sentences):
        draft = model.draft(sentence.text, sentence.language)
        thresholds[row] = draft.threshold
        if draft.chances is not None:
            chances[row] = draft.chances
    return Trial(tuple(sentences), model.header.intents, chances, thresholds)


def spread(trial: Trial, intents: tuple[str, ...]) -> Trial:
    """The trial with a column for each of these intents, which hold all of its own."""
    columns = [intents.index(intent) for intent in trial.intents]
    chances = np.zeros((len(trial.examples), len(intents)), dtype=np.float32)
    chances[:, columns] = trial.chances
    return Trial(trial.examples, intents, chances, trial.thresholds)


def join(trials: Sequence[Trial], intents: tuple[str, ...]) -> Trial:
    """The sentences of several trials as one."""
    spreads = [spread(trial, intents) for trial in trials]
    return Trial(
        tuple(example for trial in spreads for example in trial.examples),
        intents,
        np.concatenate(
            [np.zeros((0, len(intents)), dtype=np.float32), *(each.chances for each in spreads)]
        ),
        np.concatenate([np.zeros(0, dtype=np.float32), *(each.thresholds for each in spreads)]),
    )
