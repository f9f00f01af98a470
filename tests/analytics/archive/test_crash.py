"""kill -9 of the compactor; the long version is `python -m tests.benchmarks.compaction`."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from engine.analytics import archive, history
from engine.analytics.archive.layout import DAY_US
from engine.analytics.archive.upkeep import Work, keep_up, verify
from engine.analytics.history import History
from engine.stores.sqlite import SqliteStore
from tests.analytics.archive.traffic import NOON_US, Traffic, rows_of
from tests.benchmarks.compaction import Verdict, crash
from tests.benchmarks.compaction_victim import Order, Victims
from tests.servers import running_postgres


@pytest.fixture(scope="module")
def victims() -> Iterator[Victims]:
    with Victims() as found:
        yield found


def faults(verdict: Verdict) -> tuple[int, int, int]:
    return verdict.lost, verdict.doubled, verdict.stale


def test_no_row_is_lost_doubled_or_stale_by_kill_9(tmp_path: Path, victims: Victims) -> None:
    verdict = crash(str(tmp_path / "s.db"), tmp_path / "a", 24, seed=1, victims=victims)
    assert faults(verdict) == (0, 0, 0)
    assert verdict.kills == 24
    assert verdict.steps > 5


def test_nor_is_it_where_workers_commit_out_of_order(tmp_path: Path, victims: Victims) -> None:
    with running_postgres() as server:
        verdict = crash(server.address, tmp_path / "a", 6, 2, workers=2, victims=victims)
    assert faults(verdict) == (0, 0, 0)
    assert verdict.kills == 6


def test_a_fault_would_be_seen(tmp_path: Path, victims: Victims, monkeypatch) -> None:
    # What changed since is not put in the place of what was written: as if nobody cared.
    monkeypatch.setattr(history, "_unchanged", lambda written, _name, _live: f"FROM ({written})")
    verdict = crash(str(tmp_path / "s.db"), tmp_path / "a", 12, seed=4, victims=victims)
    assert verdict.doubled > 0


CHANGES = {
    "merge": {"merge": "all"},
    "person": {"forget_contact": "p1"},
    "days": {"forget_before_us": NOON_US + DAY_US // 2},
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_happens_whole_or_not_at_all(name: str, tmp_path: Path, victims: Victims) -> None:
    store = SqliteStore(tmp_path / "s.db")
    traffic = Traffic(store, seed=8, days=1, people=2)
    for _ in range(2):
        traffic.turns(25)
        archive.compact(store.path, tmp_path / "a", buckets=1)
    store.close()
    work = Work(str(store.path), str(tmp_path / "after"), **CHANGES[name])
    shutil.copytree(tmp_path / "a", work.folder)
    keep_up(work)
    before, after = found(tmp_path / "a"), found(tmp_path / "after")
    seen = set()
    for die_at in range(1, 1000):
        path = tmp_path / str(die_at)
        shutil.copytree(tmp_path / "a", path)
        dying = replace(work, folder=str(path))
        if not victims.run(Order(dying, die_at)).killed:
            break
        seen.add([before, after].index(found(path)))
        verify(path / "main")
        # Who goes on where that one died comes to the end.
        if die_at % 4 == 0:
            keep_up(dying)
            assert found(path) == after
    assert die_at > 10
    assert seen == ({0} if name == "merge" else {0, 1})


def found(path: Path) -> dict[str, list[dict[str, object]]]:
    with History.open(path) as history:
        return rows_of(history)
