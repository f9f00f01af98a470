"""The SQLite store as a file: reopened, shared, damaged, foreign, newer, full."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from rows import arrival, conversation, event, message, put, work

from engine.stores.protocol import StoreError
from engine.stores.rows import Batch
from engine.stores.sqlite import SqliteStore
from engine.stores.sqlite_file import migrations


def test_everything_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = SqliteStore(path)
    row, seq = arrival(store, "x"), store.reserve(1)
    put(
        store,
        conversation(),
        arrivals=[row],
        events=[event(seq)],
        messages=[message(seq)],
        outbox=[work(seq)],
    )
    store.close()
    store = SqliteStore(path)
    assert store.pending(9) == [row]
    assert store.load(["c1"]) == {"c1": conversation()}
    assert store.events("c1") == [event(seq)]
    assert store.outgoing("webchat", 9) == [work(seq)]
    assert store.reserve(1) > seq
    store.close()


def test_two_servers_on_one_database_are_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    code = "import sys; from engine.stores.sqlite import SqliteStore; SqliteStore(sys.argv[1])"
    code += "; print('open', flush=True); sys.stdin.read()"
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(StoreError) as raised:
            SqliteStore(path)
        assert f"{path} is in use by another server (process {other.pid})" in str(raised.value)
        assert "a database of its own" in str(raised.value)
        other.kill()
    SqliteStore(path).close()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("shopping list\n" * 100)
    with pytest.raises(StoreError, match=r"notes\.txt: .*not a SQLite database; name another"):
        SqliteStore(path)
    assert path.read_text() == "shopping list\n" * 100


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (title)")
    connection.close()
    with pytest.raises(StoreError, match="belongs to another program; name another file"):
        SqliteStore(path)


def test_a_newer_schema_asks_for_an_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    SqliteStore(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {len(migrations()) + 1}")
    connection.close()
    with pytest.raises(StoreError, match="upgrade tertulia"):
        SqliteStore(path)


def test_a_damaged_file_says_how_to_save_what_is_left(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = SqliteStore(path)
    for start in range(0, 3000, 100):
        rows = [arrival(store, f"x{start + i}", text="word " * 50) for i in range(100)]
        store.commit(Batch(arrivals=rows))
    store.close()
    with path.open("r+b") as file:
        file.seek(40 * 4096)
        file.write(os.urandom(path.stat().st_size - 50 * 4096))
    with pytest.raises(StoreError, match=r"store\.db: .*restore a backup"):
        _use(path)


def _use(path: Path) -> None:
    store = SqliteStore(path)
    try:
        store.pending(10_000)
        store.commit(Batch(arrivals=[arrival(store, "new")]))
    finally:
        store.close()


def test_a_database_locked_by_another_program_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.stores.sqlite_file.BUSY_S", 0.05)
    path = tmp_path / "store.db"
    store = SqliteStore(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked: another program holds a lock"):
        store.commit(Batch(arrivals=[arrival(store, "x")]))
    other.execute("ROLLBACK")
    other.close()
    assert len(store.commit(Batch(arrivals=[arrival(store, "x")]))) == 1
    store.close()


def test_a_full_disk_writes_nothing_and_heals(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.db")
    # The limit on pages makes SQLite report what a full disk makes it report.
    (pages,) = store._writer.execute("PRAGMA page_count").fetchone()
    store._writer.execute(f"PRAGMA max_page_count = {pages + 5}")
    rows = [arrival(store, str(i), text="word " * 100) for i in range(300)]
    with pytest.raises(StoreError, match="the disk is full; make room"):
        store.commit(Batch(arrivals=rows))
    assert store.pending(10) == []
    store._writer.execute("PRAGMA max_page_count = 1000000")
    assert len(store.commit(Batch(arrivals=rows))) == 300
    store.close()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nowhere/store\.db: .*folder that exists"):
        SqliteStore(tmp_path / "nowhere" / "store.db")


def test_an_event_of_a_newer_engine_is_refused_in_words(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.db")
    store.commit(Batch(arrivals=[arrival(store, "x")]))
    store._writer.execute("""UPDATE inbox SET event = '{"type":"dreamt"}'""")
    with pytest.raises(StoreError, match=r"table inbox: .*'dreamt'.*; upgrade tertulia"):
        store.pending(9)
    store.close()


def test_opening_is_cheap_to_repeat_and_the_schema_stays(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    for _ in range(3):
        SqliteStore(path).close()
    with sqlite3.connect(path) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        assert version == len(migrations()) == 3
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
