"""Whether two shares differ by more than chance."""

from math import exp, lgamma, sqrt

import numpy as np

from engine.analytics.statistics.interval import beyond

# Tables as likely as the one that was counted, but for rounding, count as not more likely.
_ROUNDING = 1 + 1e-7


def two_shares_p(part_a: int, whole_a: int, part_b: int, whole_b: int) -> float:
    """The two-sided p-value of equal shares; 1 where one side has nothing.

    The test that I. Campbell (2007, "Chi-squared and Fisher-Irwin tests of two-by-two tables with
    small sample recommendations") recommends: chi-squared with N - 1 where all four expected
    counts are at least 1, else Fisher's exact test by Irwin's rule.
    """
    parts, everyone = part_a + part_b, whole_a + whole_b
    rest = everyone - parts
    if not (whole_a and whole_b and parts and rest):
        return 1.0
    if min(whole_a, whole_b) * min(parts, rest) >= everyone:
        crossed = part_a * (whole_b - part_b) - part_b * (whole_a - part_a)
        return beyond(crossed * sqrt((everyone - 1) / (whole_a * whole_b) / (parts * rest)))
    return _fisher(part_a, whole_a, parts, everyone)


def _fisher(part: int, whole: int, parts: int, everyone: int) -> float:
    """The chance of all tables with these sums that are not more likely than this one."""
    least, most = max(0, whole + parts - everyone), min(whole, parts)
    none = _choices(everyone, whole)
    chances = np.array(
        [
            exp(_choices(parts, each) + _choices(everyone - parts, whole - each) - none)
            for each in range(least, most + 1)
        ]
    )
    return min(float(chances[chances <= chances[part - least] * _ROUNDING].sum()), 1.0)


def _choices(whole: int, part: int) -> float:
    """The logarithm of the number of ways to choose a part."""
    return lgamma(whole + 1) - lgamma(part + 1) - lgamma(whole - part + 1)
