"""`tertulia funnel`: the table of a store, the people behind it, and what cannot be used."""

import json
from pathlib import Path

import pytest
from command_line import tertulia

from engine.stores.rows import Batch
from engine.stores.sqlite import SqliteStore
from tests.stores.rows import event

SECOND_US = 1_000_000
SPEC = {
    "name": "Order",
    "steps": [
        {"step": "node", "node": "size"},
        {"step": "port", "node": "size", "port": "answered", "title": "Chose a size"},
    ],
    "entity": "conversation",
    "within_s": 3600,
    "zone": "America/Bogota",
}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    file = SqliteStore(path)
    rows = [
        event(1, "c1", kind="wait", node="size", channel="web", t_us=SECOND_US),
        event(2, "c2", kind="wait", node="size", channel="sms", t_us=2 * SECOND_US),
        event(3, "c1", kind="visit", node="size", port="answered", t_us=91 * SECOND_US),
        event(4, "c3", kind="visit", node="other", t_us=4000 * SECOND_US),
    ]
    file.commit(Batch(events=rows))
    file.close()
    return path


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    return written(tmp_path, SPEC)


def written(folder: Path, funnel: dict[str, object]) -> Path:
    file = folder / "order.json"
    file.write_text(json.dumps(funnel), encoding="utf-8")
    return file


def test_the_table_is_for_people(store: Path, spec: Path) -> None:
    said = tertulia("funnel", store, spec)
    assert said.code == 0, said.err
    lines = said.out.splitlines()
    assert "node size" in lines[1]
    assert "Chose a size" in lines[2]
    assert "50.0%" in lines[2]
    assert lines[2].endswith("0:01:30")
    assert lines[-1].startswith("Order ")
    assert lines[-1].endswith("until 1969-12-31 20:06:40 America/Bogota")


@pytest.mark.parametrize("executor", ["chain", "scan", "reference"])
def test_the_same_as_json_by_every_executor(executor: str, store: Path, spec: Path) -> None:
    found = json.loads(tertulia("funnel", store, spec, "--json", "--executor", executor).out)
    assert [row["converted"] for row in found["rows"]] == [2, 1]
    assert found["rows"][1]["p50_s"] == 90.0
    assert found["watermark"] == {"seq": 4, "t_us": 4000 * SECOND_US}
    assert found["funnel"]["name"] == "Order"


def test_who_was_lost(store: Path, spec: Path) -> None:
    said = tertulia("funnel", store, spec, "--contacts", "2", "--dropped")
    assert said.out.splitlines()[-1] == "1 conversation"
    assert "c2" in said.out
    (row,) = json.loads(tertulia("funnel", store, spec, "--contacts", "2", "--json").out)
    assert row["entity"] == "c1"


def test_a_breakdown_has_a_table_for_each_value(store: Path, tmp_path: Path) -> None:
    spec = written(tmp_path, {**SPEC, "breakdown": {"column": "channel"}})
    said = tertulia("funnel", store, spec).out
    assert "channel: sms" in said
    assert "channel: web" in said


def test_what_cannot_be_used_is_refused(store: Path, spec: Path, tmp_path: Path) -> None:
    assert tertulia("funnel", tmp_path / "none.db", spec).code == 2
    assert tertulia("funnel", store, tmp_path / "none.json").code == 2
    assert tertulia("funnel", store, spec, "--dropped").code == 2
    assert tertulia("funnel", store, spec, "--contacts", "3").code == 2
    said = tertulia("funnel", store, written(tmp_path, {"steps": []}))
    assert said.code == 2
    assert "0 steps; give 1 to 32" in said.err


def test_a_funnel_of_a_bot_by_its_name(store: Path, tmp_path: Path) -> None:
    bot = tmp_path / "bot"
    (bot / "funnels").mkdir(parents=True)
    (bot / "bot.json").write_text('{"former_nodes": {"size": "which"}, "id": "shop"}')
    funnel = {**SPEC, "steps": [{"step": "node", "node": "size"}, {"step": "tag", "tag": "vip"}]}
    (bot / "funnels" / "orders.json").write_text(json.dumps(funnel))
    said = tertulia("funnel", store, "orders", "--bot", bot)
    assert said.code == 0, said.err
    assert "node size" in said.out
    assert "the node 'size' does not exist" in said.err
    missing = tertulia("funnel", store, "none", "--bot", bot)
    assert missing.code == 2
    assert "there are: orders" in missing.err


def test_a_trend_a_comparison_and_tables_for_spreadsheets(store: Path, spec: Path) -> None:
    drawn = tertulia("funnel", store, spec, "--trend", "day").out.splitlines()
    assert drawn[1].split() == ["1969-12-31", "2", "1", "50.0%"]
    assert [line.split()[-2:] for line in drawn[-2:]] == [["2", "1"], ["2", "1"]]
    told = json.loads(tertulia("funnel", store, spec, "--trend", "day", "--json").out)
    assert (told["sums"], len(told["rows"])) == ([2, 1], 2)
    rows = tertulia("funnel", store, spec, "--csv").out.splitlines()
    assert rows[0].startswith('"value","step","title","entered"')
    assert len(rows) == 3
    same = tertulia("funnel", store, spec, "--compare", spec).out
    assert "+0.0%" in same
    other = written(spec.parent, {**SPEC, "breakdown": {"column": "channel"}})
    against = tertulia("funnel", store, other, "--control", "web").out
    assert "-100.0%" in against
    assert "sms: 1" in against
    both = tertulia("funnel", store, spec, "--trend", "day", "--contacts", "1")
    assert both.code == 2
