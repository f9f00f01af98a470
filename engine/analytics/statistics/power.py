"""How many people a comparison of two shares needs, and what it can find."""

from math import ceil, sqrt
from statistics import NormalDist

from engine.analytics.statistics.interval import LEVEL, z_of

_NORMAL = NormalDist()
POWER = 0.8


def sample_size(base: float, effect: float, power: float = POWER, level: float = LEVEL) -> int:
    """How many people each of two arms needs for a test of fixed size to find share `base` +
    `effect` with this power (J. L. Fleiss, 1981, equation 3.14, without continuity correction)."""
    other = base + effect
    if not (0 <= base <= 1 and 0 <= other <= 1) or not effect:
        raise ValueError(f"base {base}, effect {effect}: shares are from 0 to 1 and must differ")
    wide = z_of(level) * _spread_if_equal(base, other) + _NORMAL.inv_cdf(power) * _spread(
        base, other
    )
    return ceil((wide / effect) ** 2)


def power(base: float, effect: float, size: int, level: float = LEVEL) -> float:
    """The chance that a test of fixed size, with `size` people in each arm, finds the effect."""
    other = base + effect
    reach = abs(effect) * sqrt(size) - z_of(level) * _spread_if_equal(base, other)
    spread = _spread(base, other)
    return _NORMAL.cdf(reach / spread) if spread else float(reach > 0)


def detectable_effect(base: float, size: int, power: float = POWER, level: float = LEVEL) -> float:
    """The least rise above `base` that `size` people in each arm find with this power; what is
    left to 1 where no rise is found."""
    low, high = 0.0, 1 - base
    while high - low > 1e-9:
        middle = (low + high) / 2
        if middle and sample_size(base, middle, power, level) <= size:
            high = middle
        else:
            low = middle
    return high


def _spread_if_equal(a: float, b: float) -> float:
    middle = (a + b) / 2
    return sqrt(2 * middle * (1 - middle))


def _spread(a: float, b: float) -> float:
    return sqrt(a * (1 - a) + b * (1 - b))
