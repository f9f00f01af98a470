"""Several classifiers as one: their margins, weighed so that held-out phrases are likeliest."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import numpy as np
from msgspec import Meta, Struct
from msgspec.structs import replace

from engine.nlu.arrays import pack_json, unpack_json
from engine.nlu.protocol import Draft, Files, Floats, Lesson, Settings, groups_of


class EnsembleSettings(Settings, frozen=True, kw_only=True):
    """With fewer than `enough` held-out phrases every classifier weighs as much as another."""

    enough: Annotated[int, Meta(ge=2)] = 20


class _Saved(Struct, frozen=True):
    # Weights in the order of the names, for every group of classifiers that may have voted.
    weights: dict[str, tuple[float, ...]] = {}


class Ensemble:
    """Sets the draft's scores to the weighed sum of the votes.

    Which classifiers vote differs from message to message, and so do the weights: a vote counts
    for less beside another.
    """

    Settings = EnsembleSettings

    def __init__(self, settings: EnsembleSettings) -> None:
        self.settings = settings
        self._learned = _Saved()

    def fit(self, lesson: Lesson) -> Lesson:
        from engine.nlu.weighing import weights  # noqa: PLC0415 - scipy is for training alone

        rows = lesson.rows_held_out()
        if len(rows) < self.settings.enough or not lesson.votes:
            return lesson
        labels = lesson.labels[rows]
        learned = {}
        for group in groups_of(lesson.votes):
            scores = np.stack([lesson.votes[name].scores[rows] for name in group])
            learned[_key(group)] = tuple(round(each, 6) for each in weights(scores, labels))
        self._learned = _Saved(learned)
        return replace(lesson, held_out=self._together(lesson))

    def read(self, draft: Draft) -> None:
        if draft.votes:
            draft.scores = self._sum(draft.votes)

    def save(self) -> Files:
        return {"ensemble.json": pack_json(self._learned)}

    def load(self, files: Mapping[str, bytes]) -> None:
        self._learned = unpack_json(files, "ensemble.json", _Saved)

    def _together(self, lesson: Lesson) -> Floats:
        """What the classifiers that are asked about an example say of it."""
        total = np.full_like(next(iter(lesson.votes.values())).scores, np.nan)
        for group in groups_of(lesson.votes):
            rows = lesson.asked(group)
            total[rows] = self._sum({name: lesson.votes[name].scores[rows] for name in group})
        return total

    def _sum(self, votes: Mapping[str, Floats]) -> Floats:
        names = sorted(votes)
        weights = self._learned.weights.get(_key(names), (1.0,) * len(names))
        parts = [votes[name] * np.float32(w) for name, w in zip(names, weights, strict=True)]
        total: Floats = np.sum(parts, axis=0)
        return total


def _key(names: Sequence[str]) -> str:
    return "+".join(names)
