"""Flows from level to level: SQL held to plain Python, and sets to their counts."""

from collections import Counter
from itertools import groupby

import pytest

from engine.analytics.funnel import count
from engine.analytics.paths import DOINGS, sankey
from engine.analytics.paths.sankey import END, OTHER
from engine.types.issue import TertuliaError
from tests.analytics.paths.test_next_actions import ORDER
from tests.analytics.paths.walks import conversations, plainly


@pytest.mark.parametrize("start", ["", "intent order"])
@pytest.mark.parametrize("width", [1, 3, 100])
def test_flows_are_those_that_plain_python_finds(start, width):
    for seed in range(2):
        with conversations(seed) as history:
            found = sankey(history, start=start, doings=DOINGS, depth=4, width=width)
            rows = plainly(history, DOINGS, "session_id")
        expected = _flows([_levels(each, start) for each in rows.values()], width)
        flows = found.arrow().to_pylist()
        assert {(row["level"], row["source"], row["target"]): row["n"] for row in flows} == expected
        for row in flows:
            given = found.contacts(row["level"], row["source"], row["target"])
            assert len(set(given["entity"].to_pylist())) == row["n"]
        assert [row["level"] for row in flows] == sorted(row["level"] for row in flows)


def _levels(rows, start):
    names = [name for name, _ in groupby(row["action"] for row in rows)]
    first = names.index(start) if start in names else 0 if not start else len(names)
    return names[first:][:4]


def _flows(walks, width):
    shown = []
    for level in range(4):
        counts = Counter(walk[level] for walk in walks if len(walk) > level)
        ranked = sorted(counts, key=lambda name: (-counts[name], name))
        shown.append({name: name if rank < width else OTHER for rank, name in enumerate(ranked)})
    found = Counter()
    for walk in walks:
        names = [shown[level][name] for level, name in enumerate(walk)]
        for level, source in enumerate(names[:3], 1):
            found[level, source, names[level] if level < len(names) else END] += 1
    return found


def test_the_flows_of_those_whom_a_bar_counts():
    with conversations(2) as history:
        lost = count(ORDER, history).contacts(2, dropped=True)["entity"]
        found = sankey(history, entity="contact", entities=lost, doings=DOINGS)
    assert 0 < len(set(found.steps["entity"].to_pylist())) <= len(lost)
    assert set(found.steps["entity"].to_pylist()) <= set(lost.to_pylist())


def test_a_flow_needs_two_levels_and_an_action():
    with conversations(1) as history:
        with pytest.raises(TertuliaError, match="at least 2 levels"):
            sankey(history, depth=1)
        with pytest.raises(TertuliaError, match="1 action"):
            sankey(history, width=0)
        assert sankey(history, entities=[]).arrow().num_rows == 0
