"""From scores to confidence: shares as sharp as makes held-out examples likeliest, the best of them
bent so that it is right as often as it says."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from engine.nlu.protocol import Floats, Indices

# Sharpness is looked for on this scale: 1 step is 6 %.
_SHARPNESS = np.exp(np.arange(np.log(0.25), np.log(40.0), 0.06))

# Odds beyond these are certainty.
_NEAR = 1e-4
_NEWTON_STEPS = 25
_RIDGE = 1.0
_LEAST_SLOPE = 0.1
# What stood second stays second, also where there is room for more.
_BELOW = 0.99


def fit_sharpness(scores: Floats, familiar: Floats, labels: Indices) -> float:
    """The sharpness under which the labels are likeliest, of shares that `familiar` lowers."""
    losses = [
        -np.log(
            (confidences(scores, sharpness)[np.arange(len(labels)), labels] * familiar) + 1e-9
        ).mean()
        for sharpness in _SHARPNESS
    ]
    return float(_SHARPNESS[int(np.argmin(losses))])


def confidences(scores: Floats, sharpness: float) -> Floats:
    """The share of each intent, the last axis; of an only intent its score itself."""
    if scores.shape[-1] == 1:
        return np.clip(scores, 0, 1)
    powers = np.exp((scores - scores.max(axis=-1, keepdims=True)) * np.float32(sharpness))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


class Bend(Struct, frozen=True):
    """A line over log-odds, `slope` over 0 (Platt 1999). Unfitted it changes nothing."""

    slope: float = 1.0
    shift: float = 0.0

    @classmethod
    def of(cls, confidence: Floats, right: NDArray[np.bool_]) -> "Bend":
        """The line under which what was right and what was wrong are likeliest; the unfitted one
        where there is none."""
        slope, shift = likeliest_line(log_odds(confidence)[:, None], right)
        if not np.isfinite((slope, shift)).all() or not _LEAST_SLOPE < slope < 1 / _LEAST_SLOPE:
            return cls()
        return cls(round(float(slope), 6), round(float(shift), 6))

    def apply(self, chances: Floats) -> Floats:
        """The chances, the best of each row bent, the others as much more or less likely as
        that leaves room, none above the best."""
        best = chances.argmax(axis=-1, keepdims=True)
        top = np.take_along_axis(chances, best, axis=-1)
        bent = share(self.slope * log_odds(top) + self.shift)
        rest = chances.copy()
        np.put_along_axis(rest, best, 0.0, axis=-1)
        room = (1 - bent) / np.maximum(1 - top, _NEAR)
        most = _BELOW * bent / np.maximum(rest.max(axis=-1, keepdims=True), _NEAR)
        rest *= np.minimum(room, most)
        np.put_along_axis(rest, best, bent, axis=-1)
        found: Floats = rest.astype(np.float32)
        return found


def likeliest_line(features: NDArray[np.float64], aim: NDArray[np.bool_]) -> NDArray[np.float64]:
    """A weight a feature, (n_rows, n_features), and a shift, under which the aim is likeliest:
    logistic regression by Newton's method, its steps halved while they overshoot."""
    middle, width = features.mean(axis=0), features.std(axis=0)
    width = np.where(width > _NEAR, width, 1.0)
    places = np.column_stack(((features - middle) / width, np.ones(len(features))))

    def loss(line: NDArray[np.float64]) -> float:
        odds = places @ line
        return float((np.logaddexp(0, odds) - aim * odds).sum() + _RIDGE * line @ line / 2)

    line = np.zeros(places.shape[1])
    for _ in range(_NEWTON_STEPS):
        chance = share(places @ line)
        curve = (places.T * (chance * (1 - chance))) @ places + _RIDGE * np.eye(len(line))
        step = np.linalg.solve(curve, places.T @ (aim - chance) - _RIDGE * line)
        while loss(line + step) > loss(line) and np.abs(step).max() > _NEAR:
            step /= 2
        line = line + step
    weights = line[:-1] / width
    return np.append(weights, line[-1] - weights @ middle)


def log_odds(confidence: Floats) -> NDArray[np.float64]:
    """The log-odds of a share; of certainty those of something less."""
    inside = np.clip(confidence.astype(np.float64), _NEAR, 1 - _NEAR)
    odds: NDArray[np.float64] = np.log(inside / (1 - inside))
    return odds


def share(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of log-odds."""
    found: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(odds, -50, 50)))
    return found
