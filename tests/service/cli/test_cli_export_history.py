"""`tertulia export-history`: to files, BigQuery and Google Analytics, and what cannot be used."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import tertulia

from engine.analytics.history import History
from engine.stores.opening import open_history
from engine.stores.sqlite import SqliteStore
from tests.analytics.archive.traffic import Traffic, rows_in, rows_of
from tests.analytics.exports.test_measurement import google  # noqa: F401 - a fixture
from tests.bigquery import PROJECT, running_bigquery


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "store.db"
    file = SqliteStore(path)
    Traffic(file, seed=1, days=2).turns(60)
    file.close()
    return path


def export(store: Path, target: str, state: Path, *more: str):
    return tertulia("export-history", str(store), target, "--state", str(state), *more)


def test_files_go_to_a_folder(store: Path, tmp_path: Path) -> None:
    done = export(store, str(tmp_path / "copy"), tmp_path / "state")
    assert (done.code, done.err) == (0, "")
    assert "new files" in done.out
    with open_history(store) as reads, History.open(tmp_path / "copy") as history:
        assert rows_of(history) == rows_in(reads)
    done = export(store, str(tmp_path / "copy"), tmp_path / "state", "--json")
    assert json.loads(done.out)["files"] == 0


def test_rows_go_to_bigquery(store: Path, tmp_path: Path, monkeypatch) -> None:
    with running_bigquery() as emulator:
        monkeypatch.setenv("BIGQUERY_EMULATOR_HOST", emulator.address)
        place = f"bigquery://{PROJECT}/history"
        done = export(store, place, tmp_path / "state", "--json")
        with open_history(store) as reads:
            rows = rows_in(reads)
        assert json.loads(done.out)["rows"] == {name: len(each) for name, each in rows.items()}
        done = export(store, place, tmp_path / "state")
        assert done.out == f"{place}: 0 sessions, 0 events, 0 messages\n"
        done = export(store, place, tmp_path / "other")
        assert (done.code, "not of this export" in done.err) == (2, True)


def test_old_events_are_counted_for_google(store, tmp_path, monkeypatch, google) -> None:  # noqa: F811
    monkeypatch.setenv("TERTULIA_SECRET_GA4", "value")
    options = ("--endpoint", google.address)
    done = export(store, "ga4://G-ABC", tmp_path / "state", *options)
    assert done.code == 0
    assert "too old" in done.out
    assert google.events == []


def test_what_cannot_be_used(store: Path, tmp_path: Path) -> None:
    done = export(store, "ga4://G-ABC", tmp_path / "state")
    assert (done.code, "secret 'ga4' is unknown" in done.err) == (2, True)
    done = export(store, "nowhere://x", tmp_path / "state")
    assert (done.code, "nowhere" in done.err) == (2, True)
    done = export(tmp_path / "none.db", str(tmp_path / "copy"), tmp_path / "state")
    assert (done.code, "there is none" in done.err) == (2, True)
