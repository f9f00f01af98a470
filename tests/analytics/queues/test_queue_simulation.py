"""Queues whose answer is known: Erlang's formulas, and small ones worked out by hand."""

import datetime as dt
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from engine.analytics.queues import Group, Load, Shift, simulate, what_if
from engine.analytics.queues.erlang import answered_within, erlang_a, erlang_c
from engine.analytics.queues.staffing import SECOND_US
from engine.analytics.queues.what_if import share_within
from engine.types.issue import TertuliaError

HANDLING_S = 300.0
# 2026-11-02 was a Monday.
MONDAY_US = int(dt.datetime(2026, 11, 2, tzinfo=dt.UTC).timestamp()) * SECOND_US


def load(rows, queues=("",), zone="UTC", since_us=MONDAY_US):
    """A load of (second, handling_s) or (second, handling_s, queue)."""
    at, handling, queue = zip(*((*row, "")[:3] for row in rows), strict=True)
    size = len(at)
    return Load(
        np.array([since_us + int(second * SECOND_US) for second in at]),
        np.array([queues.index(name) for name in queue]),
        tuple(queues),
        np.array(handling, float),
        np.full(size, nan),
        zone,
    )


def poisson(erlangs, size, seed):
    chance = np.random.default_rng(seed)
    at_s = np.cumsum(chance.exponential(HANDLING_S / erlangs, size))
    return Load(
        (at_s * SECOND_US).astype(np.int64),
        np.zeros(size, np.int64),
        ("",),
        chance.exponential(HANDLING_S, size),
        np.full(size, nan),
    )


@pytest.mark.parametrize(("erlangs", "agents"), [(0.6, 1), (4.0, 5), (8.0, 12)])
def test_with_poisson_arrivals_it_waits_as_erlang_says(erlangs, agents):
    found = simulate(poisson(erlangs, 60_000, seed=agents), (Group(agents=agents),))
    # Waits depend on those before: 60,000 of them are worth fewer.
    assert (found.waited_s > 0).mean() == pytest.approx(erlang_c(erlangs, agents), abs=0.03)
    for seconds in (0, 60, 300):
        expected = answered_within(erlangs, agents, HANDLING_S, seconds)
        assert share_within(found, seconds) == pytest.approx(expected, abs=0.03)
    assert found.busy == pytest.approx(erlangs / agents, rel=0.04)
    assert found.answered.all()


@pytest.mark.parametrize(("erlangs", "agents", "patience_s"), [(6.0, 5, 120), (3.0, 4, 600)])
def test_who_gives_up_is_as_palm_says(erlangs, agents, patience_s):
    found = simulate(
        poisson(erlangs, 30_000, seed=3), (Group(agents=agents),), patience_s=patience_s
    )
    expected = erlang_a(erlangs, agents, HANDLING_S, patience_s)
    assert found.gave_up.mean() == pytest.approx(expected, abs=0.015)
    assert found.busy == pytest.approx(erlangs * (1 - expected) / agents, rel=0.04)


# Erlang C of 10 Erlang and 12 agents, of tables in any book on call centres.
def test_theory_is_that_of_tables():
    assert erlang_c(10, 12) == pytest.approx(0.4494, abs=5e-4)
    assert erlang_c(3, 3) == 1
    assert answered_within(3, 3, 60, 60) == 0
    # Without patience to speak of it is Erlang B, with endless patience nobody leaves.
    assert erlang_a(10, 12, 300, 1e-6) == pytest.approx(0.1197, abs=5e-4)
    assert erlang_a(10, 12, 300, 1e9) == pytest.approx(0, abs=1e-6)
    # As patient as served: however many agents, it is a queue without waiting, whose length is
    # Poisson's, and those beyond the agents leave.
    for erlangs, agents in ((2.0, 1), (8.0, 9), (2000.0, 1900)):
        beyond = stats.poisson.expect(lambda n, a=agents: np.maximum(n - a, 0), (erlangs,))
        assert erlang_a(erlangs, agents, 300, 300) == pytest.approx(beyond / erlangs, abs=1e-9)


