"""`tertulia compact`: a store into files, what is left of it, and what cannot be used."""

import json
import time
from pathlib import Path

import pytest
from command_line import tertulia

from engine.analytics.history import History
from engine.stores.opening import open_history
from engine.stores.postgres import PostgresStore
from engine.stores.sqlite import SqliteStore
from tests.analytics.archive.traffic import Traffic, rows_in, rows_of
from tests.stores.rows import conversation, event, put

DAY_US = 86_400_000_000


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    file = SqliteStore(path)
    Traffic(file, seed=1).turns(80)
    file.close()
    return path


def test_a_store_becomes_files_that_are_merged_and_whole(store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    done = tertulia("compact", str(store), str(folder), "--buckets", "3")
    assert done.code == 0
    assert f"{folder}/main: " in done.out
    options = ("--merge", "all", "--verify", "--json")
    done = tertulia("compact", str(store), str(folder), *options)
    found = json.loads(done.out)["main"]
    assert found["files"] <= 9
    assert found["compaction"]["added"] == {"sessions": 0, "events": 0, "messages": 0}
    with open_history(store) as reads, History.open(folder) as history:
        assert rows_of(history) == rows_in(reads)


def test_old_days_leave_the_store_and_stay_in_the_files(store: Path, tmp_path: Path) -> None:
    with open_history(store) as reads:
        before = rows_in(reads)
    done = tertulia("compact", str(store), str(tmp_path / "a"), "--leave-days", "1")
    assert done.code == 0
    with open_history(store) as reads:
        assert rows_in(reads)["events"] == []
    with History.open(store, archive=tmp_path / "a") as history:
        assert rows_of(history) == before


def test_a_store_that_is_served_keeps_its_rows(store: Path, tmp_path: Path) -> None:
    serving = SqliteStore(store)
    try:
        done = tertulia("compact", str(store), str(tmp_path / "a"), "--leave-days", "1")
        assert done.code == 2
        assert "in use by another server" in done.err
        assert tertulia("compact", str(store), str(tmp_path / "a")).code == 0
        assert rows_in(serving)["events"]
    finally:
        serving.close()


def test_old_history_and_persons_are_forgotten(store: Path, tmp_path: Path) -> None:
    file = SqliteStore(store)
    now_us = time.time_ns() // 1000
    names = ("p1", "ana")
    new = [event(file.reserve(1), name, contact=name, ingest_us=now_us) for name in names]
    put(file, events=new)
    file.close()
    options = ("--forget-days", "2", "--forget-contact", "p1", "--json")
    done = tertulia("compact", str(store), str(tmp_path / "a"), *options)
    assert json.loads(done.out)["main"]["forgotten"] > 0
    with History.open(tmp_path / "a") as history:
        assert [row["contact"] for row in rows_of(history)["events"]] == ["ana"]


def test_every_tenant_of_a_database(postgres: str, tmp_path: Path) -> None:
    for tenant in ("compacted-1", "compacted-2"):
        store = PostgresStore(postgres, tenant)
        store.claim()
        put(store, conversation(tenant), events=[event(store.reserve(1))])
        store.close()
    done = tertulia("compact", postgres, str(tmp_path), "--all-tenants", "--json")
    found = json.loads(done.out)
    assert {name for name in found if name.startswith("compacted")} == {
        "compacted-1",
        "compacted-2",
    }
    assert found["compacted-2"]["compaction"]["added"]["events"] == 1


def test_questions_are_asked_of_both(store: Path, tmp_path: Path) -> None:
    spec = tmp_path / "visits.json"
    steps = [{"step": "event", "kind": "visit"}]
    spec.write_text(json.dumps({"name": "Visits", "steps": steps, "within_s": 3600}))
    asked = [("funnel", str(store), str(spec)), ("metrics", str(store), "--from-end")]
    before = [tertulia(*each, "--json").out for each in asked]
    assert "null" not in before
    folder = ("--archive", str(tmp_path / "a"))
    tertulia("compact", str(store), str(tmp_path / "a"), "--leave-days", "1")
    assert [tertulia(*each, *folder, "--json").out for each in asked] == before
    assert [tertulia(*each, "--json").out for each in asked] != before
    done = tertulia(*asked[0], *folder, "--in-place")
    assert (done.code, "a place that is asked itself has none" in done.err) == (2, True)


def test_what_cannot_be_used(store: Path, tmp_path: Path) -> None:
    done = tertulia("compact", str(tmp_path / "none.db"), str(tmp_path / "a"))
    assert (done.code, "there is none" in done.err) == (2, True)
    tertulia("compact", str(store), str(tmp_path / "a"))
    (file, *_) = sorted((tmp_path / "a").rglob("*.parquet"))
    file.write_bytes(file.read_bytes()[:-1])
    done = tertulia("compact", str(store), str(tmp_path / "a"), "--verify")
    assert done.code == 2
    assert f"{file}: the file is damaged; restore it from a backup" in done.err
    file.unlink()
    done = tertulia("compact", str(store), str(tmp_path / "a"), "--verify")
    assert f"{file}: the file is missing" in done.err
