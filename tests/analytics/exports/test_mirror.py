"""A copy of an archive on any place that fsspec knows: whole at every moment, each row once."""

import shutil
from pathlib import Path
from uuid import uuid4

import fsspec
import msgspec
import pyarrow.parquet as pq
import pytest

from engine.analytics import archive
from engine.analytics.archive.manifest import Manifest
from engine.analytics.exports.mirror import mirror
from engine.analytics.exports.opening import export
from engine.analytics.history import History
from engine.analytics.tables import TABLES
from engine.stores.sqlite import SqliteStore
from engine.types.issue import TertuliaError
from tests.analytics.archive.traffic import Traffic, rows_in, rows_of


@pytest.fixture(params=["file", "memory"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    name = uuid4().hex
    return f"memory://{name}" if request.param == "memory" else str(tmp_path / name)


def fetched(target: str, folder: Path) -> Path:
    """The copy as a folder here."""
    shutil.rmtree(folder, ignore_errors=True)
    fs, root = fsspec.url_to_fs(target)
    for name in fs.find(root):
        path = folder / str(name).removeprefix(str(root)).lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(fs.cat_file(name))
    return folder


def all_rows(folder: Path) -> dict[str, list[dict[str, object]]]:
    """The rows of all files of a folder, whatever a manifest says."""
    found = {}
    for name in TABLES:
        files = sorted((folder / name).rglob("*.parquet"))
        rows = [row for file in files for row in pq.read_table(file, partitioning=None).to_pylist()]
        found[name] = sorted(rows, key=lambda row: row["seq"])
    return found


def test_a_copy_grows_with_its_store(open_store, tmp_path: Path, target: str) -> None:
    store = open_store("sqlite")
    traffic = Traffic(store, seed=1, days=2)
    for _ in range(3):
        traffic.turns(40)
        done = export(str(store.path), target, tmp_path / "state")
        assert done.files > 0
        copy = fetched(target, tmp_path / "copy")
        with History.open(copy) as history:
            assert rows_of(history) == rows_in(store)
        assert all_rows(copy) == rows_in(store)
    again = export(str(store.path), target, tmp_path / "state")
    assert (again.files, again.bytes, again.deleted) == (0, 0, 0)


def test_an_archive_of_ones_own_is_copied(open_store, tmp_path: Path, target: str) -> None:
    store = open_store("sqlite")
    Traffic(store, seed=2, days=2).turns(40)
    archive.compact(store.path, tmp_path / "a", buckets=2)
    export(str(store.path), target, tmp_path / "state", archive=tmp_path / "a")
    archive.merge(tmp_path / "a" / "main", "all")
    done = mirror(tmp_path / "a" / "main", target)
    assert done.deleted > 0
    assert all_rows(fetched(target, tmp_path / "copy")) == rows_in(store)
    assert not (tmp_path / "state").exists()


class DiedError(Exception):
    """As if the process had died here."""


def test_a_death_at_any_step_leaves_a_whole_copy(tmp_path: Path, target: str) -> None:
    store = SqliteStore(tmp_path / "s.db")
    traffic = Traffic(store, seed=3, days=1)
    traffic.turns(30)
    folder = tmp_path / "a" / "main"
    archive.compact(store.path, tmp_path / "a", buckets=1)
    mirror(folder, target)
    before = rows_in(store)
    traffic.turns(30)
    archive.compact(store.path, tmp_path / "a", buckets=1)
    archive.merge(folder)
    seen = []
    for die_at in range(1, 100):
        steps = 0

        def step(_name: str, die_at: int = die_at) -> None:
            nonlocal steps
            steps += 1
            if steps == die_at:
                raise DiedError

        try:
            mirror(folder, target, step)
            break
        except DiedError:
            with History.open(fetched(target, tmp_path / "copy")) as history:
                seen.append(rows_of(history) == before)
                assert rows_of(history) in (before, rows_in(store))
    # Copied, then named, then swept.
    assert seen == sorted(seen, reverse=True)
    assert set(seen) == {True, False}
    assert all_rows(fetched(target, tmp_path / "copy")) == rows_in(store)
    store.close()


def test_what_a_death_left_half_is_put_there_again(open_store, tmp_path: Path, target) -> None:
    store = open_store("sqlite")
    Traffic(store, seed=4, days=1).turns(30)
    archive.compact(store.path, tmp_path / "a", buckets=1)
    manifest = archive.read_manifest(tmp_path / "a" / "main")
    fs, root = fsspec.url_to_fs(target)
    half = f"{root}/{manifest.files[0].path}"
    fs.makedirs(half.rpartition("/")[0], exist_ok=True)
    fs.pipe_file(half, b"PAR1")
    fs.pipe_file(f"{half}.part", b"PAR1")
    mirror(tmp_path / "a" / "main", target)
    assert all_rows(fetched(target, tmp_path / "copy")) == rows_in(store)
    assert not fs.exists(f"{half}.part")


def test_what_is_not_ours_stays(open_store, tmp_path: Path, target: str) -> None:
    store = open_store("sqlite")
    Traffic(store, seed=4, days=1).turns(20)
    fs, root = fsspec.url_to_fs(target)
    fs.makedirs(str(root), exist_ok=True)
    fs.pipe_file(f"{root}/README.txt", b"hello")
    export(str(store.path), target, tmp_path / "state")
    assert fs.cat_file(f"{root}/README.txt") == b"hello"
    found = msgspec.json.decode(fs.cat_file(f"{root}/manifest.json"), type=Manifest)
    assert found.amended == ()


def test_a_place_that_cannot_be_used(open_store, tmp_path: Path) -> None:
    store = open_store("sqlite")
    Traffic(store, seed=4, days=1).turns(20)
    other = SqliteStore(tmp_path / "other.db")
    Traffic(other, seed=5, days=1).turns(20)
    other.close()
    place = str(tmp_path / "place")
    export(str(store.path), place, tmp_path / "state")
    with pytest.raises(TertuliaError, match="another store's archive is there"):
        export(str(tmp_path / "other.db"), place, tmp_path / "others")
    with pytest.raises(TertuliaError, match=r"nowhere://x: .*run it again"):
        export(str(store.path), "nowhere://x", tmp_path / "state")
    with pytest.raises(TertuliaError, match="no archive; `tertulia compact` makes one"):
        mirror(tmp_path / "none", place)
