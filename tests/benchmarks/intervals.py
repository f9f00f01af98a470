"""How often intervals hold the truth, and how often one who looks all the time is misled.

`python -m tests.benchmarks.intervals [--draws 40000] [--seed 7]`; the last line is JSON.

Shares: in each draw the true shares are uniform between 2 % and 98 %, and each arm has 20 to 1,000
people, at random. Wilson's coverage at one fixed share swings with it, so that the average is what
can be 95 %; `wilson_worst` is the least coverage on a grid of 999 shares, counted exactly. Times:
exponential, the half of people watched for less than it takes. Sequential: a look at each pair of
people, up to `looks`; `plain` is what looking as often with the test of fixed size does.
"""

import argparse
import json
from math import inf, log

import numpy as np
from scipy import stats

from engine.analytics.statistics import (
    bootstrap,
    kaplan_meier,
    newcombe,
    sequential,
    two_shares_p,
    wilson,
)

GRID = np.arange(1, 1000) / 1000
SIZES = (10, 30, 100, 1000)
# The share, and the effect that is planned for.
EXPERIMENTS = ((0.02, 0.01), (0.1, 0.03), (0.3, 0.05), (0.5, 0.1))


def main() -> None:
    """Measures all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=40_000)
    parser.add_argument("--experiments", type=int, default=1000)
    parser.add_argument("--looks", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    found: dict[str, object] = {"seed": given.seed, "draws": given.draws}
    for name, share in coverages(given.draws, given.seed).items():
        found[name] = round(share, 4)
        print(f"{name:>20} {share:.2%}")
    exact = {size: wilson_on_grid(size) for size in SIZES}
    for size, (average, worst) in exact.items():
        print(f"{'wilson, n =':>20} {size}: {average:.2%} on average, at worst {worst:.2%}")
    found["wilson_average"] = {size: round(each[0], 4) for size, each in exact.items()}
    found["wilson_worst"] = {size: round(each[1], 4) for size, each in exact.items()}
    false = {}
    for share, effect in EXPERIMENTS:
        seen, plain = alarms(share, effect, given.experiments, given.looks, given.seed)
        false[f"{share}"] = {"sequential": seen, "plain": plain}
        print(f"{'false alarms, share':>20} {share}: {seen:.1%}, by the plain test {plain:.1%}")
    found |= {"experiments": given.experiments, "looks": given.looks, "false_alarms": false}
    print(json.dumps(found))


def coverages(draws: int, seed: int) -> dict[str, float]:
    """For each kind of interval, the share of draws in which it held the truth."""
    chance = np.random.default_rng(seed)
    return {
        "wilson": _of_wilson(chance, draws),
        "newcombe": _of_newcombe(chance, draws),
        "kaplan_meier": _of_kaplan_meier(chance, draws // 4),
        "kaplan_meier_median": _of_median(chance, draws // 4),
        "bootstrap_mean": _of_bootstrap(chance, max(draws // 40, 100)),
    }


def wilson_on_grid(size: int) -> tuple[float, float]:
    """The average and the least coverage of all shares of the grid, exactly."""
    around = np.array([wilson(part, size) for part in range(size + 1)])
    chances = stats.binom.pmf(np.arange(size + 1)[:, None], size, GRID)
    held = (around[:, :1] <= GRID) & (around[:, 1:] >= GRID)
    covered = (chances * held).sum(axis=0)
    return float(covered.mean()), float(covered.min())


def alarms(
    share: float, effect: float, experiments: int, looks: int, seed: int
) -> tuple[float, float]:
    """How often two equal arms are ever told apart: by the sequential test, by the plain one."""
    chance = np.random.default_rng(seed)
    seen = plain = 0
    for _ in range(experiments):
        a, b = (np.cumsum(chance.random(looks) < share).tolist() for _ in "ab")
        pairs = [(a[n], n + 1, b[n], n + 1) for n in range(looks)]
        seen += any(sequential(*pair, effect).p < 0.05 for pair in pairs)
        plain += any(two_shares_p(*pair) < 0.05 for pair in pairs)
    return seen / experiments, plain / experiments


def _arm(chance: np.random.Generator) -> tuple[float, int, int]:
    share, whole = chance.uniform(0.02, 0.98), int(chance.integers(20, 1001))
    return share, int(chance.binomial(whole, share)), whole


def _of_wilson(chance: np.random.Generator, draws: int) -> float:
    held = 0
    for _ in range(draws):
        share, part, whole = _arm(chance)
        low, high = wilson(part, whole)
        held += low <= share <= high
    return held / draws


def _of_newcombe(chance: np.random.Generator, draws: int) -> float:
    held = 0
    for _ in range(draws):
        (a, *counted_a), (b, *counted_b) = _arm(chance), _arm(chance)
        low, high = newcombe(*counted_a, *counted_b)
        held += low <= b - a <= high
    return held / draws


def _watched(chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    takes, watched = chance.exponential(1.0, 200), chance.exponential(1.0, 200)
    return np.minimum(takes, watched), takes <= watched


def _of_kaplan_meier(chance: np.random.Generator, draws: int) -> float:
    held = 0
    for _ in range(draws):
        _, (low, high) = kaplan_meier(*_watched(chance)).after(0.7)
        held += low <= np.exp(-0.7) <= high
    return held / draws


def _of_median(chance: np.random.Generator, draws: int) -> float:
    held = 0
    for _ in range(draws):
        _, (low, high) = kaplan_meier(*_watched(chance)).quantile(0.5)
        held += low <= log(2) <= high <= inf
    return held / draws


def _of_bootstrap(chance: np.random.Generator, draws: int) -> float:
    held = 0
    for seed in range(draws):
        values = chance.exponential(1.0, 200)
        low, high = bootstrap(
            values.size, lambda chosen, values=values: float(values[chosen].mean()), seed, draws=500
        )
        held += low <= 1 <= high
    return held / draws


if __name__ == "__main__":
    main()
