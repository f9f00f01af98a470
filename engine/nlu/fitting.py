"""The half of the classifiers that needs scikit-learn: weights from examples.

Imported only while training; what it gives is served without it.
"""

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from engine.nlu.protocol import Floats, Indices
from engine.types.issue import TertuliaError

try:
    import scipy.linalg  # type: ignore[import-untyped]  # scipy has no types
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC
    from threadpoolctl import (  # type: ignore[import-untyped]  # threadpoolctl has no types
        threadpool_limits,
    )
except ImportError as error:
    raise TertuliaError(
        "training needs scikit-learn, which is not installed here; run "
        "`pip install tertulia[train]` (a trained bundle is served without it)"
    ) from error

# Support vectors stop here: a tenth of it takes twice the time and changes no accuracy.
_SVM_TOLERANCE = 0.1
# Logistic regression stops here: more iterations change no answer of the benchmarks' sets.
_ITERATIONS = 60
_TOLERANCE = 1e-3
# Keeps the kernel of repeated phrases positive definite.
_RIDGE = 1e-6


class Linear(Struct, frozen=True):
    """Weights (n_grams, n_intents) and biases (n_intents) of a linear classifier."""

    weights: Floats
    biases: Floats


Fit = Callable[[Any, Indices, int], Linear]


def support_vectors(strength: float, seed: int) -> Fit:
    """One hyperplane an intent, all at once (Crammer and Singer 2001): for sentences as right as
    one against the rest and fitted in half the time."""

    def fit(matrix: Any, labels: Indices, n_intents: int) -> Linear:
        model = LinearSVC(
            C=strength, multi_class="crammer_singer", tol=_SVM_TOLERANCE, random_state=seed
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(matrix, labels)
        return spread(model.coef_.T, model.intercept_, model.classes_, n_intents)

    return fit


def blend(parts: Sequence[tuple[float, Fit]]) -> Fit:
    """The weighed sum of classifiers, which is one linear classifier again."""

    def fit(matrix: Any, labels: Indices, n_intents: int) -> Linear:
        fitted = [(share, fit_one(matrix, labels, n_intents)) for share, fit_one in parts]
        weights = sum(share * linear.weights for share, linear in fitted)
        biases = sum(share * linear.biases for share, linear in fitted)
        return Linear(np.asarray(weights, np.float32), np.asarray(biases, np.float32))

    return fit


def logistic_over_vectors(strength: float) -> Fit:
    """Multinomial logistic regression over dense vectors."""

    def fit(matrix: Any, labels: Indices, n_intents: int) -> Linear:
        model = LogisticRegression(C=strength, max_iter=_ITERATIONS, tol=_TOLERANCE)
        with warnings.catch_warnings(), threadpool_limits(1):
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(matrix, labels)
        return spread(model.coef_.T, model.intercept_, model.classes_, n_intents)

    return fit


def logistic(strength: float) -> Fit:
    """Multinomial logistic regression, fitted in the space that the examples span.

    With few examples and many grams, the Cholesky factor of the examples' kernel has the same
    inner products in far fewer columns; weights of that space turn back into weights of grams.
    """

    def fit(matrix: Any, labels: Indices, n_intents: int) -> Linear:
        kernel = (matrix @ matrix.T).toarray()
        model = LogisticRegression(C=strength, max_iter=_ITERATIONS, tol=_TOLERANCE)
        # More threads than one lose more by waiting for each other than they gain.
        with warnings.catch_warnings(), threadpool_limits(1):
            warnings.simplefilter("ignore", ConvergenceWarning)
            factor = np.linalg.cholesky(kernel + _RIDGE * np.eye(len(kernel)))
            model.fit(factor, labels)
        duals = scipy.linalg.solve_triangular(factor, model.coef_.T, lower=True, trans="T")
        return spread(matrix.T @ duals, model.intercept_, model.classes_, n_intents)

    return fit


def centroid(matrix: Any, _labels: Indices, n_intents: int) -> Linear:
    """The direction of all phrases of the only intent: the score is a cosine, from 0 to 1."""
    total = np.asarray(matrix.sum(axis=0)).ravel()
    length = np.linalg.norm(total) * np.sqrt(matrix.multiply(matrix).sum(axis=1).max())
    column = (total / max(length, _RIDGE)).astype(np.float32)
    return Linear(column.reshape(-1, 1), np.zeros(n_intents, dtype=np.float32))


def score_held_out(
    matrix_of: Callable[[Indices], Any],
    labels: Indices,
    folds: Sequence[Indices],
    n_intents: int,
    fit: Fit,
) -> Floats:
    """Scores (n_texts, n_intents) of each fold by a classifier that did not learn from it.

    `matrix_of` gives every text as a row, weighed by what the learned ones tell.
    """
    scores = np.full((len(labels), n_intents), np.nan, dtype=np.float32)
    for fold in folds:
        learned = np.delete(np.arange(len(labels)), fold)
        matrix = matrix_of(learned)
        linear = fit(matrix[learned], labels[learned], n_intents)
        scores[fold] = matrix[fold] @ linear.weights + linear.biases
    return scores


def spread(coefficients: Any, biases: Any, classes: Any, n_intents: int) -> Linear:
    """Weights with a column an intent: two classes come as one column, absent ones as none."""
    if len(classes) == 2:
        coefficients = np.hstack((-coefficients, coefficients))
        biases = np.concatenate((-biases, biases))
    weights = np.zeros((len(coefficients), n_intents), dtype=np.float32)
    weights[:, classes] = coefficients
    every_bias = np.full(n_intents, -1.0, dtype=np.float32)
    every_bias[classes] = biases
    return Linear(weights, every_bias)
