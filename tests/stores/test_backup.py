"""Backups: taken while a store is written, whole, and the same again when they are restored."""

import gzip
import threading
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from rows import arrival, conversation, event, message, put, session, work

from engine.stores.backup import backup, restore
from engine.stores.postgres import PostgresStore
from engine.stores.protocol import Store, StoreError
from engine.stores.rows import Batch, ContactRow, HandoffRow, TimerRow
from engine.stores.sqlite import SqliteStore

OPEN = Callable[[str], Store]


def fill(store: Store, count: int = 40) -> None:
    """Rows in every table."""
    for number in range(count):
        name = f"c{number}"
        seqs = [store.reserve(1) for _ in range(5)]
        put(
            store,
            conversation(name),
            arrivals=[arrival(store, f"k{number}", name)],
            events=[event(seqs[0], name)],
            messages=[message(seqs[1], name)],
            outbox=[work(seqs[1], conversation=name), work(seqs[2], "call_service")],
            sessions=[session(seqs[3], f"{name}:1")],
            handoffs=[HandoffRow(seqs[4], name, "sales", "", 1, "ñ", 5)],
            timers={(name, "wait"): TimerRow(name, "wait", 50, 1)},
            contacts={name: ContactRow(name, "Ana", "", "", "es", "{}", "[]", 1, 2)},
        )


def contents(store: Store) -> list[object]:
    """Everything that a store gives to read."""
    names = [f"c{number}" for number in range(40)]
    return [
        store.counts(),
        store.pending(1000),
        store.load(names),
        [store.events(name) for name in names],
        [store.messages(name) for name in names],
        store.sessions(),
        [store.outgoing(route, 1000) for route in store.routes()],
        store.due(10**9, 1000),
        store.handoffs(),
        store.contacts(),
    ]


def test_a_file_is_the_same_again(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.sqlite")
    fill(store)
    before, last = contents(store), store.reserve(1)
    found = backup(str(tmp_path / "store.sqlite"), tmp_path / "b")
    assert (found["conversations"], found["outbox"]) == (40, 80)
    store.close()
    assert restore(tmp_path / "b", str(tmp_path / "again" / "store.sqlite")) == found
    again = SqliteStore(tmp_path / "again" / "store.sqlite")
    assert contents(again) == before
    assert again.reserve(1) > last
    again.close()


def test_a_tenant_is_the_same_again_in_another_database_or_under_another_name(
    postgres: str, tmp_path: Path
) -> None:
    tenant, other = uuid4().hex, uuid4().hex
    store = PostgresStore(postgres, tenant)
    store.claim()
    fill(store)
    before, last = contents(store), store.reserve(1)
    # Its worker goes on meanwhile.
    found = backup(postgres, tmp_path / "b", tenant)
    assert (found["conversations"], found["outbox"]) == (40, 80)
    fill_more = arrival(store, "later")
    store.commit(Batch(arrivals=[fill_more]))
    assert restore(tmp_path / "b", postgres, other) == found
    again = PostgresStore(postgres, other)
    again.claim()
    assert contents(again) == before
    assert again.reserve(1) > last
    with pytest.raises(StoreError, match="workers are running"):
        restore(tmp_path / "b", postgres, tenant)
    store.close()
    with pytest.raises(StoreError, match="has rows already"):
        restore(tmp_path / "b", postgres, tenant)
    again.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_what_is_written_meanwhile_is_in_it_whole_or_not_at_all(
    kind: str, open_store: OPEN, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    store = open_store(kind)
    fill(store)
    written, stop = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            rows = [event(store.reserve(1), f"e{number}") for _ in range(20)]
            said = [message(store.reserve(1), f"e{number}") for _ in range(20)]
            store.commit(Batch(events=rows, messages=said))
            written.set()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        written.wait(10)
        is_file = kind == "sqlite"
        name = str(tmp_path / "store.db") if is_file else request.getfixturevalue("postgres")
        tenant = "main" if is_file else store.tenant  # type: ignore[attr-defined]
        for number in range(3):
            found = backup(name, tmp_path / f"b{number}", tenant)
            assert found["events"] == found["messages"] > 40
            assert found["events"] % 20 == 0
    finally:
        stop.set()
        thread.join()


def test_bundles_beside_a_file_come_along(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "store.sqlite").close()
    bundles = tmp_path / "bundles"
    bundles.mkdir()
    (bundles / "b1.bot").write_bytes(b"\x00bundle")
    (bundles / "publications.jsonl").write_text("{}\n")
    backup(str(tmp_path / "store.sqlite"), tmp_path / "b", bundles=bundles)
    restore(tmp_path / "b", str(tmp_path / "x.sqlite"), bundles=tmp_path / "again")
    assert {each.name: each.read_bytes() for each in (tmp_path / "again").iterdir()} == {
        "b1.bot": b"\x00bundle",
        "publications.jsonl": b"{}\n",
    }


def test_what_is_not_whole_is_refused(postgres: str, tmp_path: Path) -> None:
    tenant = uuid4().hex
    store = PostgresStore(postgres, tenant)
    store.claim()
    fill(store)
    store.close()
    good, bad = tmp_path / "good", tmp_path / "bad"
    backup(postgres, good, tenant)
    bad.write_bytes(good.read_bytes()[:-200])
    with pytest.raises(StoreError, match="damaged"):
        restore(bad, postgres, uuid4().hex)
    plain = gzip.decompress(good.read_bytes())
    bad.write_bytes(gzip.compress(plain[: plain.rindex(b"\x82\xa4type\xa3end") - 4]))
    with pytest.raises(StoreError, match="cut short"):
        restore(bad, postgres, uuid4().hex)
    bad.write_bytes(b"something else")
    with pytest.raises(StoreError, match="no backup"):
        restore(bad, postgres, uuid4().hex)
    with pytest.raises(StoreError, match="another kind"):
        restore(good, str(tmp_path / "x.sqlite"))
    with pytest.raises(StoreError, match="there already"):
        backup(postgres, good, tenant)
    with pytest.raises(StoreError, match="there is none"):
        backup(str(tmp_path / "nowhere.sqlite"), tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_damaged_file_and_a_place_that_is_taken_are_refused(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.sqlite")
    fill(store)
    store.close()
    file = tmp_path / "b"
    backup(str(tmp_path / "store.sqlite"), file)
    with pytest.raises(StoreError, match="there already"):
        restore(file, str(tmp_path / "store.sqlite"))
    whole = file.read_bytes()
    middle = len(whole) // 2
    file.write_bytes(whole[:middle] + b"\xff" * 8192 + whole[middle + 8192 :])
    with pytest.raises(StoreError, match=r"damaged|malformed"):
        restore(file, str(tmp_path / "new.sqlite"))
    assert not (tmp_path / "new.sqlite").exists()
