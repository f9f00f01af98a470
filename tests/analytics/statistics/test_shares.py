"""Intervals and tests of shares: published values, R's, and what must always hold."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from engine.analytics.statistics import (
    detectable_effect,
    holm,
    newcombe,
    power,
    sample_ratio_p,
    sample_size,
    sequential_ratio_p,
    two_shares_p,
    wilson,
)
from engine.analytics.statistics.sample_ratio import chi_squared_p


@st.composite
def counted(draw, most=400):
    whole = draw(st.integers(1, most))
    return draw(st.integers(0, whole)), whole


# R: prop.test(8, 10, correct = FALSE)$conf.int
@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (8, 10, (0.4901625, 0.9433178)),
        (0, 0, (0, 1)),
        (0, 5, (0, 0.4344825)),
        (5, 5, (0.5655175, 1)),
    ],
)
def test_intervals_are_wilsons(part, whole, expected):
    assert wilson(part, whole) == pytest.approx(expected, abs=1e-6)


@given(counted(), st.sampled_from([0.8, 0.95, 0.99]))
def test_wilsons_interval_is_that_of_scipy(count, level):
    expected = stats.binomtest(*count).proportion_ci(level, "wilson")
    assert wilson(*count, level) == pytest.approx((expected.low, expected.high), abs=1e-9)


# Newcombe 1998, table II, method 10: the difference of the first share and the second.
@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((0, 10), (0, 10), (-0.2775, 0.2775)),
        ((10, 10), (0, 20), (0.6791, 1.0000)),
        ((10, 10), (0, 10), (0.6075, 1.0000)),
    ],
)
def test_differences_are_newcombes(first, second, expected):
    assert newcombe(*second, *first) == pytest.approx(expected, abs=5e-5)


@given(counted(), counted())
def test_a_difference_lies_in_its_interval_and_turns_with_the_sides(a, b):
    low, high = newcombe(*a, *b)
    assert -1 <= low <= b[0] / b[1] - a[0] / a[1] <= high <= 1
    assert newcombe(*b, *a) == pytest.approx((-high, -low))


def test_nothing_is_known_of_a_difference_to_nobody():
    assert newcombe(0, 0, 3, 4) == (-1, 1)
    assert two_shares_p(0, 0, 3, 4) == 1


@given(counted(60), counted(60))
def test_two_shares_are_tested_as_campbell_recommends(a, b):
    table = np.array([[a[0], a[1] - a[0]], [b[0], b[1] - b[0]]])
    found = two_shares_p(*a, *b)
    if not table.sum(axis=0).all():
        assert found == 1
    elif stats.contingency.expected_freq(table).min() >= 1 - 1e-12:
        chi = stats.chi2_contingency(table, correction=False).statistic
        n = table.sum()
        assert found == pytest.approx(stats.chi2.sf(chi * (n - 1) / n, 1), abs=1e-9)
    else:
        assert found == pytest.approx(stats.fisher_exact(table).pvalue, abs=1e-9)
    assert two_shares_p(*b, *a) == pytest.approx(found)


# R: p.adjust(c(0.02, 0.01, 0.05, 0.04, 0.03), "holm")
def test_adjusted_p_values_are_holms():
    assert holm([0.02, 0.01, 0.05, 0.04, 0.03]) == pytest.approx((0.08, 0.05, 0.09, 0.09, 0.09))
    assert holm([]) == ()
    assert holm([0.7, 0.6]) == (1, 1)


@given(st.lists(st.floats(0, 1), max_size=8))
def test_adjusting_raises_p_values_and_keeps_their_order(p_values):
    adjusted = holm(p_values)
    assert all(p <= q <= 1 for p, q in zip(p_values, adjusted, strict=True))
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    assert [adjusted[place] for place in order] == sorted(adjusted)


def test_a_ratio_of_samples():
    # The example of R. Kohavi, D. Tang and Y. Xu, 2020, chapter 21: p = 1.8e-6.
    assert sample_ratio_p([821_588, 815_482]) == pytest.approx(1.8e-6, rel=0.02)
    assert sample_ratio_p([60, 40], [3, 2]) == 1
    assert sample_ratio_p([7]) == 1
    assert sample_ratio_p([0, 0]) == 1
    with pytest.raises(ValueError, match="above 0"):
        sample_ratio_p([1, 2], [1, 0])


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 5)), min_size=2, max_size=6))
def test_the_test_of_a_ratio_is_pearsons(arms):
    counts, weights = np.array(arms).T
    if counts.sum():
        expected = stats.chisquare(counts, counts.sum() * weights / weights.sum()).pvalue
        assert sample_ratio_p(counts.tolist(), weights.tolist()) == pytest.approx(expected)


@given(st.floats(0, 80), st.integers(1, 12))
def test_chi_squared_is_that_of_scipy(statistic, degrees):
    assert chi_squared_p(statistic, degrees) == pytest.approx(stats.chi2.sf(statistic, degrees))


# R: power.prop.test(p1 = .50, p2 = .75, power = .90): n = 76.65294, and
# power.prop.test(n = 50, p1 = .50, p2 = .75): power = 0.7401659.
def test_sizes_and_powers_are_those_of_r():
    assert sample_size(0.5, 0.25, 0.9) == 77
    assert power(0.5, 0.25, 50) == pytest.approx(0.7401659, abs=2e-4)


@given(st.floats(0.01, 0.9), st.floats(0.005, 0.09), st.sampled_from([0.8, 0.9]))
def test_a_sample_finds_what_it_was_planned_for(base, effect, wanted):
    size = sample_size(base, effect, wanted)
    assert power(base, effect, size) >= wanted > power(base, effect, size - 1)
    assert detectable_effect(base, size, wanted) <= effect + 1e-6
    assert detectable_effect(base, size - 1, wanted) > effect - 1e-6


@pytest.mark.parametrize(("base", "effect"), [(0.9, 0.2), (0.1, 0), (-0.1, 0.2)])
def test_a_plan_of_impossible_shares_is_refused(base, effect):
    with pytest.raises(ValueError, match="shares are from 0 to 1"):
        sample_size(base, effect)


@given(st.lists(st.integers(1, 4), min_size=2, max_size=3), st.integers(0, 5))
def test_the_ratio_at_every_look_is_a_fair_bet(weights, people):
    # 1 / p of all ways to deal people out, by their chances, is worth at most what was staked.
    whole = sum(weights)
    shares = [weight / whole for weight in weights]
    stake = 0.0
    for arms in itertools.product(range(len(weights)), repeat=people):
        counts = [arms.count(arm) for arm in range(len(weights))]
        chance = np.prod([shares[arm] for arm in arms])
        stake += chance / sequential_ratio_p(counts, weights)
    # Where it would be below 1, p is 1: that adds at most 1.
    assert 1 - 1e-9 <= stake <= 2


def test_looking_at_the_ratio_all_the_time():
    chance = np.random.default_rng(4)
    fair = 0
    for _ in range(300):
        a = np.cumsum(chance.random(400) < 0.5)
        fair += any(sequential_ratio_p([n, at - n]) < 0.05 for at, n in enumerate(a.tolist(), 1))
    assert fair <= 0.05 * 300 + 3 * np.sqrt(300 * 0.05 * 0.95)
    assert sequential_ratio_p([600, 400]) < 1e-6
    assert sequential_ratio_p([500, 500]) == 1
    assert sequential_ratio_p([0, 0]) == 1
    assert sequential_ratio_p([600, 400], [3, 2]) == 1
