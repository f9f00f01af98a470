"""Whether confidence means what it says: of answers at 0.9, nine in ten should be right.

The expected calibration error is that of Naeini, Cooper and Hauskrecht 2015: the distance from
confidence to accuracy over equally wide bins, each weighed by its share of the answers.
"""

import numpy as np
from msgspec import Struct

from engine.nlu.evaluation.by_intent import share
from engine.nlu.evaluation.trial import Trial

BINS = 15


class CalibrationBin(Struct, frozen=True):
    """Answers whose confidence lies from `low` to `high`: their mean confidence, the share of
    them that is right, and how many they are."""

    low: float
    high: float
    confidence: float
    accuracy: float
    count: int


def calibration_curve(trial: Trial, bins: int = BINS) -> tuple[CalibrationBin, ...]:
    """The bins that hold an answer, from the least to the most sure."""
    place = np.minimum((trial.confidence * bins).astype(int), bins - 1)
    return tuple(
        CalibrationBin(
            low=round(at / bins, 4),
            high=round((at + 1) / bins, 4),
            confidence=round(float(trial.confidence[place == at].mean()), 4),
            accuracy=round(float(trial.right[place == at].mean()), 4),
            count=int((place == at).sum()),
        )
        for at in np.unique(place).tolist()
    )


def calibration_error(trial: Trial, bins: int = BINS) -> float:
    """The expected calibration error, from 0 to 1."""
    curve = calibration_curve(trial, bins)
    gaps = sum(abs(each.confidence - each.accuracy) * each.count for each in curve)
    return share(gaps, len(trial.examples))
