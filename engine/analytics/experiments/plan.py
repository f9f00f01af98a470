"""How many people an experiment needs, and how long that takes."""

from math import ceil, inf, sqrt
from statistics import NormalDist, median

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from engine.analytics.statistics import sample_size, sequential
from engine.analytics.statistics.interval import LEVEL
from engine.analytics.statistics.power import POWER
from engine.types.issue import TertuliaError

# Experiments of chance by which a plan is tried, and how often each is looked at.
TRIES, LOOKS = 400, 50


class Plan(Struct, frozen=True):
    """`most` people in each arm, who come in `days`, are enough to find the effect with the power
    asked for, looking as often as one likes. Tried on experiments of chance: where the effect is
    there, `found` of them see it, half of these by day `half_days`; where it is not, `misled`
    of them see one. `fixed` people in `fixed_days` would do for one single look at the end.
    """

    most: int
    days: float
    found: float
    half_days: float
    misled: float
    fixed: int
    fixed_days: float


def plan(
    base: float,
    effect: float,
    per_day: float,
    *,
    arms: int = 2,
    power: float = POWER,
    level: float = LEVEL,
    seed: int = 0,
) -> Plan:
    """A plan for so many arms, dealt out alike, of `per_day` people in all.

    `base` is the share that succeeds today, `effect` the least difference that matters. With more
    than two arms each is compared with the first at a higher level, so that all are right together.
    """
    if not (0 <= base <= 1 and effect > 0 and base + effect <= 1):
        raise TertuliaError(f"base {base}, effect {effect}: give shares that sum to at most 1")
    if per_day <= 0 or arms < 2:
        raise TertuliaError(f"{per_day} people a day, {arms} arms: give some people and two arms")
    each = 1 - (1 - level) / (arms - 1)
    most = _most(base, effect, power, each)
    fixed = sample_size(base, effect, power, each)
    days, fixed_days = most * arms / per_day, fixed * arms / per_day
    chance = np.random.default_rng(seed)
    ends = _ends(chance, [base, base + effect, *[base] * (arms - 2)], most, effect, each)
    found = [end for end in ends if end < inf]
    misled = _ends(chance, [base] * arms, most, effect, each)
    return Plan(
        most,
        days,
        len(found) / TRIES,
        median(found) * days if found else inf,
        sum(end < inf for end in misled) / TRIES,
        fixed,
        fixed_days,
    )


def _most(base: float, effect: float, power: float, level: float) -> int:
    """The least size at which the interval of an arm that is better by the effect is above 0 with
    the power asked for, by the normal approximation."""
    beyond = NormalDist().inv_cdf(power)
    other = base + effect

    def is_enough(size: int) -> bool:
        spread = sqrt((base * (1 - base) + other * (1 - other)) / size)
        seen = sequential(round(base * size), size, round(other * size), size, effect, level)
        return seen.interval.low >= beyond * spread

    high = 1
    while not is_enough(high):
        high *= 2
    low = high // 2
    while high - low > max(1, high // 1000):
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return high


def _ends(
    chance: np.random.Generator, shares: list[float], most: int, effect: float, level: float
) -> list[float]:
    """When each experiment of chance sees an arm differ from the first, as a share of its whole
    length; infinite where it never does."""
    sizes = [ceil(most * look / LOOKS) for look in range(1, LOOKS + 1)]
    steps = np.diff([0, *sizes])
    found = []
    for _ in range(TRIES):
        drawn = np.array([chance.binomial(steps, share) for share in shares])
        found.append(_end(np.cumsum(drawn, axis=1), sizes, effect, level))
    return found


def _end(counts: NDArray[np.int64], sizes: list[int], effect: float, level: float) -> float:
    control, *others = counts.tolist()
    for look, size in enumerate(sizes):
        for arm in others:
            seen = sequential(control[look], size, arm[look], size, effect, level)
            if seen.p < 1 - level:
                return (look + 1) / LOOKS
    return inf
