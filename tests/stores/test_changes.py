"""What was written to history since somebody read it: nothing left out, whatever the order."""

import asyncio
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rows import conversation, event, message, put, session, work

from engine.stores.backup import backup, restore
from engine.stores.opening import History, open_history
from engine.stores.postgres import PostgresStore
from engine.stores.protocol import Store, StoreError
from engine.stores.rows import Batch, SessionEnd, Settlement
from engine.stores.sqlite import SqliteStore
from engine.types.post import Report

KINDS = ["sqlite", "postgres"]


def read(history: History, since: str = "", size: int = 2) -> tuple[dict[int, tuple], str]:
    """Rows by their numbers, and where to go on."""
    found: dict[int, tuple] = {}
    with history.changes(since) as changes:
        for table in ("sessions", "events", "messages"):
            for page in changes.pages(table, size):
                assert len(page) <= size
                assert not found.keys() & {row[0] for row in page}
                found |= {row[0]: row for row in page}
        return found, changes.place


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_is_new_or_changed_is_read_again(kind: str, open_store) -> None:
    store = open_store(kind)
    put(store, sessions=[session(1)], events=[event(2)], messages=[message(3), message(4)])
    found, place = read(store)
    assert sorted(found) == [1, 2, 3, 4]
    assert read(store, place)[0] == {}
    put(store, outbox=[work(4)], messages=[message(5)])
    settled = [Settlement(4, "sent", "wamid", ingest_us=9)]
    put(store, settled=settled, ended=[SessionEnd("c1:1", 7, "expired")], events=[event(6)])
    found, place = read(store, place)
    assert sorted(found) == [1, 4, 5, 6]
    assert (found[1][11:], found[4][15:17]) == ((7, "expired"), ("sent", "wamid"))
    store.commit(Batch(reports=[Report("", "wamid", "read", 5)]))
    found, place = read(store, place)
    assert {seq: row[15] for seq, row in found.items()} == {4: "read"}
    assert read(store, place)[0] == {}


def test_a_worker_that_commits_late_with_low_numbers_is_not_left_out(postgres: str) -> None:
    slow = PostgresStore(postgres, uuid4().hex)
    fast = PostgresStore(postgres, slow.tenant)
    low = slow.reserve(1)
    high = fast.reserve(1)
    assert low < high
    put(fast, events=[event(high)])
    found, place = read(fast)
    assert list(found) == [high]
    put(slow, events=[event(low)])
    assert list(read(fast, place)[0]) == [low]
    slow.close(), fast.close()


def test_what_an_open_transaction_writes_is_read_once_it_is_committed(postgres: str) -> None:
    store = PostgresStore(postgres, uuid4().hex)

    async def through_an_open_transaction() -> None:
        connection = await asyncpg.connect(postgres)
        transaction = connection.transaction()
        await transaction.start()
        row = event(7)
        names = row.__struct_fields__
        values = ", ".join(f"${n}" for n in range(2, len(names) + 2))
        sql = f"INSERT INTO events (tenant, {', '.join(names)}) VALUES ($1, {values})"
        await connection.execute(sql, store.tenant, *(getattr(row, name) for name in names))
        await asyncio.to_thread(put, store, events=[event(8)])
        found, place = await asyncio.to_thread(read, store)
        assert list(found) == [8]
        await transaction.commit()
        await connection.close()
        assert list((await asyncio.to_thread(read, store, place))[0]) == [7]

    asyncio.run(through_an_open_transaction())
    store.close()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_read_stands_still(kind: str, open_store) -> None:
    store = open_store(kind)
    put(store, events=[event(1)])
    with store.changes() as changes:
        put(store, events=[event(2)])
        assert [row[0] for page in changes.pages("events", 9) for row in page] == [1]
        place = changes.place
    assert list(read(store, place)[0]) == [2]


STEPS = st.lists(st.sampled_from(["event", "say", "send", "report", "end", "read"]), max_size=30)


