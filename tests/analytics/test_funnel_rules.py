"""Rules of funnels on rows whose figures are known by hand; trends, comparisons, bad input."""

import datetime as dt
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from msgspec.structs import replace

from engine.analytics.funnel import (
    Breakdown,
    Condition,
    Exclusion,
    FunnelSpec,
    compare,
    compare_values,
    count,
    named_funnel,
    schema,
    trend,
)
from engine.analytics.funnel.spec import Happened, Node, Payment, Template
from engine.analytics.history import History
from engine.analytics.statistics import newcombe, two_shares_p
from engine.project.write import write
from engine.types.bot import Bot, Project, Topic
from engine.types.bot import Node as Drawn
from engine.types.issue import TertuliaError
from tests.analytics.cases import ABC, COMBINATIONS, SECOND_US, A, B, C, D, people, table
from tests.analytics.test_funnel import events

AB = FunnelSpec(steps=(A, B))
DAY_S = 86_400


def levels(spec, *rows):
    """How far everybody came, by name."""
    with events(*rows) as history:
        tries = count(spec, history).tries.to_pylist()
    return {row["entity"]: row["level"] for row in tries}


def table_of(spec, *rows, executor="chain"):
    with events(*rows) as history:
        return count(spec, history, executor).rows()


def test_a_least_gap_takes_the_latest_start_that_is_far_enough():
    spec = replace(AB, steps=(A, replace(B, after_s=3)))
    with events(("x", 0, "a"), ("x", 1, "a"), ("x", 3, "a"), ("x", 5, "b")) as history:
        (found,) = count(spec, history).tries.to_pylist()
    assert (found["start_us_2"], found["reached_us_2"]) == (1 * SECOND_US, 5 * SECOND_US)


def test_a_step_may_have_to_follow_directly():
    spec = replace(ABC, steps=(A, replace(B, directly=True), C))
    rows = [("x", 0, "a"), ("x", 1, "b"), ("x", 2, "a"), ("x", 3, "c")]
    assert levels(spec, *rows, ("y", 0, "a"), ("y", 1, "c"), ("y", 2, "b")) == {"x": 3, "y": 1}


def test_an_optional_step_may_be_left_out():
    spec = replace(ABC, steps=(A, replace(B, optional=True), C))
    rows = [("x", 0, "a"), ("x", 1, "b"), ("x", 2, "c"), ("y", 0, "a"), ("y", 1, "c")]
    first, second, third = table_of(spec, *rows, ("z", 0, "a"), ("z", 1, "b"))
    assert (first.converted, second.entered, second.converted, second.dropped) == (3, 3, 2, 1)
    # Who left it out is not lost for the step after it.
    assert (third.entered, third.converted, third.dropped) == (3, 2, 1)


def test_a_try_of_an_open_funnel_may_begin_anywhere():
    spec = replace(ABC, open_entry=True)
    rows = [("x", 0, "a"), ("x", 1, "b"), ("x", 2, "c"), ("y", 0, "b"), ("y", 1, "c")]
    first, second, third = table_of(spec, *rows, ("z", 0, "c"), ("w", 5, "a"))
    assert (first.entered, first.converted, first.total_rate) == (2, 2, 0.5)
    assert (second.entered, second.converted, second.joined, second.dropped) == (2, 2, 1, 1)
    assert (third.entered, third.converted, third.joined, third.rate) == (2, 3, 1, 1.0)


def test_who_is_removed_is_not_counted_and_who_is_reset_may_try_again():
    rows = [("x", 0, "a"), ("x", 1, "d"), ("x", 2, "a"), ("x", 3, "b")]
    done = [("y", 0, "a"), ("y", 1, "b"), ("y", 2, "d")]
    assert levels(replace(AB, exclusions=(Exclusion(D),)), *rows, *done) == {"x": 2, "y": 2}
    assert levels(replace(AB, exclusions=(Exclusion(D, mode="remove"),)), *rows, *done) == {"y": 2}


def test_a_condition_on_what_is_excluded():
    on_app = replace(D, where=(Condition("channel", "is", ("app",)),))
    rows = [("x", 0, "a"), ("x", 1, "d"), ("x", 2, "b")]
    assert levels(replace(AB, exclusions=(Exclusion(on_app),)), *rows) == {"x": 2}


def test_people_may_count_once_by_their_first_try_or_with_every_try():
    rows = [("x", 0, "a"), ("x", 9, "a"), ("x", 10, "b"), ("x", 11, "a"), ("x", 12, "b")]
    rows += [("x", 13, "a")]
    once = replace(AB, within_s=5)
    assert [row.converted for row in table_of(once, *rows)] == [1, 1]
    assert [row.converted for row in table_of(replace(once, counting="first"), *rows)] == [1, 0]
    first, second = table_of(replace(once, counting="totals"), *rows)
    assert (first.converted, second.converted, second.immature) == (4, 2, 1)


