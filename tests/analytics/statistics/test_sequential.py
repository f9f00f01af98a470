"""Looking at every person: how often it sees what is not there, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.analytics.statistics import sequential
from tests.analytics.statistics.test_shares import counted
from tests.benchmarks.intervals import alarms, coverages


@given(counted(), counted(), st.floats(0.001, 0.5))
def test_the_interval_leaves_zero_when_p_falls_below_its_level(a, b, effect):
    found = sequential(*a, *b, effect)
    low, high = found.interval
    assert -1 <= low <= high <= 1
    assert 0 <= found.p <= 1
    if abs(found.p - 0.05) > 1e-9:
        assert (low > 0 or high < 0) == (found.p < 0.05)
    turned = sequential(*b, *a, effect)
    assert turned.p == pytest.approx(found.p)
    assert turned.interval == pytest.approx((-high, -low))


def test_nobody_shows_no_difference():
    found = sequential(0, 0, 0, 0, 0.1)
    assert (found.difference, found.p) == (0, 1)
    assert found.interval.low < -0.5


def test_a_large_difference_is_seen():
    found = sequential(400, 1000, 600, 1000, 0.05)
    assert found.p < 1e-9
    assert found.interval.low > 0.1
    assert found.difference == pytest.approx(0.2)
    with pytest.raises(ValueError, match="above 0"):
        sequential(1, 2, 1, 2, 0)


def test_looking_all_the_time_gives_no_more_false_alarms_than_promised():
    # 300 experiments at 5 % have 15 +- 3.8 alarms; the plain test has more than five times as many.
    seen, plain = alarms(0.3, 0.1, experiments=300, looks=400, seed=5)
    assert seen <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 300)
    assert plain > 0.15


def test_intervals_hold_what_they_say():
    # 4,000 draws at 95 % vary by 0.34 %.
    for name, share in coverages(draws=4000, seed=11).items():
        assert share == pytest.approx(0.95, abs=0.015), name