@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_reading_on_comes_to_what_the_store_has(kind: str, steps, postgres, tmp_path) -> None:
    folder = tmp_path / uuid4().hex
    folder.mkdir()
    store: Store = (
        PostgresStore(postgres, uuid4().hex) if kind == "postgres" else SqliteStore(folder / "s.db")
    )
    store.claim()
    known, place = {}, ""
    said: list[int] = []
    ends = 0
    put(store, sessions=[session(store.reserve(1), "c1:1")])
    for step in [*steps, "read"]:
        if step == "event":
            put(store, events=[event(store.reserve(1))])
        elif step == "say":
            said.append(store.reserve(1))
            put(store, messages=[message(said[-1])], outbox=[work(said[-1])])
        elif step == "send" and said:
            put(store, settled=[Settlement(said[-1], "sent", f"w{said[-1]}", ingest_us=9)])
        elif step == "report" and said:
            store.commit(Batch(reports=[Report("", f"w{said[0]}", "delivered", 5)]))
        elif step == "end":
            ends += 1
            put(store, ended=[SessionEnd("c1:1", ends, "archived")])
        elif step == "read":
            found, place = read(store, place)
            known |= found
    assert known == read(store)[0]
    store.close()


@pytest.mark.parametrize("kind", KINDS)
def test_what_an_archive_has_leaves_but_not_what_changed_since(kind: str, open_store) -> None:
    store = open_store(kind)
    over = {"ended_us": 5, "started_us": 1}
    sessions = [session(1, "c1:1", **over), session(2, "c1:2"), session(3, "c1:3", **over)]
    said = [message(seq) for seq in (4, 5, 6)]
    put(store, sessions=sessions, messages=said, outbox=[work(5), work(6)], events=[event(7)])
    place = read(store)[1]
    put(store, settled=[Settlement(6, "sent", ingest_us=9)], events=[event(8)])
    put(store, ended=[SessionEnd("c1:3", 6, "archived")])
    gone = 0
    while some := store.forget_archived(place, 100, 1):
        gone += some
    assert sorted(read(store)[0]) == [2, 3, 5, 6, 8]
    assert gone == 3
    # What was read on meanwhile is the same.
    assert sorted(read(store, place)[0]) == [3, 6, 8]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_younger_stays(kind: str, open_store) -> None:
    store = open_store(kind)
    put(store, messages=[message(1, ingest_us=5)], events=[event(2, ingest_us=6)])
    place = read(store)[1]
    while store.forget_archived(place, 6, 10):
        pass
    assert list(read(store)[0]) == [2]


def test_a_restored_store_is_another_one(tmp_path: Path, open_store) -> None:
    store = open_store("sqlite")
    put(store, conversation(), events=[event(store.reserve(1))])
    backup(str(store.path), tmp_path / "backup")
    restore(tmp_path / "backup", str(tmp_path / "again.db"))
    with (
        open_history(tmp_path / "again.db") as again,
        store.changes() as old,
        again.changes() as new,
    ):
        assert new.store != old.store
        assert len(new.store) == 32


def test_an_older_copy_in_its_place_is_noticed(tmp_path: Path, open_store) -> None:
    store = open_store("sqlite")
    put(store, sessions=[session(1)])
    ahead = f"{store.reserve(1) + 5_000_000}:0"
    with pytest.raises(StoreError, match="older than what was read of it"), store.changes(ahead):
        pass
    with pytest.raises(StoreError, match="older than what was read of it"), store.changes("1:9"):
        pass


def test_an_older_database_in_its_place_is_noticed(postgres: str) -> None:
    store = PostgresStore(postgres, uuid4().hex)
    with store.changes() as changes:
        ahead = f"{10**9}:{10**9}:" if changes.store else ""
    with pytest.raises(StoreError, match="older than what was read of it"), store.changes(ahead):
        pass
    assert read(store)[0] == {}
    store.close()
