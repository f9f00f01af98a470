"""A text as weighted rows of the gram table: sublinear counts times rarity, each block of length 1.

The weights are those of scikit-learn's `TfidfVectorizer(sublinear_tf=True, norm="l2")`, block by
block, so that what it trained gives the same answers here.
"""

import math
from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from engine.nlu.protocol import Floats, Indices


class Vector(Struct, frozen=True, array_like=True):
    """The rows that a text touches, ascending, and its weight in each."""

    rows: Indices
    weights: Floats


def weigh(rows: Sequence[int], rarity: Floats, starts: Indices, shares: Floats) -> Vector:
    """The vector of a text from its rows with repeats.

    `rarity` is the inverse document frequency of each row, `starts` the first row of each block
    and the end of the last, `shares` the length that each block has at the end.
    """
    if not rows:
        return Vector(np.empty(0, np.int64), np.empty(0, np.float32))
    every = np.array(rows)
    every.sort()
    first = np.empty(len(every), dtype=bool)
    first[0] = True
    np.not_equal(every[1:], every[:-1], out=first[1:])
    found = every[first]
    weights = rarity[found]
    if len(found) < len(every):
        counts = np.diff(np.append(np.flatnonzero(first), len(every)))
        weights *= 1.0 + np.log(counts)
    cuts = found.searchsorted(starts).tolist()
    for start, end, share in zip(cuts, cuts[1:], shares.tolist(), strict=False):
        block = weights[start:end]
        length = math.sqrt(block.dot(block))
        if length > 0:
            block *= share / length
    return Vector(found, weights)


def rarity(documents: Indices, n_texts: int, power: float) -> Floats:
    """The smoothed inverse document frequency 1 + ln((1 + n) / (1 + documents)), to a power."""
    frequency = (1.0 + np.log((1.0 + n_texts) / (1.0 + documents))) ** power
    rounded: Floats = frequency.astype(np.float32)
    return rounded
