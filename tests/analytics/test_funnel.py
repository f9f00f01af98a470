"""Funnels of known figures: SGD's dialogues, ClickHouse's own vectors; and what a table says."""

import datetime as dt
import random

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from engine.analytics.funnel import Breakdown, Exclusion, FunnelSpec, count, read_spec
from engine.analytics.funnel.spec import Assigned, Happened, Node
from engine.analytics.history import SCHEMAS, History
from engine.types.issue import TertuliaError
from tests.analytics.cases import ABC, COMBINATIONS, SECOND_US, WITHIN, A, B, people, table

SGD = ("INFORM_INTENT", "OFFER", "SELECT", "CONFIRM", "NOTIFY_SUCCESS")
OPERATORS = {"<=": lambda value, limit: value <= limit, ">=": lambda value, limit: value >= limit}


def events(*rows):
    """A history of (contact, second, name), in the order in which they were written."""
    return History.of(
        {
            "events": table(
                "events",
                [
                    {"contact": who, "t_us": int(t * SECOND_US), "name": name, "kind": "event"}
                    | {"seq": seq, "event_id": str(seq)}
                    for seq, (who, t, name) in enumerate(rows, 1)
                ],
            )
        }
    )


@pytest.mark.parametrize("executor", ["chain", "scan"])
def test_the_dialogues_of_sgd(executor, shared, tmp_path):
    source = shared / "history" / "sgd_events.parquet"
    if not source.is_file():
        pytest.skip("../shared/history has no sgd_events.parquet")
    acts = pq.read_table(source)
    rows = acts.num_rows
    given = {
        "seq": pa.array(range(1, rows + 1)),
        "event_id": pa.array([str(seq) for seq in range(rows)]),
        "conversation": acts["session"],
        "contact": acts["session"],
        "kind": pa.array(["event"] * rows),
        "name": acts["event"],
        "t_us": acts["turn"],
    }
    columns = [
        given.get(
            field.name, pa.nulls(rows, field.type).fill_null("" if field.type == pa.string() else 0)
        )
        for field in SCHEMAS["events"]
    ]
    pq.write_table(pa.table(columns, schema=SCHEMAS["events"]), tmp_path / "events.parquet")
    spec = FunnelSpec(steps=tuple(Happened(name=act) for act in SGD), entity="conversation")
    with History.open(tmp_path) as history:
        found = count(spec, history, executor).rows()
    assert [row.converted for row in found] == [17193, 15950, 15801, 11973, 11601]


def test_vectors_of_clickhouse(shared):
    file = shared / "vectors" / "clickhouse_window_funnel.json"
    if not file.is_file():
        pytest.skip("../shared/vectors has no clickhouse_window_funnel.json")
    vectors = msgspec.json.decode(file.read_bytes())["vectors"]
    wrong = {}
    for vector in vectors:
        steps = [f"s{number}" for number in range(len(vector["steps"]))]
        spec = FunnelSpec(
            steps=tuple(Assigned(variable=step) for step in steps),
            within_s=vector["window"],
            compatibility="clickhouse",
            modes=tuple(vector["mode"]),
        )
        # Every row sets the variables of the steps that it matches: there may be several.
        rows = [
            {"contact": who, "t_us": t * SECOND_US, "kind": "set", "data": _set(vector, what)}
            for who, happened in vector["users"].items()
            for t, what in happened
        ]
        whole = [{**row, "seq": seq, "event_id": str(seq)} for seq, row in enumerate(rows, 1)]
        with History.of({"events": table("events", whole)}) as history:
            tries = count(spec, history).tries.to_pylist()
        found = dict.fromkeys(vector["users"], 0) | {row["entity"]: row["level"] for row in tries}
        if found != vector["expect_levels"]:
            wrong[vector["name"]] = found, vector["expect_levels"]
    assert not wrong
    assert len(vectors) >= 35


