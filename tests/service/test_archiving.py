"""The archive that a server keeps: it grows beside the turns, and the store forgets."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from running_service import Service, running
from tiny_bot import loaded

from engine.analytics.archive import archive_of, read_manifest
from engine.analytics.archive.workshop import workshop
from engine.analytics.history import History
from engine.runtime.runtime import Runtime
from engine.service import archiving
from engine.service.settings import Settings
from engine.stores.memory import MemoryStore
from engine.stores.sqlite import SqliteStore
from engine.types.issue import TertuliaError
from tests.analytics.archive.traffic import Traffic, rows_in, rows_of


def within(seconds: float, holds: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def say(service: Service, text: str) -> None:
    session = service.session()
    frame = {"type": "say", "id": text, "text": text}
    headers = {"Authorization": f"Bearer {session['token']}"}
    answer = service.http.post("/webchat/messages", json=frame, headers=headers)
    assert answer.status_code < 300, answer.text


def test_what_is_said_comes_into_the_archive(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.sqlite")
    Traffic(store, seed=3).turns(60)
    before = rows_in(store)
    folder = tmp_path / "archive"
    changes = {"archive_folder": str(folder), "archive_rows": 1, "archive_leave_days": 1}
    with running(tmp_path, store=store, **changes) as service:
        say(service, "hola")
        within(30, lambda: read_manifest(folder / "main") is not None)
        old = {row["seq"] for row in before["events"]}
        within(30, lambda: not old & {row["seq"] for row in rows_in(store)["events"]})
        text = service.http.get("/metrics").text
        assert 'tertulia_archive_runs_total{outcome="ok"} ' in text
        within(30, lambda: "tertulia_archive_files 0" not in service.http.get("/metrics").text)
        with History.open(tmp_path / "store.sqlite", archive=folder) as history:
            found = rows_of(history)
        assert [row for row in found["events"] if row in before["events"]] == before["events"]


def test_a_failure_is_told_and_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = SqliteStore(tmp_path / "store.sqlite")
    Traffic(store, seed=3).turns(10)
    archive = archive_of(tmp_path / "archive")
    archive.mkdir(parents=True)
    (archive / "manifest.json").write_text("{")
    changes = {"archive_folder": str(tmp_path / "archive"), "archive_minutes": 1e-6}
    with running(tmp_path, store=store, **changes) as service:
        metrics = lambda: service.http.get("/metrics").text  # noqa: E731
        within(30, lambda: 'tertulia_archive_runs_total{outcome="failed"}' in metrics())
        assert "no manifest" in caplog.text
        with workshop_of(archive):
            within(30, lambda: 'tertulia_archive_runs_total{outcome="busy"}' in metrics())
        within(30, lambda: 'tertulia_archive_runs_total{outcome="ok"}' in metrics())


def workshop_of(archive: Path) -> object:
    (archive / "manifest.json").unlink()
    return workshop(archive, lambda _name: None)


def test_without_its_extra_it_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archiving, "find_spec", lambda _name: None)
    runtime = Runtime(MemoryStore(), loaded(), {})
    with pytest.raises(TertuliaError, match="an archive needs DuckDB"):
        archiving.Archiving(runtime, Settings(archive_folder="a"))
    assert archiving.Archiving(runtime, Settings()).metrics() == ()
