"""Both executors give what the naive reference gives, to the last column of everybody's row."""

import random

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.analytics.funnel import chain, count, reference, scan
from engine.analytics.history import History
from tests.analytics.cases import COMBINATIONS, SECOND_US, kinds_for, people, table, written
from tests.analytics.index.parts import indexed

# SQL is made anew for each history: these look for odd ones, below are many people in one.
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FEW
@given(data=st.data())
def test_executors_agree_with_the_reference(data):
    spec = COMBINATIONS[data.draw(st.sampled_from(sorted(COMBINATIONS)))]
    row = st.tuples(
        st.integers(0, 3), st.integers(0, 8), st.sampled_from(["web", "app"]), st.integers(0, 1)
    )
    kinds = kinds_for(spec)
    drawn = data.draw(st.lists(st.tuples(row, st.sampled_from(kinds)), max_size=24))
    happened = [
        {
            "contact": f"p{who}",
            "conversation": f"p{who}:{part}",
            "session_id": f"p{who}:{part}:1" if part else "",
            "channel": channel,
            "t_us": t * SECOND_US,
            **kind,
        }
        for (who, t, channel, part), kind in drawn
    ]
    agree(spec, written(random.Random(len(drawn)), happened))


@pytest.mark.parametrize("name", COMBINATIONS)
def test_executors_agree_on_many_people(name):
    spec = COMBINATIONS[name]
    with people(random.Random(name), spec, 60) as history:
        found = reference.run(spec, history)
        assert found.num_rows
        assert found == chain.run(spec, history)
        assert found == scan.run(spec, history)


@pytest.mark.parametrize("name", ["window", "exclusion_ties_increasing", "strict", "unordered"])
def test_executors_agree_on_one_person_with_many_rows(name):
    chance = np.random.default_rng(7)
    rows = 20_000
    names = np.array(list("abcd"))[chance.integers(0, 4, rows)]
    times = chance.integers(0, 4_000, rows) * SECOND_US
    events = table("events", [{"seq": 0}] * rows)
    columns = {"seq": np.arange(rows), "name": names, "t_us": times}
    columns |= {"kind": ["event"] * rows, "contact": ["one"] * rows}
    for column, values in columns.items():
        place = events.schema.get_field_index(column)
        events = events.set_column(place, column, pa.array(values))
    with History.of({"events": events}) as history:
        spec = COMBINATIONS[name]
        found = chain.run(spec, history)
        assert found.num_rows == 1
        assert found == scan.run(spec, history)


@pytest.mark.parametrize("name", ["window", "strict", "unordered", "held_value", "last_touch"])
def test_an_empty_history_counts_nobody(name):
    with History.of({}) as history:
        spec = COMBINATIONS[name]
        assert [row.converted for row in count(spec, history).rows()] in ([0, 0, 0], [])
        agree(spec, history)


@pytest.mark.parametrize("dialect", ["bigquery", "clickhouse", "postgres", "snowflake", "sqlite"])
def test_the_chain_is_sql_for_other_engines(dialect):
    with History.of({}) as history:
        for name in ("exclusion_ties_increasing", "last_touch", "unordered_window", "other_steps"):
            spec = COMBINATIONS[name]
            found = ibis.to_sql(chain.expression(spec, history), dialect=dialect)
            assert "OVER (" in found


def agree(spec, history):
    with history:
        expected = reference.run(spec, history)
        assert expected.equals(chain.run(spec, history))
        assert expected.equals(scan.run(spec, history))
        if (found := indexed(spec, history)) is not None:
            assert expected.equals(found)
