"""History in files beside a store: every row once and as it is now, whatever was done when."""

import time
from pathlib import Path
from uuid import uuid4

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.analytics import archive
from engine.analytics.archive import compacting
from engine.analytics.archive.layout import DAY_US, bucket_of
from engine.analytics.archive.workshop import workshop
from engine.analytics.archive.writing import checksum_of
from engine.analytics.history import History, Watermark
from engine.analytics.tables import TABLES
from engine.stores.backup import backup, restore
from engine.stores.postgres import PostgresStore
from engine.stores.protocol import Store
from engine.stores.sqlite import SqliteStore
from engine.types.issue import TertuliaError
from tests.analytics.archive.traffic import NOON_US, Traffic, rows_in, rows_of
from tests.stores.rows import event, put

KINDS = ["sqlite", "postgres"]


def named(store: Store) -> tuple[str | Path, str]:
    """A store as History opens it."""
    if isinstance(store, PostgresStore):
        return store.address, store.tenant
    assert isinstance(store, SqliteStore)
    return store.path, "main"


def compact(store: Store, folder: Path, **options: object) -> archive.Compaction:
    source, tenant = named(store)
    return archive.compact(source, folder, tenant, buckets=2, **options)


def opened(store: Store, folder: Path) -> History:
    source, tenant = named(store)
    return History.open(source, tenant, archive=folder)


def require_whole(store: Store, folder: Path) -> None:
    """Both together have what the store has, and the files are what the manifest says."""
    with opened(store, folder) as history:
        assert rows_of(history) == rows_in(store)
        require_files(history)


def require_files(history: History) -> None:
    if history.archive is None:
        return
    path, manifest = history.archive
    for file in (*manifest.files, *manifest.amended):
        assert checksum_of(path / file.path) == file.checksum
        rows = pq.read_table(path / file.path, partitioning=None).to_pylist()
        assert len(rows) == file.rows
        time = "started_us" if file.table == "sessions" else "t_us"
        assert rows == sorted(rows, key=lambda row: (row["contact"], row[time], row["seq"]))
        seqs = [row["seq"] for row in rows]
        assert (min(seqs), max(seqs)) == (file.seqs.least, file.seqs.greatest)
        if file in manifest.files:
            assert {bucket_of(row["contact"], manifest.buckets) for row in rows} == {file.bucket}
    on_disk = {str(each.relative_to(path)) for each in path.rglob("*.parquet")}
    named = {each.path for each in (*manifest.files, *manifest.amended, *manifest.replaced)}
    assert on_disk == named


@pytest.mark.parametrize("kind", KINDS)
def test_files_and_store_are_one_history(kind: str, open_store, tmp_path: Path) -> None:
    store = open_store(kind)
    traffic = Traffic(store, seed=1)
    traffic.turns(60)
    first = compact(store, tmp_path / "a")
    before = rows_in(store)
    assert first.added == {name: len(rows) for name, rows in before.items()}
    with History.open(tmp_path / "a", named(store)[1]) as files:
        assert rows_of(files) == before
        seqs = [row["seq"] for name in ("events", "messages") for row in before[name]]
        assert files.watermark().seq == max(seqs)
    traffic.turns(60)
    require_whole(store, tmp_path / "a")
    second = compact(store, tmp_path / "a")
    assert sum(second.changed.values()) > 0
    require_whole(store, tmp_path / "a")
    with opened(store, tmp_path / "a") as history:
        assert all(history.live(name).num_rows == 0 for name in TABLES)
        with History.open(named(store)[0], named(store)[1]) as whole:
            assert history.watermark() == whole.watermark()
    again = compact(store, tmp_path / "a")
    assert (sum(again.added.values()), sum(again.changed.values())) == (0, 0)


DONE = st.lists(
    st.sampled_from(["turns", "compact", "day", "month", "all", "fold", "refresh", "reopen"]),
    max_size=12,
)


@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(done=DONE, seed=st.integers(0, 99))
def test_no_row_is_lost_doubled_or_stale(kind: str, done, seed, postgres, tmp_path) -> None:
    folder = tmp_path / uuid4().hex
    folder.mkdir()
    store: Store = (
        PostgresStore(postgres, uuid4().hex) if kind == "postgres" else SqliteStore(folder / "s.db")
    )
    store.claim()
    traffic = Traffic(store, seed)
    path = archive.archive_of(folder / "a", named(store)[1])
    history = opened(store, folder / "a")
    for step in [*done, "compact", "turns", "refresh"]:
        if step == "turns":
            traffic.turns(10)
        elif step == "compact":
            compact(store, folder / "a")
        elif step in {"day", "month", "all"} and archive.read_manifest(path):
            archive.merge(path, step)
        elif step == "fold" and archive.read_manifest(path):
            with workshop(path, lambda _name: None) as shop:
                compacting.fold(shop)
        elif step == "refresh":
            history.refresh()
            assert rows_of(history) == rows_in(store)
        elif step == "reopen":
            history.close()
            history = opened(store, folder / "a")
    assert rows_of(history) == rows_in(store)
    require_files(history)
    history.close()
    store.close()


