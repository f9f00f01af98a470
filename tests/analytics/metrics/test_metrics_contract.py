"""The contract of every metric: one suite for all, which wants a golden file of each."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import ibis
import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from engine.analytics.facts import FACTS
from engine.analytics.facts.protocol import Facts
from engine.analytics.history import SCHEMAS, History
from engine.analytics.metrics import METRICS, Measured, Metric, Query, dimensions_of, measure
from tests.analytics.metrics.clinic import clinic, clinic_history

FOLDER = Path(__file__).parent
ALL = pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.name)
LANGUAGES = {"es", "en", "pt"}
FAMILIES = pytest.mark.parametrize("facts", FACTS.values(), ids=lambda facts: facts.name)


@pytest.fixture(scope="module")
def history() -> History:
    return clinic_history()


def figures(found: Measured) -> dict[str, Any]:
    """What a golden file has of the figures: all but the bins in which there is nothing."""
    names = [each.name for each in found.measures]
    rows = [
        row for row in found.rows.drop_columns(["start_us"]).to_pylist() if _has_any(row, names)
    ]
    return {
        "totals": found.totals,
        **({"previous": found.previous} if found.previous else {}),
        **({"values": found.values.to_pylist()} if found.query.by else {}),
        "rows": rows,
    }


def _has_any(row: dict[str, Any], names: list[str]) -> bool:
    return any(row[name] for name in names)


@ALL
def test_golden(metric: Metric, history: History, update: bool) -> None:
    file = FOLDER / f"{metric.name}.json"
    assert file.is_file(), f"metric {metric.name!r} has no golden file: write {file}"
    cases = json.loads(file.read_text("utf-8"))
    assert cases, f"{file}: no cases; write a query"
    for case in cases:
        query = msgspec.convert(case["query"], Query)
        found = json.loads(json.dumps(figures(measure(history, metric.name, query))))
        if update:
            case["expected"] = found
        assert found == case["expected"], f"{metric.name}: {case['query']}"
    if update:
        file.write_text(json.dumps(cases, ensure_ascii=False, indent=2) + "\n", "utf-8")


@ALL
def test_words_are_there_in_every_language(metric: Metric) -> None:
    for text in (metric.title, metric.about, *(each.title for each in metric.measures)):
        assert set(text) == LANGUAGES
        assert all(text.values())


@ALL
def test_of_nothing_there_is_nothing(metric: Metric) -> None:
    found = measure(History.of({}), metric.name, Query(by=metric.by, compare=True))
    assert found.totals == found.previous
    for each in metric.measures:
        wanted = 0 if each.unit == "count" else None
        assert found.totals[each.name] == wanted or found.totals[each.name] == 0
    assert found.values.num_rows == 0


@ALL
def test_what_it_is_broken_down_by_is_a_column_of_its_facts(metric: Metric) -> None:
    assert metric.by in {"", *dimensions_of(metric)}


@FAMILIES
def test_facts_have_the_columns_that_they_say(facts: Facts, history: History) -> None:
    found = history.query(facts.of(history))
    assert found.num_rows
    assert found.column_names == list(facts.columns)
    whole = {"t_us", "n", *facts.values}
    for field in found.schema:
        assert field.type == (pa.int64() if field.name in whole else pa.string()), field.name
        assert found[field.name].null_count == 0, field.name


@FAMILIES
def test_facts_are_those_of_their_sessions(facts: Facts) -> None:
    tables = clinic().arrow()
    sessions = tables["sessions"]["session_id"].to_pylist()
    parts = [
        History.of(
            {name: rows.filter(pc.field("session_id") == one) for name, rows in tables.items()}
        )
        for one in sessions
    ]
    found = [row for part in parts for row in part.query(facts.of(part)).to_pylist()]
    whole = History.of(tables)
    assert by_all(found) == by_all(whole.query(facts.of(whole)).to_pylist())


def by_all(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


@FAMILIES
@pytest.mark.parametrize("engine", ["sqlite", "postgres", "bigquery"])
def test_facts_can_be_said_in_the_sql_of_other_engines(facts: Facts, engine: str) -> None:
    empty = History.of({})
    tables = SimpleNamespace(
        **{name: ibis.table(getattr(empty, name).schema(), name=name) for name in SCHEMAS}
    )
    assert "SELECT" in ibis.to_sql(facts.of(tables), dialect=engine)
