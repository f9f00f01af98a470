"""Phrases that stand in the wrong intent, by confident learning: Northcutt, Jiang and Chuang 2021,
"Confident Learning: Estimating Uncertainty in Dataset Labels", section 3.

A model that did not learn a phrase is confident of an intent where it gives it at least what it
gives on average to phrases of that intent. A phrase that is confidently of another intent, and
hardly of its own, is reported.
"""

from collections.abc import Iterator

import numpy as np

from engine.nlu.evaluation.trial import Trial
from engine.nlu.protocol import Floats, Indices
from engine.nlu.quality import fixes
from engine.nlu.quality.finding import Finding, Place, finding
from engine.nlu.quality.index import PhraseIndex
from engine.nlu.quality.phrase import place_of

# On the sample bots this halves what is reported in vain and loses no planted mistake.
_HARDLY = 0.05
_NEIGHBOURS = 5


def mislabelled(index: PhraseIndex, trial: Trial) -> Iterator[Finding]:
    """The phrases that look like another intent, the surest first; a warning where none of the
    phrases most like it is of its own intent."""
    likely = confident_intents(trial)
    own = trial.chances[np.arange(len(trial.labels)), trial.labels]
    rows = np.flatnonzero((likely >= 0) & (likely != trial.labels) & (own < _HARDLY))
    other = trial.chances[rows, likely[rows]]
    for row in rows[np.argsort(own[rows] - other, kind="stable")].tolist():
        example, intent = trial.examples[row], trial.intents[int(likely[row])]
        there = Place(index.topics.get(intent, ""), intent, example.language)
        place = place_of(index, example)
        score = float(trial.chances[row, likely[row]])
        yield finding(
            "mislabelled-phrase",
            "advice" if _has_company(index, trial, row) else "warning",
            place,
            score=score,
            others=(there,),
            fixes=(fixes.move(place, there), fixes.delete(place)),
            phrase=example.text,
            intent=example.intent,
            other=intent,
            sure=round(100 * score),
        )


def confident_intents(trial: Trial) -> Indices:
    """The intent of which each phrase confidently is, the likeliest of several; -1 of none."""
    floors = _floors(trial)
    confident = np.where(trial.chances >= floors, trial.chances, -1.0)
    if not confident.size:
        return np.full(len(trial.examples), -1, dtype=np.int64)
    return np.where(confident.max(axis=1) >= 0, confident.argmax(axis=1), -1)


def _floors(trial: Trial) -> Floats:
    """The mean confidence in each intent over its own phrases; of one without, out of reach."""
    floors = np.full(len(trial.intents), np.inf, dtype=np.float32)
    for intent in np.unique(trial.labels[trial.labels >= 0]).tolist():
        floors[intent] = trial.chances[trial.labels == intent, intent].mean()
    return floors


def _has_company(index: PhraseIndex, trial: Trial, row: int) -> bool:
    example = trial.examples[row]
    near = [each.example for each in index.near(example.text, most=_NEIGHBOURS + 1)]
    return any(each.intent == example.intent for each in near if each != example)
