"""Ways between two points: SQL held to plain Python, and sets to their counts."""

from collections import Counter
from itertools import groupby

import pytest

from engine.analytics.paths import DOINGS, paths_between
from engine.analytics.paths.between import ARROW, LEFT_OUT
from engine.types.issue import TertuliaError
from tests.analytics.paths.walks import conversations, plainly

POINTS = [("intent order", "agent"), ("intent order", "intent order"), ("event paid", "ended")]


@pytest.mark.parametrize(("start", "end"), POINTS)
@pytest.mark.parametrize("entity", ["contact", "session"])
def test_paths_are_those_that_plain_python_finds(start, end, entity):
    key = {"contact": "contact", "session": "session_id"}[entity]
    for seed in range(3):
        with conversations(seed) as history:
            found = paths_between(history, start, end, entity=entity, longest=5)
            rows = plainly(history, DOINGS, key)
        expected = {
            name: way for name, each in sorted(rows.items()) if (way := _way(each, start, end))
        }
        given = {
            row["entity"]: (row["path"], row["took_us"], row["session_id"])
            for row in found.walks.to_pylist()
        }
        assert given == expected
        counts = Counter(path for path, *_ in expected.values())
        assert {row.path: row.n for row in found.rows(most=1000)} == counts
        assert [row.n for row in found.rows(3)] == sorted(counts.values(), reverse=True)[:3]
        for row in found.rows():
            assert found.contacts(row.path).num_rows == row.n
        assert found.arrow(2).num_rows == min(2, len(counts))


def _way(rows, start, end):
    """Every pair of start and end is tried: the first end, then the last start before it."""
    pairs = [
        (last, -first)
        for first, a in enumerate(rows)
        for last, b in enumerate(rows)
        if first < last and a["action"] == start and b["action"] == end
    ]
    if not pairs:
        return None
    last, first = min(pairs)
    way = rows[-first : last + 1]
    inner = [name for name, _ in groupby(row["action"] for row in way[:-1])]

    path = [*inner, way[-1]["action"]]
    if len(path) > 5:
        path = [*path[:2], LEFT_OUT, *path[-2:]]
    took = max(row["t_us"] for row in way) - min(row["t_us"] for row in way)
    return ARROW.join(path), took, way[-1]["session_id"]


def test_a_path_of_two_actions_has_no_middle_to_leave_out():
    with conversations(1) as history, pytest.raises(TertuliaError, match="at least 3"):
        paths_between(history, "agent", "ended", longest=2)
