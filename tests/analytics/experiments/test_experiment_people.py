"""Who was dealt what, and who succeeded: SQL held to plain Python."""

import datetime as dt
import random

import pytest
from msgspec.structs import replace

from engine.analytics.experiments import Bundles, ExperimentSpec, Split, Tags, assess
from engine.analytics.experiments.reading import people_of
from engine.analytics.funnel.spec import Happened, Tagged
from engine.analytics.history import History
from tests.analytics.cases import SECOND_US, table

SPLIT = ExperimentSpec(
    name="Offer",
    dealt=Split(node="offer", arms={"early": 1, "late": 1}),
    control="early",
    goal=Happened(name="paid"),
    within_s=5,
    effect=0.1,
    most=500,
)
TAGS = replace(SPLIT, dealt=Tags(arms={"a": 1, "b": 1}), control="a")
SPECS = {
    "split": SPLIT,
    "split_of_a_topic": replace(
        SPLIT, dealt=Split(node="offer", topic="t", arms={"early": 1, "late": 2})
    ),
    "by_session": replace(SPLIT, entity="session"),
    "tags": TAGS,
    "bundles": replace(SPLIT, dealt=Bundles(arms={"one": 9, "two": 1}), control="one"),
    "one_event_is_both": replace(
        SPLIT, dealt=Tags(arms={"a": 1, "b": 1}), control="a", goal=Tagged(tag="b")
    ),
    "period": replace(
        SPLIT, since=dt.date(1970, 1, 1), until=dt.date(1970, 1, 1), zone="Etc/GMT-14"
    ),
}
HAPPENINGS = [
    {"kind": "visit", "node": "offer", "port": "early", "topic": "t"},
    {"kind": "visit", "node": "offer", "port": "late"},
    {"kind": "visit", "node": "offer", "port": "other"},
    {"kind": "wait", "node": "offer", "port": "early"},
    {"kind": "tag", "name": "a"},
    {"kind": "tag", "name": "b"},
    {"kind": "event", "name": "paid"},
    {"kind": "event", "name": "paid"},
    {"kind": "event", "name": "seen"},
]
# The day changes at 10:00 UTC in the zone of `period`.
START_US = 35_994 * SECOND_US


def history(seed: int, people: int = 60) -> History:
    """Some people, with late rows, moments that several rows share, and copies of rows."""
    chance = random.Random(seed)
    happened, sessions = [], []
    for person in range(people):
        place = {"contact": f"p{person}", "conversation": f"p{person}:0"}
        for number in range(2):
            t_us = START_US + chance.randrange(12) * SECOND_US
            place["session_id"] = f"p{person}:0:{number}"
            bundle = chance.choice(["one", "one", "two", "three"])
            sessions.append({**place, "started_us": t_us, "bundle": bundle, "number": number})
            for _ in range(chance.randrange(4)):
                t_us = START_US + chance.randrange(12) * SECOND_US
                happened.append({**place, "t_us": t_us, **chance.choice(HAPPENINGS)})
    written = [
        {**row, "event_id": f"id{number}"}
        for number, row in enumerate(happened)
        for _ in range(1 + (chance.random() < 0.1))
    ]
    both = [*written, *sessions]
    chance.shuffle(both)
    whole = [{**row, "seq": seq} for seq, row in enumerate(both, 1)]
    events, begun = (
        [row for row in whole if ("event_id" in row) == is_event] for is_event in (True, False)
    )
    return History.of({"events": table("events", events), "sessions": table("sessions", begun)})


@pytest.mark.parametrize("name", SPECS)
def test_people_are_those_that_plain_python_finds(name):
    spec = SPECS[name]
    for seed in range(3):
        with history(seed) as given:
            found = people_of(spec, given).to_pylist()
            expected = _plainly(spec, given)
        assert {row["entity"]: row for row in found} == expected
        assert [row["at_us"] for row in found] == sorted(row["at_us"] for row in found)


def _plainly(spec, given):
    key = {"contact": "contact", "session": "session_id"}[spec.entity]
    events = {}
    for row in sorted(given.arrow("events").to_pylist(), key=lambda row: row["seq"]):
        events.setdefault(row["event_id"], row)
    rows = sorted(events.values(), key=lambda row: (row["t_us"], row["seq"]))
    now_us = given.watermark().t_us
    if isinstance(spec.dealt, Bundles):
        begun = [{**row, "t_us": row["started_us"]} for row in given.arrow("sessions").to_pylist()]
        dealt = [(row, row["bundle"]) for row in sorted(begun, key=lambda r: (r["t_us"], r["seq"]))]
    else:
        dealt = [(row, _arm(spec, row)) for row in rows]
    people = {}
    for row, arm in dealt:
        if arm not in spec.dealt.arms or (spec.until and row["t_us"] >= 36_000 * SECOND_US):
            continue
        person = people.setdefault(row[key], {"row": row, "arm": arm, "arms": set()})
        person["arms"].add(arm)
    return {
        name: _person(spec, name, each, [row for row in rows if row[key] == name], now_us)
        for name, each in people.items()
    }


def _arm(spec, row):
    if isinstance(spec.dealt, Tags):
        return row["name"] if row["kind"] == "tag" else ""
    is_there = row["kind"] == "visit" and row["topic"] in (
        {spec.dealt.topic} if spec.dealt.topic else {"t", ""}
    )
    return row["port"] if is_there else ""


def _person(spec, name, person, rows, now_us):
    dealt = person["row"]
    wanted = ("tag", "b") if isinstance(spec.goal, Tagged) else ("event", "paid")
    reached = [
        row["t_us"]
        for row in rows
        if (row["kind"], row["name"]) == wanted
        and (row["t_us"], row["seq"]) > (dealt["t_us"], dealt["seq"])
        and row["t_us"] <= dealt["t_us"] + 5 * SECOND_US
    ]
    return {
        "entity": name,
        "contact": dealt["contact"],
        "arm": person["arm"],
        "reached_us": min(reached, default=None),
        "crossed": len(person["arms"]) > 1,
        "at_us": dealt["t_us"],
        "mature": dealt["t_us"] + 5 * SECOND_US <= now_us,
    }


@pytest.mark.parametrize("name", ["split", "tags"])
def test_behind_each_number_are_those_whom_it_counts(name):
    with history(7) as given:
        found = assess(SPECS[name], given)
    for arm in found.arms:
        people = found.contacts(arm.arm)
        assert people.num_rows == arm.people
        assert found.contacts(arm.arm, succeeded=True).num_rows == arm.succeeded
        assert found.contacts(arm.arm, succeeded=False).num_rows == arm.people - arm.succeeded
        assert arm.low <= arm.share <= arm.high
    everyone = sum(arm.people + arm.waiting for arm in found.arms) + found.crossed
    assert everyone == found.people.num_rows
    assert found.crossed > 0
