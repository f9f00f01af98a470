"""Precision, recall and F1 of each intent, and which intents are taken for which."""

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from engine.nlu.evaluation.trial import NO_INTENT, Trial
from engine.nlu.protocol import Indices


class IntentScore(Struct, frozen=True):
    """Precision, recall and F1 from 0 to 1; `support` counts the intent's held-out phrases."""

    intent: str
    precision: float
    recall: float
    f1: float
    support: int


class Confusion(Struct, frozen=True):
    """How often phrases of one intent were taken for another, and those phrases."""

    intent: str
    taken_for: str
    count: int
    text: str


class ConfusionMatrix(Struct, frozen=True):
    """`counts[i][j]` phrases of `intents[i]` were taken for `intents[j]`. The last column, of the
    intent "", counts those of which nothing was known."""

    intents: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


def intent_scores(trial: Trial) -> tuple[IntentScore, ...]:
    """The scores of every intent that has a sentence in the trial, by name."""
    counts = _counts(trial)
    support, guessed = counts.sum(axis=1), counts.sum(axis=0)
    return tuple(
        IntentScore(
            trial.intents[at],
            precision=share(counts[at, at], guessed[at]),
            recall=share(counts[at, at], support[at]),
            f1=share(2 * counts[at, at], guessed[at] + support[at]),
            support=int(support[at]),
        )
        for at in np.flatnonzero(support).tolist()
    )


def confusion_matrix(trial: Trial) -> ConfusionMatrix:
    """How often each intent was taken for each, sentences of no intent left out."""
    rows = tuple(tuple(row) for row in _counts(trial).tolist())
    return ConfusionMatrix((*trial.intents, NO_INTENT), rows)


def confusions(trial: Trial) -> tuple[Confusion, ...]:
    """Every pair of intents that was confused, the most frequent first."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for row in np.flatnonzero(~trial.right & (trial.labels >= 0)).tolist():
        example = trial.examples[row]
        pairs.setdefault((example.intent, trial.guess(row)), []).append(example.text)
    return tuple(sorted(_named(pairs), key=lambda each: (-each.count, each.intent, each.taken_for)))


def share(part: float, whole: float) -> float:
    """The part of the whole with four digits, 0 of nothing."""
    return round(float(part) / float(whole), 4) if whole else 0.0


def _counts(trial: Trial) -> Indices:
    """How often each intent, a row, was taken for each, a column; the last is nothing."""
    size = len(trial.intents)
    counts = np.zeros((size, size + 1), dtype=np.int64)
    own = trial.labels >= 0
    np.add.at(counts, (trial.labels[own], trial.guesses[own]), 1)
    return counts


def _named(pairs: dict[tuple[str, str], list[str]]) -> Iterator[Confusion]:
    for (intent, taken_for), texts in pairs.items():
        yield Confusion(intent, taken_for, len(texts), min(texts))