def test_two_agents_by_hand():
    rows = [(0, 100), (10, 100), (20, 50), (30, 50), (200, 5)]
    found = simulate(load(rows), (Group(agents=2),))
    assert found.waited_s.tolist() == [0, 0, 80, 80, 0]
    assert found.busy == pytest.approx(305 / 400)


def test_reading_is_work_and_waiting():
    apart = [(0, 100), (1000, 100), (2000, 100)]
    found = simulate(load(apart), (Group(agents=1),), reading_s=20)
    first, second, third = read = found.waited_s.tolist()
    assert found.busy == pytest.approx((300 + sum(read)) / 2000)
    near = simulate(load([(0, 100), (10, 100), (2000, 100)]), (Group(agents=1),), reading_s=20)
    assert near.waited_s.tolist() == pytest.approx([first, first + 100 - 10 + second, third])
    hasty = simulate(load([(0, 100), (10, 100)]), (Group(agents=1),), reading_s=20, patience_s=1e-3)
    assert hasty.answered.tolist() == [True, False]
    assert hasty.waited_s[1] < 1
    many = simulate(
        load([(n, 1) for n in range(2000)]), (Group(agents=1, at_once=2000),), reading_s=20
    )
    assert many.waited_s.mean() == pytest.approx(20, rel=0.05)
    assert many.waited_s.std() == pytest.approx(20, rel=0.1)


def test_conversations_at_once_are_spread_over_agents():
    rows = [(0, 100), (1, 100), (2, 100), (3, 100), (4, 100)]
    assert simulate(load(rows), (Group(agents=1, at_once=4),)).waited_s.tolist() == [0, 0, 0, 0, 96]
    assert simulate(load(rows), (Group(agents=2, at_once=2),)).waited_s.tolist() == [0, 0, 0, 0, 96]


def test_agents_answer_their_queues_the_longest_waiting_first():
    rows = [(0, 100, "sales"), (1, 100, "help"), (2, 100, "sales"), (3, 100, "help")]
    both = load(rows, ("help", "sales"))
    apart = (Group(agents=1, queues=("sales",)), Group(agents=1, queues=("help",)))
    assert simulate(both, apart).waited_s.tolist() == [0, 0, 98, 98]
    one = simulate(both, (Group(agents=1),))
    assert one.waited_s.tolist() == [0, 99, 198, 297]
    only = simulate(both, (Group(agents=1, queues=("help",)),))
    assert only.waited_s.tolist() == [inf, 0, inf, 98]
    assert not only.gave_up.any()


def test_who_waits_at_night_is_answered_in_the_morning():
    shift = Shift(dt.time(9), dt.time(17), days=(0, 1, 2, 3, 4))
    team = (Group(agents=1, shifts=(shift,)),)
    hour = 3600
    # Before the shift; at its last moment; long after it; and on Friday night.
    rows = [(8 * hour, 60), (17 * hour - 1, 7200), (20 * hour, 60), (4 * 24 * hour + 20 * hour, 60)]
    found = simulate(load(rows), team)
    assert found.waited_s.tolist() == [hour, 0, 13 * hour, (4 + 48 + 9) * hour]
    # Bogotá is five hours behind: its shift begins at 14:00 UTC.
    assert simulate(load(rows[:1], zone="America/Bogota"), team).waited_s.tolist() == [6 * hour]


def test_a_shift_over_night_and_a_clock_that_changes():
    nights = (Group(agents=1, shifts=(Shift(dt.time(22), dt.time(6), days=(5,)),)),)
    # In Madrid the night to Sunday, 25 October 2026, has an hour more: it ends at 5:00 UTC.
    saturday = int(dt.datetime(2026, 10, 24, tzinfo=dt.UTC).timestamp()) * SECOND_US
    rows = [(19 * 3600, 60), (29 * 3600 - 1, 60), (29 * 3600, 60)]
    found = simulate(load(rows, zone="Europe/Madrid", since_us=saturday), nights)
    assert found.waited_s.tolist() == [3600, 0, (6 * 24 + 16) * 3600]


def test_what_never_ended_takes_as_long_as_others_of_its_queue():
    rows = [(0, nan, "a"), (1000, 7, "a"), (2000, nan, "b"), (3000, 9, "b"), (3001, 1, "a")]
    found = simulate(load(rows, ("a", "b")), (Group(agents=1),))
    assert found.waited_s.tolist() == [0, 0, 0, 0, 8]
    assert simulate(load([(0, nan)]), (Group(agents=1),)).waited_s.tolist() == [0]


