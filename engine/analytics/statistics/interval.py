"""An interval, and how wide it is for a level of confidence."""

from statistics import NormalDist
from typing import NamedTuple

LEVEL = 0.95
_NORMAL = NormalDist()


class Interval(NamedTuple):
    """From `low` to `high`, both included."""

    low: float
    high: float


def z_of(level: float) -> float:
    """How many standard deviations to both sides hold this share of a normal distribution."""
    return _NORMAL.inv_cdf(0.5 + level / 2)


def beyond(z: float) -> float:
    """The share of a normal distribution that lies farther than z deviations, on both sides."""
    return 2 * _NORMAL.cdf(-abs(z))