def _set(vector, what):
    def is_matched(step):
        if isinstance(step, list):
            return OPERATORS[step[0]](what, step[1])
        return step == what

    matched = [number for number, step in enumerate(vector["steps"]) if is_matched(step)]
    return msgspec.json.encode({f"s{number}": True for number in matched}).decode()


@pytest.mark.parametrize(
    "name",
    [
        "window",
        "strict",
        "unordered_window",
        "exclusion_anywhere",
        "step_windows",
        "held_value",
        "last_touch",
        "touch_at_a_step",
        "by_session",
    ],
)
def test_behind_each_number_are_those_whom_it_counts(name):
    spec = COMBINATIONS[name]
    with people(random.Random(name), spec, 60) as history:
        funnel = count(spec, history)
    for row in funnel.rows():
        value = row.value if spec.breakdown else None
        reached = funnel.contacts(row.step, value=value)
        dropped = funnel.contacts(row.step, dropped=True, value=value)
        assert reached.num_rows == row.converted
        assert dropped.num_rows == row.dropped
        assert pc.sum(dropped["immature"]).as_py() in (row.immature, None)
        pairs = [
            {(each["entity"], each["value"]) for each in t.to_pylist()} for t in (reached, dropped)
        ]
        assert len(pairs[0]) == row.converted
        assert not pairs[0] & pairs[1]
        if row.step > 1:
            before = funnel.contacts(row.step - 1, value=value).to_pylist()
            assert {(each["entity"], each["value"]) for each in before} == pairs[0] | pairs[1]


def test_a_table_says_rates_times_and_who_may_still_come():
    spec = FunnelSpec(steps=(A, replace(B, title="Bought")), within_s=10)
    rows = [
        ("x", 0, "a"),
        ("x", 4, "b"),
        ("y", 1, "a"),
        ("z", 95, "a"),
        ("w", 0, "a"),
        ("w", 9, "b"),
    ]
    with events(*rows, ("other", 100, "c")) as history:
        first, second = count(spec, history).rows()
        seen = count(spec, history).contacts(2, dropped=True).to_pylist()
    assert (first.entered, first.converted, first.rate, first.title) == (4, 4, 1.0, "event a")
    assert (second.entered, second.converted, second.dropped, second.immature) == (4, 2, 2, 1)
    assert second.title == "Bought"
    assert second.rate == 0.5
    assert (second.rate_low, second.rate_high) == pytest.approx((0.1500, 0.8500), abs=1e-4)
    assert (second.p50_s, second.p25_s) == (6.5, 5.25)
    assert [(each["entity"], each["immature"]) for each in seen] == [("y", False), ("z", True)]


def test_time_to_convert_is_of_the_first_try_that_came_there():
    spec = FunnelSpec(steps=(A, B), within_s=10)
    rows = [("x", 0, "a"), ("x", 5, "a"), ("x", 7, "b"), ("x", 8, "a"), ("x", 8.5, "b")]
    with events(*rows) as history:
        (found,) = count(spec, history).tries.to_pylist()
    assert (found["start_us_2"], found["reached_us_2"]) == (5 * SECOND_US, 7 * SECOND_US)


@pytest.mark.parametrize(
    ("ties", "levels"), [("log", (1, 2)), ("favourable", (2, 2)), ("increasing", (1, 1))]
)
def test_events_of_one_time(ties, levels):
    with events(("x", 1, "b"), ("x", 1, "a"), ("y", 1, "a"), ("y", 1, "b")) as history:
        spec = FunnelSpec(steps=(A, B), ties=ties)
        assert tuple(count(spec, history).tries["level"].to_pylist()) == levels


def test_a_window_includes_its_last_moment():
    with events(("x", 0, "a"), ("x", 4, "b"), ("y", 0, "a"), ("y", 4.000001, "b")) as history:
        assert count(replace(WITHIN, steps=(A, B)), history).rows()[1].converted == 1