def test_a_try_may_have_to_stay_in_a_session_or_with_a_value():
    rows = [
        {"contact": "x", "kind": "event", "name": name, "seq": n, "event_id": str(n), "t_us": n}
        | {"session_id": session, "channel": channel}
        for n, (name, session, channel) in enumerate(
            [("a", "1", "web"), ("b", "2", "web"), ("a", "2", "app"), ("b", "2", "web")], 1
        )
    ]
    with History.of({"events": table("events", rows)}) as history:
        for changes, level in (
            ({}, 2), ({"within_session": True}, 2), ({"hold": ("channel",)}, 2),
            ({"within_session": True, "hold": ("channel",)}, 1),
        ):  # fmt: skip
            assert count(replace(AB, **changes), history).tries["level"].to_pylist() == [level]


def test_nobody_can_go_on_in_a_session_that_is_over():
    rows = [
        {"contact": who, "session_id": who, "kind": "event", "name": "a", "event_id": who}
        | {"seq": n, "t_us": n}
        for n, who in enumerate("xy", 1)
    ]
    over = [{"session_id": "x", "seq": 3, "ended_us": 2}, {"session_id": "y", "seq": 4}]
    tables = {"events": table("events", rows), "sessions": table("sessions", over)}
    with History.of(tables) as history:
        found = count(replace(AB, within_session=True), history).contacts(2, dropped=True)
    assert found.select(["entity", "immature"]).to_pylist() == [
        {"entity": "x", "immature": False},
        {"entity": "y", "immature": True},
    ]


def test_templates_and_payments_are_steps():
    sent = '{"template":{"name":"offer","parameters":["5"]}}'
    said = {"contact": "x", "direction": "out", "content": sent, "message_id": "m", "seq": 1}
    paid = {"contact": "x", "kind": "event", "name": "payment", "event_id": "e", "seq": 2}
    tables = {
        "messages": table("messages", [said]),
        "events": table("events", [paid | {"t_us": 5, "data": '{"amount":12.5}'}]),
    }
    with History.of(tables) as history:
        for steps, level in (
            ((Template(), Payment()), 2),
            ((Template(template="offer"), Payment(at_least=12.5)), 2),
            ((Template(template="offer"), Payment(at_least=12.6)), 1),
        ):
            assert count(FunnelSpec(steps=steps), history).tries["level"].to_pylist() == [level]


def test_rows_of_a_former_id_are_a_nodes_own(tmp_path):
    nodes = {"pay": Drawn("say"), "size": Drawn("say")}
    spec = FunnelSpec(steps=(Node(node="which"), Node(node="pay", topic="old")))
    bot = Bot(
        id="shop", topics={"orders": Topic(nodes=nodes)}, former_nodes={"which": "size"},
        funnels={"orders": spec},
    )  # fmt: skip
    write(Project(name="", bots={"shop": bot}), tmp_path)
    visits = [("x", "which", "old"), ("x", "pay", "orders"), ("y", "size", "orders")]
    rows = [
        {"contact": who, "conversation": who, "kind": "visit", "node": node, "topic": topic}
        | {"seq": n, "event_id": str(n), "t_us": n}
        for n, (who, node, topic) in enumerate(visits, 1)
    ]
    followed, issues = named_funnel(Path("orders"), tmp_path)
    assert [issue.location.path for issue in issues] == ["steps[0].node", "steps[1].topic"]
    with History.of({"events": table("events", rows)}) as history:
        assert [row.converted for row in count(spec, history).rows()] == [1, 0]
        assert [row.converted for row in count(followed, history).rows()] == [2, 1]
    with pytest.raises(TertuliaError, match="no funnel 'none'; there are: orders"):
        named_funnel(Path("none"), tmp_path)


def test_values_beyond_the_top_are_one():
    rows = [
        {"contact": f"c{n}", "channel": f"ch{n % 300:03}", "kind": "event", "name": "a"}
        | {"seq": n, "event_id": str(n), "t_us": n}
        for n in range(301)
    ]
    with History.of({"events": table("events", rows)}) as history:
        for attribution, people_of in (("first", 301), ("each", 301)):
            found = count(replace(ABC, breakdown=Breakdown("channel", attribution, top=2)), history)
            assert found.values == ["ch000", "ch001", "(other)"]
            assert sum(found.size_of(value) for value in found.values) == people_of
    both = [("x", 0, "a"), ("x", 1, "b")]
    with events(*both) as history:
        found = count(replace(AB, breakdown=Breakdown("data.none", "each", top=1)), history)
        assert found.values == [""]


