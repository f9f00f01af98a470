"""From margins to confidence that means something, and the threshold that counts as understood.

Confidence is a softmax of the margins times a sharpness that makes held-out phrases likeliest
(temperature scaling: Guo et al. 2017, "On Calibration of Modern Neural Networks"), bent so that the
best guess of them is right as often as it says (Platt 1999).
"""

from collections.abc import Mapping
from typing import Annotated

import numpy as np
from msgspec import Meta, Struct
from msgspec.structs import replace

from engine.nlu.arrays import pack_json, unpack_json
from engine.nlu.confidence import Bend, confidences, fit_sharpness
from engine.nlu.protocol import Draft, Files, Lesson, Settings
from engine.types.reading import Guess

# Right and wrong held-out phrases, each, under which a bend would follow chance.
_ENOUGH_TO_BEND = 50

# With few intents, held-out phrases alone would let mere chance through.
_OVER_CHANCE = 1.5
# Confidences have four digits.
_JUST_ABOVE = 1e-4


class CalibrationSettings(Settings, frozen=True, kw_only=True):
    """Confidence is lowered by how much of the message is in no phrase, to the power
    `familiarity`: the rest is the chance that no intent is meant. `keep` is the share of rightly
    understood held-out phrases that the threshold lets through: more of it understands more, less
    of it refuses more of what the bot does not know. With fewer than `enough` such phrases,
    `sharpness` is the given one and the threshold lies halfway from the confidence of mere chance
    to 1; it is never under one and a half times chance. A `threshold` above 0 is taken as it is.
    A message whose first guess leads the second by less than `ambiguity` is not understood: its own
    threshold is raised above the guess. At most `guesses` are listed.
    """

    keep: Annotated[float, Meta(gt=0, le=1)] = 0.98
    enough: Annotated[int, Meta(ge=2)] = 20
    sharpness: Annotated[float, Meta(gt=0, le=100)] = 4.0
    familiarity: Annotated[float, Meta(ge=0, le=4)] = 1.0
    threshold: Annotated[float, Meta(ge=0, le=1)] = 0.0
    ambiguity: Annotated[float, Meta(ge=0, le=1)] = 0.0
    guesses: Annotated[int, Meta(ge=1, le=100)] = 10


class _Saved(Struct, frozen=True):
    intents: tuple[str, ...] = ()
    sharpness: float = 4.0
    threshold: float = 0.5
    bend: Bend = Bend()


class Calibration:
    """Turns the draft's scores into guesses, and sets the threshold."""

    Settings = CalibrationSettings

    def __init__(self, settings: CalibrationSettings) -> None:
        self.settings = settings
        self._learned = _Saved()

    def fit(self, lesson: Lesson) -> Lesson:
        chance = 1.0 / max(len(lesson.intents), 1)
        threshold = 0.5 if len(lesson.intents) < 2 else (1.0 + chance) / 2
        sharpness = self.settings.sharpness
        if lesson.held_out is None:
            self._learned = _Saved(lesson.intents, sharpness, self.settings.threshold or threshold)
            return lesson
        rows = lesson.rows_held_out()
        scores, labels = lesson.held_out[rows], lesson.labels[rows]
        familiar = np.ones(len(rows), dtype=np.float32)
        if lesson.familiar is not None:
            familiar = lesson.familiar[rows] ** self.settings.familiarity
        enough = self.settings.enough
        if len(lesson.intents) > 1 and len(rows) >= enough:
            sharpness = fit_sharpness(scores, familiar, labels)
        chances = confidences(scores, sharpness) * familiar[:, None]
        right, bend = chances.argmax(axis=1) == labels, Bend()
        if len(lesson.intents) > 1 and min(right.sum(), (~right).sum()) >= _ENOUGH_TO_BEND:
            bend = Bend.of(chances.max(axis=1), right)
            chances = bend.apply(chances)
        if len(lesson.intents) > 1 and right.sum() >= enough:
            quantile = float(np.quantile(chances[right].max(axis=1), 1 - self.settings.keep))
            threshold = max(quantile, _OVER_CHANCE * chance)
        threshold = self.settings.threshold or threshold
        self._learned = _Saved(lesson.intents, round(sharpness, 6), round(threshold, 4), bend)
        return replace(lesson, chances=chances, threshold=threshold)

    def read(self, draft: Draft) -> None:
        learned = self._learned
        draft.threshold = learned.threshold
        if draft.scores is None:
            return
        known = np.float32(draft.familiar**self.settings.familiarity)
        chances = learned.bend.apply(confidences(draft.scores, learned.sharpness) * known)
        draft.chances = chances
        best = (-chances).argsort(kind="stable")[: self.settings.guesses]
        draft.intents = tuple(
            Guess(learned.intents[at], round(chance, 4))
            for at, chance in zip(best.tolist(), chances[best].tolist(), strict=True)
        )
        if self.settings.ambiguity and len(chances) > 1:
            second, first = np.partition(chances, -2)[-2:].tolist()
            if first - second < self.settings.ambiguity:
                draft.threshold = max(draft.threshold, round(first, 4) + _JUST_ABOVE)

    def save(self) -> Files:
        return {"calibration.json": pack_json(self._learned)}

    def load(self, files: Mapping[str, bytes]) -> None:
        self._learned = unpack_json(files, "calibration.json", _Saved)