def test_days_are_as_long_as_they_are_in_the_zone():
    # On the 26th of October 2025 Madrid's day had 25 hours.
    day = dt.date(2025, 10, 26)
    spec = FunnelSpec(steps=(A,), since=day, until=day, zone="Europe/Madrid")
    first, end = spec.period_us()
    assert end - first == 25 * 3600 * SECOND_US
    inside = [first / SECOND_US, end / SECOND_US - 1]
    outside = [first / SECOND_US - 1, end / SECOND_US]
    rows = [(f"{t:.0f}", t, "a") for t in (*inside, *outside)]
    with events(*rows) as history:
        found = count(spec, history).contacts(1)["entity"].to_pylist()
    assert found == sorted(f"{t:.0f}" for t in inside)


def test_waiting_at_a_node_and_leaving_it_is_one_coming():
    node = {"node": "size", "topic": "order", "conversation": "x", "contact": "x"}
    kinds = ["wait", "wait", "visit", "wait"]
    rows = [
        {**node, "kind": kind, "seq": n, "event_id": str(n), "t_us": n}
        for n, kind in enumerate(kinds)
    ]
    with History.of({"events": table("events", rows)}) as history:
        twice = FunnelSpec(steps=(Node(node="size"),) * 3)
        assert count(twice, history).tries["level"].to_pylist() == [2]


def test_a_breakdown_of_many_values_is_a_funnel_each_by_size():
    rows = [
        {"contact": f"c{n}", "channel": f"ch{n % 300}", "kind": "event", "name": "a"}
        | {"seq": n, "event_id": str(n), "t_us": n}
        for n in range(301)
    ]
    with History.of({"events": table("events", rows)}) as history:
        funnel = count(replace(ABC, breakdown=Breakdown("channel")), history)
    assert len(funnel.rows()) == 900
    assert funnel.values[0] == "ch0"


def test_equal_funnels_have_equal_digests():
    one = replace(ABC, where={"channel": ("web", "app"), "bot": ("x",)})
    other = replace(ABC, where={"bot": ("x",), "channel": ("app", "web")})
    assert one.digest == other.digest
    assert one.digest != replace(one, within_s=5).digest
    assert msgspec.json.decode(msgspec.json.encode(one), type=FunnelSpec) == one


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"steps": ()}, "0 steps"),
        ({"within_s": 0}, "within_s is 0"),
        ({"steps": (A, replace(B, within_s=-1))}, r"steps\[1\].within_s is -1"),
        ({"steps": (replace(A, within_s=3),)}, "nothing comes before step 1"),
        ({"exclusions": (Exclusion(A, after=3),)}, r"exclusions\[0\].after is 3"),
        ({"breakdown": Breakdown("channel", "step", at=9)}, "breakdown.at is 9"),
        ({"since": dt.date(2026, 2, 1), "until": dt.date(2026, 1, 1)}, "is after until"),
        ({"zone": "America/Macondo"}, "zone 'America/Macondo' is unknown"),
        ({"order": "unordered", "ties": "increasing"}, "steps in any order"),
        ({"modes": ("strict_once",)}, "modes are ClickHouse's"),
        ({"compatibility": "clickhouse"}, "needs a window"),
    ],
)
def test_a_funnel_without_sense_is_refused_in_words(changes, said):
    with History.of({}) as history, pytest.raises(TertuliaError, match=said):
        count(replace(ABC, **changes), history)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not readable as JSON"),
        ('{"steps": [{"step": "door"}]}', r"steps\[0\].step"),
        ('{"steps": [], "windw": 1}', "windw"),
        ('{"steps": []}', "0 steps"),
    ],
)
def test_a_file_that_is_no_funnel_is_refused_in_words(text, said, tmp_path):
    file = tmp_path / "spec.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TertuliaError, match=said):
        read_spec(file)


def test_a_step_that_is_not_there_is_refused():
    with History.of({}) as history, pytest.raises(TertuliaError, match="steps 1 to 3"):
        count(ABC, history).contacts(4)


def test_a_table_goes_to_arrow_and_pandas():
    with events(("x", 1, "a")) as history:
        funnel = count(ABC, history)
    assert funnel.arrow().num_rows == 3
    assert list(funnel.pandas()["converted"]) == [1, 0, 0]