def test_merging_leaves_one_file_of_a_day_of_a_month_and_of_all(open_store, tmp_path) -> None:
    store = open_store("sqlite")
    traffic = Traffic(store, seed=3, days=40)
    for _ in range(4):
        traffic.turns(40)
        compact(store, tmp_path / "a")
    path = tmp_path / "a" / "main"
    before = archive.read_manifest(path)
    assert before.amended
    archive.merge(path)
    days = archive.read_manifest(path)
    assert days.amended == ()
    assert len(days.files) < len(before.files)
    shelves = [(each.table, each.span, each.bucket) for each in days.files]
    assert len(shelves) == len(set(shelves))
    archive.merge(path, "month")
    months = archive.read_manifest(path)
    shelves = [(each.table, each.span[:7], each.bucket) for each in months.files]
    assert len(shelves) == len(set(shelves))
    assert {shelf[1] for shelf in shelves} == {"2024-10", "2024-11"}
    require_whole(store, tmp_path / "a")
    assert archive.merge(path, "all") == 6
    require_whole(store, tmp_path / "a")
    traffic.turns(40)
    compact(store, tmp_path / "a")
    require_whole(store, tmp_path / "a")
    assert archive.merge(path, "all") == 6
    require_whole(store, tmp_path / "a")


def test_a_month_that_goes_on_keeps_its_days(open_store, tmp_path: Path, monkeypatch) -> None:
    store = open_store("sqlite")
    # It is the second day of November, by the clock of who compacts.
    noon_ns = (20_029 * DAY_US + DAY_US // 2) * 1000
    monkeypatch.setattr(time, "time_ns", lambda: noon_ns)
    Traffic(store, seed=3, days=31).turns(120)
    compact(store, tmp_path)
    archive.merge(tmp_path / "main", "month")
    spans = {each.span for each in archive.read_manifest(tmp_path / "main").files}
    assert {"2024-10", "2024-11-01"} <= spans
    assert {len(span) for span in spans if span.startswith("2024-10")} == {7}
    assert {len(span) for span in spans if span.startswith("2024-11")} == {10}
    require_whole(store, tmp_path)


def test_many_changed_rows_are_put_in_their_place_at_once(
    open_store, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(compacting, "AMENDED_ROWS", 3)
    store = open_store("sqlite")
    traffic = Traffic(store, seed=2)
    for _ in range(3):
        traffic.turns(50)
        compact(store, tmp_path / "a")
        require_whole(store, tmp_path / "a")
    assert archive.read_manifest(tmp_path / "a" / "main").amended == ()


@pytest.mark.parametrize("kind", KINDS)
def test_what_left_the_store_is_in_the_files(kind: str, open_store, tmp_path: Path) -> None:
    store = open_store(kind)
    Traffic(store, seed=4).turns(80)
    with opened(store, tmp_path / "a") as early:
        done = compact(store, tmp_path / "a")
        before = rows_in(store)
        while store.forget_archived(done.place, NOON_US + 2 * DAY_US, 7):
            pass
        left = rows_in(store)
        assert len(left["events"]) < len(before["events"])
        Traffic(store, seed=5).begin()
        new = rows_in(store)["sessions"][-1]
        early.refresh()
        assert rows_of(early) == {**before, "sessions": [*before["sessions"], new]}
    compact(store, tmp_path / "a")
    with opened(store, tmp_path / "a") as late:
        assert rows_of(late)["events"] == before["events"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_forgotten_leaves_the_files(kind: str, open_store, tmp_path: Path) -> None:
    store = open_store(kind)
    traffic = Traffic(store, seed=6)
    traffic.turns(120)
    compact(store, tmp_path / "a")
    path = archive.archive_of(tmp_path / "a", named(store)[1])
    before_us = NOON_US + DAY_US
    kept = {
        "events": [r for r in rows_in(store)["events"] if r["ingest_us"] >= before_us],
        "messages": [r for r in rows_in(store)["messages"] if r["ingest_us"] >= before_us],
    }
    assert archive.forget_before(path, before_us) > 0
    assert archive.forget_before(path, before_us) == 0
    with History.open(path) as history:
        found = rows_of(history)
        assert {name: found[name] for name in kept} == kept
        left = {row["session_id"] for rows in kept.values() for row in rows}
        for row in found["sessions"]:
            end = row["ended_us"] or row["started_us"]
            assert end >= before_us or row["session_id"] in left
        require_files(history)


def test_a_person_leaves_the_files_at_once(open_store, tmp_path: Path) -> None:
    store = open_store("sqlite")
    traffic = Traffic(store, seed=7)
    traffic.turns(100)
    compact(store, tmp_path / "a")
    traffic.turns(40)
    compact(store, tmp_path / "a")
    path = tmp_path / "a" / "main"
    others = {n: [r for r in rows if r["contact"] != "p1"] for n, rows in rows_in(store).items()}
    gone = sum(map(len, rows_in(store).values())) - sum(map(len, others.values()))
    assert archive.forget_contact(path, "p1") == gone > 0
    assert archive.forget_contact(path, "nobody's") == 0
    with History.open(path) as history:
        assert rows_of(history) == others
        assert history.archive[1].replaced == ()
        require_files(history)


def test_a_restored_store_needs_another_archive(open_store, tmp_path: Path) -> None:
    store = open_store("sqlite")
    Traffic(store).turns(20)
    compact(store, tmp_path / "a")
    backup(str(store.path), tmp_path / "backup")
    restore(tmp_path / "backup", str(tmp_path / "again.db"))
    with pytest.raises(TertuliaError, match="of another store, or of this one before"):
        archive.compact(tmp_path / "again.db", tmp_path / "a")
    with pytest.raises(TertuliaError, match="of another store, or of this one before"):
        History.open(tmp_path / "again.db", archive=tmp_path / "a")
    archive.compact(tmp_path / "again.db", tmp_path / "b")
    with History.open(tmp_path / "b") as history:
        assert rows_of(history) == rows_in(store)


def test_two_do_not_change_an_archive_at_once(open_store, tmp_path: Path) -> None:
    store = open_store("sqlite")
    Traffic(store).turns(5)
    compact(store, tmp_path)
    with (
        workshop(tmp_path / "main", lambda _name: None),
        pytest.raises(archive.BusyError, match="another process is at work"),
    ):
        compact(store, tmp_path)


def test_the_number_of_buckets_stays(open_store, tmp_path: Path) -> None:
    store = open_store("sqlite")
    Traffic(store).turns(5)
    compact(store, tmp_path)
    with pytest.raises(TertuliaError, match="it has 2 buckets, not 3"):
        archive.compact(store.path, tmp_path, buckets=3)
    assert archive.compact(store.path, tmp_path).number > 0


def test_a_clock_that_is_wrong_does_no_harm(open_store, tmp_path: Path) -> None:
    store = open_store("sqlite")
    times = [0, -5 * DAY_US, 2**62, NOON_US]
    put(store, events=[event(seq, t_us=t_us) for seq, t_us in enumerate(times, 1)])
    compact(store, tmp_path)
    require_whole(store, tmp_path)
    archive.merge(tmp_path / "main", "month")
    archive.merge(tmp_path / "main", "all")
    require_whole(store, tmp_path)


def test_an_empty_store_has_an_empty_archive(open_store, tmp_path: Path) -> None:
    store = open_store("sqlite")
    done = compact(store, tmp_path)
    assert (done.files, sum(done.added.values())) == (0, 0)
    with History.open(tmp_path) as history:
        assert history.watermark() == Watermark(0, 0)
        assert rows_of(history) == {"sessions": [], "events": [], "messages": []}


def test_a_manifest_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(TertuliaError, match=r"manifest\.json: no manifest"):
        History.open(tmp_path)
    (tmp_path / "manifest.json").write_text('{"format": 99, "buckets": 1}')
    with pytest.raises(TertuliaError, match=r"its format is 99 .*upgrade tertulia"):
        History.open(tmp_path)


def test_a_tenant_that_an_archive_lacks_is_named(open_store, tmp_path: Path) -> None:
    store = open_store("sqlite")
    Traffic(store).turns(5)
    compact(store, tmp_path)
    with pytest.raises(TertuliaError, match=r"nothing of tenant 'acme'; name one of \['main'\]"):
        History.open(tmp_path, "acme")
