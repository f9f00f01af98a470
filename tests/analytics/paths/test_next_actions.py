"""What people did after a step: SQL held to plain Python, and sets to their counts."""

from collections import Counter

import pytest
from msgspec.structs import replace

from engine.analytics.funnel import Breakdown, FunnelSpec, count
from engine.analytics.funnel.spec import Happened, Intent, Node, Port
from engine.analytics.history import History
from engine.analytics.paths import DOINGS, next_actions
from engine.analytics.paths.next_actions import NOTHING
from engine.types.issue import TertuliaError
from tests.analytics.cases import SECOND_US, table
from tests.analytics.paths.walks import conversations, plainly

ORDER = FunnelSpec(
    steps=(Intent(intent="order"), Node(node="size"), Port(node="size", port="large")), within_s=6
)
SPECS = {
    "by_contact": ORDER,
    "by_session": replace(ORDER, entity="session"),
    "broken_down": replace(ORDER, breakdown=Breakdown("channel")),
    "any_order": replace(ORDER, order="unordered"),
    "strict": replace(ORDER, order="strict"),
    "optional_step": replace(
        ORDER, steps=(ORDER.steps[0], replace(ORDER.steps[1], optional=True), ORDER.steps[2])
    ),
    "all_tries": replace(ORDER, counting="totals"),
}


@pytest.mark.parametrize("name", SPECS)
@pytest.mark.parametrize(("step", "dropped"), [(2, True), (3, True), (2, False)])
def test_next_actions_are_those_that_plain_python_finds(name, step, dropped):
    spec = SPECS[name]
    key = {"contact": "contact", "session": "session_id"}[spec.entity]
    for seed in range(2):
        with conversations(seed) as history:
            funnel = count(spec, history)
            found = next_actions(funnel, history, step, dropped=dropped, within_s=5)
            people = funnel.contacts(step, dropped=dropped).to_pylist()
            rows = plainly(history, (*DOINGS, "node"), key)
        reached = spec.before(step) if dropped else (step,)
        expected = [_next(spec, rows.get(each["entity"], []), each, reached) for each in people]
        given = [(each["action"], each["after_us"]) for each in found.people.to_pylist()]
        assert given == expected
        assert Counter(action for action, _ in expected) == {
            row.action: row.n for row in found.rows()
        }
        for row in found.rows():
            assert found.contacts(row.action).num_rows == row.n
            assert 0 <= row.low <= row.share <= row.high <= 1


def _next(spec, rows, person, reached):
    since = person["reached_us"]
    at_anchor = {1, 2, 3} if spec.order == "unordered" else set(reached)
    there = max(row["seq"] for row in rows if row["t_us"] == since and at_anchor & _steps(row))
    for row in rows:
        after_us = row["t_us"] - since
        if (row["t_us"], row["seq"]) <= (since, there) or after_us > 5 * SECOND_US:
            continue
        if passed := {step for step in _steps(row) if step <= max(reached)}:
            return f"back {spec.steps[min(passed) - 1].label}", after_us
        if not row["action"].startswith("node "):
            return row["action"], after_us
    return NOTHING, None


def _steps(row):
    """The steps that a row fits: one that comes to a node and leaves it at once fits two."""
    steps = {"intent order": {1}, "node size": {2}, "answer size:large": {3}}
    left = {3} if row["node"] == "size" and row["port"] == "large" else set()
    return steps.get(row["action"], set()) | left


def happenings(*rows):
    """A history of (second, columns) of one conversation."""
    place = {"contact": "ana", "conversation": "web:1", "session_id": "web:1:1"}
    return History.of(
        {
            "events": table(
                "events",
                [
                    {**place, "t_us": int(t * SECOND_US), "seq": n, "event_id": str(n), **columns}
                    for n, (t, columns) in enumerate(rows, 1)
                ],
            )
        }
    )


def test_a_next_action_says_where_it_was_and_how_long_it_took():
    rows = (
        (0, {"kind": "intent", "intent": "order"}),
        (0, {"kind": "wait", "node": "size"}),
        (7.5, {"kind": "mode", "name": "human"}),
    )
    with happenings(*rows) as history:
        found = next_actions(count(ORDER, history), history, 3)
    (person,) = found.people.to_pylist()
    assert person == {
        "entity": "ana", "contact": "ana", "value": "", "action": "agent",
        "conversation": "web:1", "session_id": "web:1:1", "after_us": 7_500_000,
    }  # fmt: skip
    (row,) = found.rows()
    assert (row.action, row.n, row.share, row.median_s) == ("agent", 1, 1.0, 7.5)
    assert found.arrow().to_pylist()[0]["low"] == row.low


def test_nobody_is_no_error_and_figures_without_times_are_refused():
    with happenings((0, {"kind": "event", "name": "a"})) as history:
        found = next_actions(count(ORDER, history), history, 2)
        assert (found.rows(), found.arrow().num_rows) == ([], 0)
        spec = FunnelSpec(steps=(Happened(name="a"),), within_s=5, compatibility="clickhouse")
        with pytest.raises(TertuliaError, match="tells no times"):
            next_actions(count(spec, history), history, 1)
