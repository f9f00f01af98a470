"""Times that are not over for all: a data set of R's, scipy, and what must always hold."""

import warnings
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from engine.analytics.statistics import bootstrap, kaplan_meier

# R: survival::aml, the maintained group (R. G. Miller, 1997), in weeks.
WEEKS = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161]
RELAPSED = [True, True, False, True, True, False, True, True, False, True, False]


# R: summary(survfit(Surv(time, status) ~ 1, aml[aml$x == "Maintained", ]))
def test_leukaemia_as_r_counts_it():
    found = kaplan_meier(WEEKS, RELAPSED)
    assert found.times.tolist() == [9, 13, 18, 23, 31, 34, 48]
    assert found.at_risk.tolist() == [11, 10, 8, 7, 5, 4, 2]
    assert found.share == pytest.approx([0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184], abs=5e-4)
    assert found.quantile(0.5) == (31, (13, inf))
    assert found.quantile(0.9) == (None, (34, inf))
    assert found.after(8.9) == (1, (1, 1))
    share, (low, high) = found.after(30)
    assert share == pytest.approx(0.614, abs=5e-4)
    assert (low, high) == pytest.approx((0.266, 0.835), abs=5e-4)


times = st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=60)


@given(times)
def test_shares_and_intervals_are_those_of_scipy(watched):
    durations, observed = np.array(watched).T
    came = observed.astype(bool)
    found = kaplan_meier(durations, came)
    data = stats.CensoredData(durations[came], right=durations[~came])
    survival = stats.ecdf(data).sf
    assert found.share == pytest.approx(survival.evaluate(found.times), abs=1e-12)
    if (found.share > 0).all() and found.times.size:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            # Before the first time scipy has no interval, and says so.
            warnings.simplefilter("ignore", RuntimeWarning)
            around = survival.confidence_interval(method="log-log")
        assert found.low == pytest.approx(around.low.evaluate(found.times), abs=1e-9)
        assert found.high == pytest.approx(around.high.evaluate(found.times), abs=1e-9)


@given(times)
def test_shares_fall_inside_their_intervals(watched):
    found = kaplan_meier(*zip(*watched, strict=True))
    assert (np.diff(found.share) < 0).all()
    assert ((found.low >= 0) & (found.low <= found.share + 1e-12)).all()
    assert ((found.share <= found.high + 1e-12) & (found.high <= 1)).all()
    for share in (0.1, 0.5, 0.9):
        time, (soonest, latest) = found.quantile(share)
        assert soonest <= (inf if time is None else time) <= latest


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40))
def test_without_anybody_waiting_it_is_a_plain_count(durations):
    found = kaplan_meier(durations, [True] * len(durations))
    for time, share in zip(found.times, found.share, strict=True):
        assert share == pytest.approx(np.mean(np.array(durations) > time))
    assert found.high[-1] > 0


def test_nobody_came_or_nobody_was_there():
    for watched in ([], [3.0, 4.0]):
        found = kaplan_meier(watched, [False] * len(watched))
        assert found.times.size == 0
        assert found.quantile() == (None, (inf, inf))
    with pytest.raises(ValueError, match="give one of each"):
        kaplan_meier([1, 2], [True])


def test_drawing_again():
    values = np.random.default_rng(3).exponential(size=400)
    around = bootstrap(values.size, lambda chosen: float(values[chosen].mean()), seed=1)
    plain = 1.96 * values.std() / 20
    assert around == pytest.approx((values.mean() - plain, values.mean() + plain), abs=0.02)
    assert bootstrap(values.size, lambda chosen: float(values[chosen].mean()), seed=1) == around
    assert bootstrap(0, lambda chosen: 1.0, seed=1) == (-inf, inf)
    assert bootstrap(3, lambda chosen: float("nan"), seed=1) == (-inf, inf)
