"""`tertulia experiment`: the arms of a store, whether to stop, and what cannot be used."""

import json
from pathlib import Path

import pytest
from command_line import tertulia
from msgspec.structs import replace

from engine.stores.rows import Batch
from engine.stores.sqlite import SqliteStore
from tests.stores.rows import event

SECOND_US = 1_000_000
SPEC = {
    "name": "Offer",
    "dealt": {"by": "split", "node": "offer", "arms": {"early": 1, "late": 1}},
    "control": "early",
    "goal": {"step": "event", "name": "paid"},
    "within_s": 60,
    "effect": 0.1,
    "most": 1000,
}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    file = SqliteStore(path)
    rows = []
    # Of a hundred of each arm all of the late ones pay, and of the early ones every tenth.
    for number in range(200):
        arm = "late" if number % 2 else "early"
        at = {"contact": f"p{number}", "t_us": number * SECOND_US}
        rows.append(event(len(rows) + 1, f"c{number}", node="offer", port=arm, **at))
        if arm == "late" or number % 20 == 0:
            paid = event(len(rows) + 1, f"c{number}", kind="event", **at)
            rows.append(replace(paid, name="paid"))
    both = {"contact": "p0", "t_us": 900 * SECOND_US}
    rows.append(event(len(rows) + 1, "c0", node="offer", port="late", **both))
    file.commit(Batch(events=rows))
    file.close()
    return path


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    file = tmp_path / "offer.json"
    file.write_text(json.dumps(SPEC), encoding="utf-8")
    return file


def test_the_table_and_the_decision_are_for_people(store: Path, spec: Path) -> None:
    said = tertulia("experiment", store, spec, "--language", "pt")
    assert said.code == 0, said.err
    head, early, late, crossed, _, decided, last = said.out.splitlines()
    assert head.startswith("arm")
    assert early.split()[:4] == ["early", "99", "9", "9.1%"]
    assert late.split()[:4] == ["late", "100", "100", "100.0%"]
    assert crossed.startswith("1 were dealt several arms")
    assert decided.startswith("Pode terminar: “late” é melhor que “early” por 90,9")
    assert last.startswith("Offer ")
    assert last.endswith(", until 1970-01-01 00:15:00 UTC")


def test_the_same_as_json(store: Path, spec: Path) -> None:
    found = json.loads(tertulia("experiment", store, spec, "--json").out)
    assert found["decision"] == "better"
    assert [arm["succeeded"] for arm in found["arms"]] == [9, 100]
    assert found["comparisons"][0]["low"] > 0.5
    assert (found["crossed"], found["watermark"]["t_us"]) == (1, 900 * SECOND_US)
    assert len(found["digest"]) == 64
    assert found["experiment"]["goal"] == {"step": "event", "name": "paid"}


def test_what_cannot_be_used_is_refused(store: Path, spec: Path, tmp_path: Path) -> None:
    assert tertulia("experiment", tmp_path / "none.db", spec).code == 2
    assert tertulia("experiment", store, tmp_path / "none.json").code == 2
    spec.write_text(json.dumps(SPEC | {"control": "none"}), encoding="utf-8")
    assert "name one of early, late" in tertulia("experiment", store, spec).err