def test_times_are_told_as_mean_spread_and_survival():
    rows = [("x", 0, "a"), ("x", 4, "b"), ("y", 0, "a"), ("y", 8, "b"), ("z", 0, "a")]
    with events(*rows, ("w", 7, "a"), ("late", 10, "c")) as history:
        found = count(replace(AB, within_s=9), history)
    assert found.rows()[1].mean_s == 6.0
    bins = found.histogram(2, bins=2)
    assert [(each.low_s, each.high_s, each.n) for each in bins] == [(0, 4, 0), (4, 8, 2)]
    survival = found.survival(2)
    # Watched for 9, 3, and until they came: of 3 who were left at 4 one came, of 2 at 8 one.
    assert survival.times.tolist() == [4, 8]
    assert survival.at_risk.tolist() == [3, 2]
    assert survival.share.tolist() == pytest.approx([2 / 3, 1 / 3])


@pytest.mark.parametrize("executor", ["chain", "scan"])
def test_a_trend_counts_those_who_began_on_its_days(executor):
    rows = [
        ("x", 1, "a"), ("x", DAY_S + 1, "a"), ("x", DAY_S + 2, "b"),
        ("y", DAY_S - 1, "a"), ("y", DAY_S + 3, "b"), ("z", 3 * DAY_S, "a"),
    ]  # fmt: skip
    spec = replace(AB, within_s=3600)
    with events(*rows) as history:
        found = trend(spec, history, "day", executor)
        assert [(row.first.day, row.converted) for row in found.rows()] == [
            (1, 2), (1, 1), (2, 1), (2, 1), (3, 0), (3, 0), (4, 1), (4, 0),
        ]  # fmt: skip
        assert found.sums() == [4, 2]
        assert [row.converted for row in found.whole.rows()] == [3, 2]
        assert trend(spec, history, "month", executor).sums() == [3, 2]
        assert found.arrow().num_rows == len(found.pandas()) == 8
        with pytest.raises(TertuliaError, match="points of a day each"):
            trend(replace(spec, since=dt.date(1960, 1, 1)), history)


@pytest.mark.parametrize("name", ["window", "unordered_window", "first_tries", "open", "totals"])
def test_a_trend_is_the_funnels_of_its_spans(name):
    spec = replace(COMBINATIONS[name], zone="Etc/GMT-14", breakdown=Breakdown("channel"))
    with people(random.Random(name), spec, 60) as history:
        found = trend(spec, history)
        assert [point.spec.since.day for point in found.points] == [1, 2]
        for point in found.points:
            assert point.tries == count(point.spec, history, "chain").tries


def test_a_trend_of_nobody_has_no_points():
    with History.of({}) as history:
        assert trend(AB, history).rows() == []


def test_two_periods_are_compared():
    rows = [(f"x{n}", n, "a") for n in range(40)] + [(f"x{n}", n + 0.5, "b") for n in range(10)]
    rows += [(f"x{n}", DAY_S + n, "a") for n in range(40)]
    rows += [(f"x{n}", DAY_S + n + 0.5, "b") for n in range(20)]
    with events(*rows) as history:
        first, second = (
            count(replace(AB, within_s=60, since=day, until=day), history)
            for day in (dt.date(1970, 1, 1), dt.date(1970, 1, 2))
        )
    found = compare(first, second, ("before", "after"))
    (row,) = found.rows
    assert (row.variant, row.step, row.control_rate, row.rate) == ("after", 2, 0.25, 0.5)
    assert (row.low, row.high) == newcombe(10, 40, 20, 40)
    assert row.p == two_shares_p(10, 40, 20, 40)
    assert row.adjusted == row.p
    assert found.split_p is None
    with pytest.raises(TertuliaError, match="2 and 3 steps"), events(*rows) as history:
        compare(first, count(ABC, history))


def test_variants_are_compared_with_a_control():
    rows = [
        {"contact": f"{arm}{n}", "channel": arm, "kind": "event", "name": name}
        for arm, size, came in (("one", 300, 60), ("two", 300, 90), ("three", 200, 50))
        for n in range(size)
        for name in ("a", *(["b"] if n < came else []))
    ]
    whole = [row | {"seq": n, "event_id": str(n), "t_us": n} for n, row in enumerate(rows)]
    with History.of({"events": table("events", whole)}) as history:
        found = count(replace(AB, breakdown=Breakdown("channel")), history)
    compared = compare_values(found, "one")
    two, three = compared.rows
    assert (two.variant, two.difference) == ("two", pytest.approx(0.1))
    assert two.adjusted == pytest.approx(2 * two.p)
    assert three.adjusted == pytest.approx(max(two.adjusted, three.p))
    assert not compared.is_split_sound
    weights = {"one": 3, "two": 3, "three": 2}
    assert compare_values(found, "one", weights).split_p == pytest.approx(1)
    assert compared.arrow().num_rows == 2
    with pytest.raises(TertuliaError, match="name one of the breakdown's: 'one'"):
        compare_values(found, "none")