calls = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 90)), min_size=1, max_size=40)


@given(calls, st.integers(1, 4), st.integers(1, 3), st.sampled_from([None, 30.0]))
def test_more_agents_never_make_the_whole_wait_longer_and_nobody_overtakes(
    rows, agents, at_once, patience_s
):
    queued = load(sorted(rows))
    few = simulate(queued, (Group(agents=agents, at_once=at_once),), patience_s=patience_s)
    many = simulate(queued, (Group(agents=agents + 1, at_once=at_once),), patience_s=patience_s)
    if patience_s is None:
        assert (many.waited_s <= few.waited_s + 1e-9).all()
    began = (queued.at_us / SECOND_US + few.waited_s)[few.answered]
    assert (np.diff(began) >= -1e-9).all()
    # Never more conversations than there is room for.
    order = np.argsort(np.concatenate([began, began + queued.handling_s[few.answered]]))
    steps = np.concatenate([np.ones(began.size), -np.ones(began.size)])[order]
    moments = np.concatenate([began, began + queued.handling_s[few.answered]])[order]
    last = np.append(np.diff(moments) > 1e-6, True)
    assert (np.cumsum(steps)[last] <= agents * at_once).all()


def test_teams_beside_each_other():
    days = np.concatenate([poisson(4, 200, seed).at_us % (86_400 * SECOND_US) for seed in range(8)])
    at_us = np.sort(days + np.repeat(np.arange(8), 200) * 86_400 * SECOND_US)
    queued = Load(at_us, np.zeros(1600, np.int64), ("",), np.full(1600, 240.0), np.full(1600, 20.0))
    found = what_if(
        queued, {str(n): (Group(agents=n),) for n in (2, 4, 8)}, target_s=30, patience_s=200
    )
    rows = found.arrow().to_pylist()
    assert [row["agents"] for row in rows] == [2, 4, 8]
    assert rows[0]["within"] < rows[1]["within"] < rows[2]["within"]
    assert rows[0]["gave_up"] > rows[1]["gave_up"] > rows[2]["gave_up"]
    for row, outcome in zip(rows, found.outcomes.values(), strict=True):
        assert row["within_low"] <= row["within"] <= row["within_high"]
        assert row["p90_low_s"] <= row["p90_s"] <= row["p90_high_s"]
        waited = outcome.waited_s[outcome.answered]
        assert row["p90_s"] == np.quantile(waited, 0.9, method="inverted_cdf")
        assert row["gave_up"] == outcome.gave_up.mean()
    curves = found.curves([0, 19, 20, 1e9]).to_pylist()
    assert [row["share"] for row in curves if row["team"] == "measured"] == [0, 0, 1, 1]
    assert curves[3]["share"] == pytest.approx(1 - rows[0]["gave_up"])
    again = what_if(queued, {"2": (Group(agents=2),)}, target_s=30, patience_s=200)
    assert again.services == found.services[:1]


def test_nobody_comes_or_nobody_is_there():
    nothing = Load(*(np.zeros(0, np.int64),) * 2, ("",), *(np.zeros(0),) * 2)
    (row,) = what_if(nothing, {"none": ()}).services
    assert (row.within, row.p90_s, row.within_low, row.busy) == (0, None, None, 0)
    (row,) = what_if(load([(0, 60)]), {"none": ()}).services
    assert (row.within, row.unanswered, row.p50_s) == (0, 1, None)


@pytest.mark.parametrize(
    ("group", "said"),
    [
        (Group(agents=-1), "0 or more agents"),
        (Group(agents=1, at_once=0), "at least 1 conversation"),
        (Group(agents=1, shifts=(Shift(dt.time(9), dt.time(17), days=(7,)),)), "0 .Monday. to 6"),
        (Group(agents=1, shifts=(Shift(dt.time(9), dt.time(17), days=()),)), "0 .Monday. to 6"),
    ],
)
def test_groups_without_sense_are_refused(group, said):
    with pytest.raises(TertuliaError, match=said):
        simulate(load([(0, 60)]), (group,))
