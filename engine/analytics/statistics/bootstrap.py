"""The interval of any figure, by drawing again from what was seen."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.analytics.statistics.interval import LEVEL, Interval

DRAWS = 2000


def bootstrap(
    size: int,
    figure: Callable[[NDArray[np.int64]], float],
    seed: int,
    level: float = LEVEL,
    draws: int = DRAWS,
) -> Interval:
    """The percentile interval (B. Efron, 1979) of `figure(chosen)`, where `chosen` holds `size`
    places drawn with replacement: rows, or whole days where rows of a day depend on each other.
    NaN in a draw leaves it out; without any, from -infinity to infinity."""
    chance = np.random.default_rng(seed)
    found = np.array([figure(chance.integers(0, size, size)) for _ in range(draws if size else 0)])
    found = found[~np.isnan(found)]
    if not found.size:
        return Interval(-np.inf, np.inf)
    low, high = np.quantile(found, [0.5 - level / 2, 0.5 + level / 2])
    return Interval(float(low), float(high))
