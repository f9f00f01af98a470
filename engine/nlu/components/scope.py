"""Whether a message is about anything that the bot knows: an out-of-scope scorer without examples.

What classifiers say of a held-out phrase when its own intent is taken out of the choice is what
they say of messages of no intent: high scores that are not quite high enough. A logistic
regression over how high the votes are, and how far apart, tells the two.
"""

from collections.abc import Mapping
from typing import Annotated

import numpy as np
from msgspec import Meta, Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from engine.nlu.arrays import pack_json, unpack_json
from engine.nlu.confidence import confidences, likeliest_line, log_odds, share
from engine.nlu.protocol import Draft, Files, Floats, Lesson, Settings, groups_of

# The score of an intent that is taken out.
_OUT = np.float32(-1e4)


class ScopeSettings(Settings, frozen=True, kw_only=True):
    """With fewer than `enough` held-out phrases nothing is learned, and everything is in scope."""

    enough: Annotated[int, Meta(ge=20)] = 600


class _Saved(Struct, frozen=True):
    # For every group of classifiers that may have voted: a weight a feature, and the shift.
    lines: dict[str, tuple[float, ...]] = {}


class Scope:
    """Lowers how familiar a message counts by the chance that no intent is meant."""

    Settings = ScopeSettings

    def __init__(self, settings: ScopeSettings) -> None:
        self.settings = settings
        self._learned = _Saved()

    def fit(self, lesson: Lesson) -> Lesson:
        rows, votes = lesson.rows_held_out(), lesson.votes
        if len(rows) < self.settings.enough or len(lesson.intents) < 3 or not votes:
            return lesson
        labels = lesson.labels[rows]
        lines = {}
        for group in groups_of(votes):
            inside = [votes[name].scores[rows] for name in group]
            features = np.concatenate((_features(inside), _features(_without(inside, labels))))
            known = np.repeat((True, False), len(rows))
            lines["+".join(group)] = tuple(
                round(float(each), 6) for each in likeliest_line(features, known)
            )
        self._learned = _Saved(lines)
        familiar = np.ones(len(lesson.examples), np.float32)
        if lesson.familiar is not None:
            familiar = lesson.familiar.copy()
        for group in groups_of(votes):
            asked = lesson.asked(group)
            if asked.any():
                familiar[asked] *= self._chance({name: votes[name].scores[asked] for name in group})
        return replace(lesson, familiar=familiar)

    def read(self, draft: Draft) -> None:
        if draft.votes and self._learned.lines:
            votes = {name: scores[None, :] for name, scores in draft.votes.items()}
            draft.familiar *= float(self._chance(votes)[0])

    def save(self) -> Files:
        return {"scope.json": pack_json(self._learned)}

    def load(self, files: Mapping[str, bytes]) -> None:
        self._learned = unpack_json(files, "scope.json", _Saved)

    def _chance(self, votes: Mapping[str, Floats]) -> NDArray[np.float64]:
        """The chance that a message with these votes, (n_messages, n_intents), is in scope."""
        names = sorted(votes)
        *weights, shift = self._learned.lines["+".join(names)]
        return share(_features([votes[name] for name in names]) @ np.array(weights) + shift)


def _without(votes: list[Floats], labels: NDArray[np.int64]) -> list[Floats]:
    """The votes with each row's own intent out of the choice."""
    others = []
    for scores in votes:
        left = scores.copy()
        left[np.arange(len(labels)), labels] = _OUT
        others.append(left)
    return others


def _features(votes: list[Floats]) -> NDArray[np.float64]:
    """How high each vote's best score is and how far it stands out, (n_messages, 2 a vote)."""
    columns = []
    for scores in votes:
        best = scores.max(axis=1).astype(np.float64)
        columns += [best, log_odds(confidences(scores, 1.0).max(axis=1))]
    return np.stack(columns, axis=1)
