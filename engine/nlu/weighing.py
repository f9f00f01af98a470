"""Weights of classifiers beside each other, by their likelihood on held-out phrases."""

import numpy as np
from numpy.typing import NDArray

from engine.nlu.protocol import Floats, Indices
from engine.types.issue import TertuliaError

try:
    from scipy.optimize import minimize  # type: ignore[import-untyped]  # scipy has no types
except ImportError as error:
    raise TertuliaError(
        "training needs scikit-learn, which is not installed here; run "
        "`pip install tertulia[train]` (a trained bundle is served without it)"
    ) from error

_START = 2.0
_HIGHEST = 50.0
# Keeps weights finite where every held-out phrase is right.
_PENALTY = 1e-4


def weights(scores: Floats, labels: Indices) -> list[float]:
    """A weight for each of `scores`, (n_classifiers, n_texts, n_intents), 0 or more, so that the
    labels are likeliest under the softmax of the weighed sum: a convex problem."""
    texts = np.arange(len(labels))
    of_label = scores[:, texts, labels]

    def loss(weight: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total = np.tensordot(weight, scores, 1)
        powers = np.exp(total - total.max(axis=1, keepdims=True))
        shares = powers / powers.sum(axis=1, keepdims=True)
        unlikely = -np.log(shares[texts, labels] + 1e-12).mean()
        slope = (np.einsum("tc,ktc->kt", shares, scores) - of_label).mean(axis=1)
        return unlikely + _PENALTY * (weight @ weight), slope + 2 * _PENALTY * weight

    start = np.full(len(scores), _START)
    bounds = [(0.0, _HIGHEST)] * len(scores)
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B")
    return [float(each) for each in found.x]
