"""What a query of a metric means: periods, zones, filters, breakdowns."""

import datetime as dt

from engine.analytics.metrics import Query, measure
from tests.analytics.metrics.scenes import Scenes

DAY_S = 86_400


def some_sessions():
    scenes = Scenes()
    for number, (contact, at_s, channel) in enumerate(
        [
            ("ana", 60, "web"),
            ("ben", DAY_S - 1, "web"),
            ("cai", DAY_S, "sms"),
            ("ana", DAY_S + 5, "sms"),
            ("dan", -1, "web"),
        ]
    ):
        scene = scenes.session(contact, 2 if number == 3 else 1, channel=channel)
        scene.begins(at_s).said(at_s, "hola")
        scene.event(at_s, "intent", intent="order", name="classifier", confidence=0.9)
    return scenes.history()


def test_days_are_those_of_the_zone():
    query = Query(
        since=dt.date(2026, 11, 2), until=dt.date(2026, 11, 3), zone="America/Bogota", compare=True
    )
    found = measure(some_sessions(), "users", query)
    assert found.rows["start"].to_pylist() == [
        "2026-11-02T00:00:00-05:00",
        "2026-11-03T00:00:00-05:00",
    ]
    assert found.rows["sessions"].to_pylist() == [2, 2]
    assert (found.totals["sessions"], found.totals["users"], found.totals["new_users"]) == (4, 3, 3)
    assert found.previous["sessions"] == 1


def test_a_breakdown_has_the_most_frequent_and_the_others():
    found = measure(some_sessions(), "users", Query(by="channel", grain="total", top=1))
    assert found.values.select(["value", "sessions"]).to_pylist() == [
        {"value": "web", "sessions": 3},
        {"value": "(other)", "sessions": 2},
    ]
    assert found.totals["sessions"] == 5
    assert measure(some_sessions(), "understanding", Query(by="intent")).totals["confidence"] == 90
