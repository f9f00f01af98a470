"""Whether people were dealt out to the arms as they should have been."""

from collections.abc import Sequence
from math import erfc, exp, fsum, pi, sqrt


def sample_ratio_p(counts: Sequence[int], weights: Sequence[float] | None = None) -> float:
    """The p-value of Pearson's chi-squared test that the counts follow the weights, equal ones
    unless given; 1 for one arm or nobody.

    Below 0.001 something is wrong with who is in which arm, and no comparison means anything
    (A. Fabijan et al., 2019, "Diagnosing sample ratio mismatch in online controlled experiments").
    """
    shares = [1.0] * len(counts) if weights is None else list(weights)
    everyone, whole = sum(counts), fsum(shares)
    if len(shares) != len(counts) or min(shares, default=1) <= 0:
        raise ValueError(f"{len(counts)} counts, weights {shares}: give each a weight above 0")
    if len(counts) < 2 or not everyone:
        return 1.0
    expected = [everyone * share / whole for share in shares]
    pairs = zip(counts, expected, strict=True)
    return chi_squared_p(fsum((n - mean) ** 2 / mean for n, mean in pairs), len(counts) - 1)


def chi_squared_p(statistic: float, degrees: int) -> float:
    """The chance that chi-squared is above the statistic: the finite sums for whole degrees of
    freedom (Abramowitz and Stegun, 26.4.4 and 26.4.5)."""
    half = statistic / 2
    if degrees % 2:
        chance, term = erfc(sqrt(half)), exp(-half) * sqrt(half / pi) * 2
        steps = range(3, degrees + 1, 2)
    else:
        chance, term = exp(-half), exp(-half) * half
        steps = range(4, degrees + 1, 2)
    for step in steps:
        chance += term
        term *= statistic / step
    return chance
