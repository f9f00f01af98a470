"""When what classifiers say is enough, so that a slower one need not be asked."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from engine.nlu.confidence import confidences, fit_sharpness
from engine.nlu.protocol import Floats, Lesson

_NEVER = 2.0  # a confidence that no message reaches


class Certainty(Struct, frozen=True):
    """The confidence, at a sharpness, from which scores suffice."""

    sharpness: float = 1.0
    least: float = _NEVER

    @classmethod
    def of(cls, lesson: Lesson, share: float, enough: int) -> "Certainty":
        """The lowest confidence from which this share of held-out examples is right."""
        rows = lesson.rows_held_out()
        if lesson.held_out is None or len(rows) < enough:
            return cls()
        scores, labels, known = lesson.held_out[rows], lesson.labels[rows], _known(lesson)[rows]
        sharpness = round(fit_sharpness(scores, known, labels), 6)
        sure = confidences(scores, sharpness).max(axis=1) * known
        order = np.argsort(-sure, kind="stable")
        right = (scores.argmax(axis=1) == labels)[order]
        shares = np.cumsum(right) / np.arange(1, len(rows) + 1)
        reached = np.flatnonzero(shares >= share)
        return cls(sharpness, float(sure[order[reached[-1]]]) if len(reached) else _NEVER)

    def is_sure(self, scores: Floats, familiar: float) -> bool:
        """Whether the scores of one message suffice."""
        return float(confidences(scores, self.sharpness).max()) * familiar >= self.least

    def of_held_out(self, lesson: Lesson) -> NDArray[np.bool_]:
        """Which examples of the lesson are sure; none that was not held out."""
        if lesson.held_out is None:
            return np.zeros(len(lesson.examples), dtype=np.bool_)
        confidence = confidences(lesson.held_out, self.sharpness).max(axis=1) * _known(lesson)
        # What is not a number reaches nothing.
        sure: NDArray[np.bool_] = confidence >= self.least
        return sure


def _known(lesson: Lesson) -> Floats:
    ones = np.ones(len(lesson.examples), dtype=np.float32)
    return ones if lesson.familiar is None else lesson.familiar
