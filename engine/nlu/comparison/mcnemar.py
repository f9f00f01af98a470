"""Whether two classifiers differ on the same sentences (McNemar 1947, the exact binomial form)."""

from math import comb


def mcnemar(won: int, lost: int) -> float:
    """How likely a split at least as uneven is if won and lost were equally likely: two-sided."""
    total = won + lost
    tail = sum(comb(total, count) for count in range(min(won, lost) + 1))
    chance: float = 2 * tail / 2**total
    return min(1.0, chance)
