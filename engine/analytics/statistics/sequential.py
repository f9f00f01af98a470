"""Whether two shares differ, for those who look as often as they like and stop when they see it."""

from math import exp, log, sqrt

from msgspec import Struct

from engine.analytics.statistics.interval import LEVEL, Interval

# Successes, and as many failures, that each arm is taken to have had before (A. Agresti and
# B. Coull, 1998). Without them the first few people would look certain.
_PRIOR = 2


class Sequential(Struct, frozen=True):
    """Where the difference b - a lies, valid at every look at once: the chance that `interval`
    ever misses it, or that `p` ever falls to 5 % without one, is at most 5 %."""

    difference: float
    interval: Interval
    p: float


def sequential(
    part_a: int, whole_a: int, part_b: int, whole_b: int, effect: float, level: float = LEVEL
) -> Sequential:
    """The comparison of two shares so far. `effect` is the difference that one plans to find, the
    same at every look: there the interval is narrowest; it is valid whatever it is.

    The mixture sequential probability ratio test with a normal mixture of deviation `effect`
    (R. Johari, P. Koomen, L. Pekelis and D. Walsh, 2022, "Always valid inference: continuous
    monitoring of A/B tests", equations 8 to 11), on shares with two successes and two failures
    more in each arm. It rests on the normal approximation; how often it errs is measured by
    `python -m tests.benchmarks.intervals`.
    """
    if not effect > 0:
        raise ValueError(f"effect {effect}: give the difference that matters, above 0")
    (a, spread_a), (b, spread_b) = _arm(part_a, whole_a), _arm(part_b, whole_b)
    spread, mixture = spread_a + spread_b, effect * effect
    both = spread + mixture
    half = sqrt(2 * spread * both / mixture * (log(both / spread) / 2 - log(1 - level)))
    middle = b - a
    against = mixture * middle * middle / (2 * spread * both) - log(both / spread) / 2
    difference = part_b / whole_b - part_a / whole_a if whole_a and whole_b else 0.0
    around = Interval(max(middle - half, -1.0), min(middle + half, 1.0))
    return Sequential(difference, around, exp(min(-against, 0.0)))


def _arm(part: int, whole: int) -> tuple[float, float]:
    """The share, and the variance that it has by chance."""
    many = whole + 2 * _PRIOR
    share = (part + _PRIOR) / many
    return share, share * (1 - share) / many