@pytest.mark.parametrize(
    "name",
    ["open", "optional", "removed", "totals", "held", "first_tries", "of_a_variable", "of_intents"],
)
def test_behind_each_number_are_those_whom_it_counts(name):
    spec = COMBINATIONS[name]
    with people(random.Random(name), spec, 60) as history:
        funnel = count(spec, history)
    for row in funnel.rows():
        value = row.value if spec.breakdown else None
        came = funnel.contacts(row.step, value=value)
        lost = funnel.contacts(row.step, dropped=True, value=value)
        assert (came.num_rows, lost.num_rows) == (row.converted, row.dropped)
        assert row.entered - row.dropped + row.joined == row.converted
        assert row.immature <= row.dropped
        assert pa.types.is_boolean(lost["immature"].type)
        assert (pc.sum(lost["immature"]).as_py() or 0) >= row.immature


@pytest.mark.parametrize("executor", ["chain", "scan", "reference"])
def test_one_event_is_a_funnel(executor):
    (first, second) = table_of(AB, ("x", 0, "a"), executor=executor)
    assert (first.converted, second.dropped, second.immature) == (1, 1, 0)


@pytest.mark.parametrize("executor", ["chain", "scan", "reference"])
def test_a_clock_that_goes_backwards_is_put_in_order(executor):
    # Written first, happened last: what counts is when it happened.
    rows = [("x", 5, "b"), ("x", 1, "a"), ("y", -5, "a"), ("y", -3, "b")]
    assert [row.converted for row in table_of(AB, *rows, executor=executor)] == [2, 2]


@pytest.mark.parametrize("executor", ["chain", "scan", "reference"])
def test_a_window_is_as_long_where_the_clock_changes(executor):
    # On the 29th of March 2026 Madrid's clocks went from 2 to 3: an hour is still an hour.
    changed_s = int(dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC).timestamp())
    spec = replace(AB, within_s=3600, zone="Europe/Madrid", since=dt.date(2026, 3, 29))
    rows = [("x", changed_s - 1800, "a"), ("x", changed_s + 1800, "b")]
    rows += [("y", changed_s - 1800, "a"), ("y", changed_s + 1801, "b")]
    assert [row.converted for row in table_of(spec, *rows, executor=executor)] == [2, 1]


@pytest.mark.parametrize("executor", ["chain", "scan", "reference"])
def test_what_is_nowhere_counts_nobody(executor):
    spec = FunnelSpec(steps=(Node(node="gone", topic="deleted"), Happened(name="never")))
    rows = table_of(spec, ("x", 0, "a"), executor=executor)
    assert [row.converted for row in rows] == [0, 0]
    assert [row.rate for row in rows] == [0.0, 0.0]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"within_s": 0}, "within_s is 0"),
        ({"steps": (A, replace(B, after_s=0))}, r"steps\[1\].after_s is 0"),
        ({"steps": (A, replace(B, after_s=9)), "within_s": 5}, "longer than the window"),
        ({"steps": (replace(A, directly=True), B)}, "nothing comes before step 1"),
        ({"steps": (A, replace(B, optional=True))}, "give it to a step in between"),
        ({"hold": ("chanel",)}, "did you mean 'channel'"),
        ({"where": {"channel": ()}}, "has no value"),
        ({"breakdown": Breakdown("segment.vip")}, "nothing says who is in 'vip'"),
        ({"segments": {"vip": "contact.age >"}}, r"segments\.vip"),
        ({"breakdown": Breakdown("channel", top=-1)}, "breakdown.top is -1"),
        ({"counting": "totals"}, "a try that fails never ends"),
        ({"counting": "first", "open_entry": True}, "everybody counts once"),
        ({"order": "unordered", "counting": "first"}, "count everybody once"),
        ({"compatibility": "posthog"}, "PostHog needs a window"),
        (
            {"steps": (A, replace(B, where=(Condition("confidence", "above", ("x",)),)))},
            "compares with a number",
        ),
        ({"steps": (A, replace(B, where=(Condition("channel"),)))}, "compares with nothing"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(changes, said):
    with History.of({}) as history, pytest.raises(TertuliaError, match=said):
        count(replace(AB, **changes), history)


def test_a_form_can_be_made_of_the_schema():
    found = schema()
    assert set(found["$defs"]["FunnelSpec"]["properties"]) == set(FunnelSpec.__struct_fields__)
    assert len(found["$defs"]["FunnelSpec"]["properties"]["steps"]["items"]["anyOf"]) == 9
