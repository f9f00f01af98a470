"""Whether people were dealt out to the arms as they should have been."""

from collections.abc import Sequence
from math import erfc, exp, fsum, lgamma, log, pi, sqrt


def sample_ratio_p(counts: Sequence[int], weights: Sequence[float] | None = None) -> float:
    """The p-value of Pearson's chi-squared test that the counts follow the weights, equal ones
    unless given; 1 for one arm or nobody.

    Below 0.001 something is wrong with who is in which arm, and no comparison means anything
    (A. Fabijan et al., 2019, "Diagnosing sample ratio mismatch in online controlled experiments").
    """
    shares, everyone = _shares(counts, weights), sum(counts)
    if len(counts) < 2 or not everyone:
        return 1.0
    expected = [everyone * share for share in shares]
    pairs = zip(counts, expected, strict=True)
    return chi_squared_p(fsum((n - mean) ** 2 / mean for n, mean in pairs), len(counts) - 1)


def sequential_ratio_p(counts: Sequence[int], weights: Sequence[float] | None = None) -> float:
    """The same for those who look as often as they like: the chance that it ever falls to 1 %
    where people are dealt out right is at most 1 %, exactly.

    The mixture of multinomials over all shares alike (M. Lindon and A. Malek, 2022, "Anytime-valid
    inference for multinomial count data").
    """
    shares, everyone, arms = _shares(counts, weights), sum(counts), len(counts)
    mixed = lgamma(arms) - lgamma(arms + everyone) + fsum(lgamma(1 + n) for n in counts)
    planned = fsum(n * log(share) for n, share in zip(counts, shares, strict=True))
    return exp(min(planned - mixed, 0.0))


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


def _shares(counts: Sequence[int], weights: Sequence[float] | None) -> list[float]:
    given = [1.0] * len(counts) if weights is None else list(weights)
    if len(given) != len(counts) or min(given, default=1) <= 0:
        raise ValueError(f"{len(counts)} counts, weights {given}: give each a weight above 0")
    whole = fsum(given)
    return [weight / whole for weight in given]
