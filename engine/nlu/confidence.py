"""From scores to shares that sum to 1, as sharp as makes held-out examples likeliest."""

import numpy as np

from engine.nlu.protocol import Floats, Indices

# Sharpness is looked for on this scale: 1 step is 6 %.
_SHARPNESS = np.exp(np.arange(np.log(0.25), np.log(40.0), 0.06))


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
