"""Hand-overs of a history as a load: what history says of each, and what it does not."""

import datetime as dt

import numpy as np
import pytest

from engine.analytics.history import History
from engine.analytics.queues import Group, Load, busier, load_of, simulate
from engine.analytics.queues.what_if import measured
from tests.analytics.cases import SECOND_US, table

# Four o'clock in the morning in Bogotá, of a Monday.
START_US = int(dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC).timestamp()) * SECOND_US


def asked(session, second, queue="sales", data='{"agent":"","priority":0}'):
    return "events", session, second, {"kind": "handed_over", "name": queue, "data": data}


def took(session, second):
    return "events", session, second, {"kind": "event", "name": "agent_took", "data": "{}"}


def said(session, second):
    return "messages", session, second, {"author": "agent", "direction": "out"}


def back(session, second):
    return "events", session, second, {"kind": "received", "name": "handed_back", "data": "{}"}


@pytest.fixture
def history():
    happened = [
        asked("a", 0), said("a", 30), said("a", 50), back("a", 100),
        asked("b", 10, "help"), took("b", 15), said("b", 40), back("b", 75),
        asked("c", 20), said("c", 120),
        asked("d", 90_000, "help"),
        asked("a", 86_400), said("a", 86_500), back("a", 86_700),
        asked("e", 90_001, "", '{"agent":"ana","priority":0}'),
    ]  # fmt: skip
    tables = {"events": [], "messages": []}
    for seq, (name, session, second, columns) in enumerate(happened, 1):
        place = {"session_id": session, "conversation": session, "contact": session, "seq": seq}
        key = {"events": "event_id", "messages": "message_id"}[name]
        when = START_US + second * SECOND_US
        tables[name].append({**place, key: str(seq), "t_us": when, **columns})
    return History.of({name: table(name, rows) for name, rows in tables.items()})


def test_a_load_is_what_the_metrics_of_hand_overs_measure(history):
    with history:
        found = load_of(history, zone="America/Bogota")
    assert ((found.at_us - START_US) // SECOND_US).tolist() == [0, 10, 20, 86_400, 90_000, 90_001]
    assert [found.queues[place] for place in found.queue] == [
        "sales",
        "help",
        "sales",
        "sales",
        "help",
        "",
    ]
    assert np.array_equal(found.waited_s, [30, 5, 100, 100, np.nan, np.nan], equal_nan=True)
    assert np.array_equal(found.handling_s, [70, 60, np.nan, 200, np.nan, np.nan], equal_nan=True)
    assert found.days.tolist() == [0, 0, 0, 1, 1, 1]
    was = measured(found)
    assert was.answered.tolist() == [True, True, True, True, False, False]
    assert simulate(found, (Group(agents=3),)).answered.all()


def test_queues_and_days_can_be_chosen(history):
    with history:
        sales = load_of(history, ["sales"])
        monday = load_of(history, since=dt.date(2026, 11, 2), until=dt.date(2026, 11, 2))
        nothing = load_of(history, ["none"])
    assert (sales.size, sales.queues) == (3, ("sales",))
    assert monday.size == 3
    assert (nothing.size, nothing.queues) == (0, ("",))


def test_a_busier_load_has_the_same_hand_overs_more_often(history):
    with history:
        found = load_of(history)
    twice = busier(found, 2.0)
    assert twice.size == 2 * found.size
    assert np.array_equal(np.bincount(twice.queue), 2 * np.bincount(found.queue))
    assert sorted(twice.handling_s[~np.isnan(twice.handling_s)]) == [60, 60, 70, 70, 200, 200]
    assert (np.diff(twice.at_us) >= 0).all()
    again = busier(found, 2.0)
    assert (twice.at_us == again.at_us).all()
    many = busier(found, 300.5, seed=1)
    assert many.size == pytest.approx(300.5 * 6, abs=6)
    assert busier(found, 0).size == 0


def test_a_busier_load_keeps_weekdays_and_times_of_day():
    hour, week_s = 3600, 7 * 24 * 3600
    at_s = np.array([0, 8, 24 + 3, 7 * 24 + 8, 21 * 24 + 5]) * hour
    known = np.arange(5.0)
    found = Load(START_US + at_s * SECOND_US, np.zeros(5, np.int64), ("",), known, known)
    many = busier(found, 400, seed=2)
    for number, second in enumerate(at_s):
        moved_s = (many.at_us[many.handling_s == number] - START_US) / SECOND_US - second
        assert abs((moved_s + 1800) % week_s - 1800).max() <= 1800
        weeks = set((np.round(moved_s / week_s) + second // week_s).tolist())
        assert weeks == ({0, 1, 2} if second == 27 * hour else {0, 1, 2, 3})
