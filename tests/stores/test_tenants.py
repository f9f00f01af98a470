"""Tenants over several databases: looked up, moved, and never in each other's way."""

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest
from rows import arrival, conversation, event, message, put, session, work

from engine.stores.postgres import PostgresStore, tenants
from engine.stores.postgres.shelf import PostgresShelf
from engine.stores.protocol import StoreError, part
from engine.stores.rows import Batch, ContactRow, HandoffRow, Offset, TimerRow

Create = Callable[[], str]


@pytest.fixture
def another_database(postgres: str) -> Create:
    """Makes a database of its own; its address."""

    def create() -> str:
        name = f"d{uuid4().hex}"

        async def make() -> None:
            connection = await asyncpg.connect(postgres)
            await connection.execute(f"CREATE DATABASE {name}")
            await connection.close()

        asyncio.run(make())
        return urlsplit(postgres)._replace(path=f"/{name}").geturl()

    return create


def filled(address: str, tenant: str, name: str = "c1") -> list[int]:
    """Puts something into every table; the numbers of its messages."""
    store = PostgresStore(address, tenant)
    store.claim()
    seqs = [store.reserve(1) for _ in range(3)]
    put(
        store,
        conversation(name),
        arrivals=[arrival(store, "a", name), arrival(store, "b", name)],
        sessions=[session(store.reserve(1), f"{name}:1")],
        events=[event(store.reserve(1), name)],
        messages=[message(seq, name) for seq in seqs],
        outbox=[work(seqs[-1], conversation=name)],
        handoffs=[HandoffRow(store.reserve(1), name, "sales", "", 0, "", 5)],
    )
    contact = ContactRow("ana", "Ana", "", "", "es", "{}", "[]", 5, 5)
    timer = TimerRow(name, "wait", 50, 1)
    store.commit(Batch(contacts={"ana": contact}, timers={(name, "wait"): timer}))
    store.commit(Batch(offsets={part(name): Offset(part(name), "s", 7)}))
    shelf = PostgresShelf(store)
    shelf.keep("b1", b"bytes")
    shelf.add(b'{"bundle":"b1"}')
    store.close()
    return seqs


def test_a_tenant_lives_in_the_directory_until_it_moves(another_database: Create) -> None:
    directory, other = another_database(), another_database()
    seqs = filled(directory, "acme")
    filled(directory, "beta")
    assert tenants.address_of(directory, "acme") == directory
    assert tenants.tenants(directory) == {}
    moved = tenants.move(directory, "acme", other)
    assert moved == {
        "bundles": 1,
        "publications": 1,
        "contacts": 1,
        "conversations": 1,
        "sessions": 1,
        "events": 1,
        "messages": 3,
        "inbox": 2,
        "outbox": 1,
        "timers": 1,
        "handoffs": 1,
        "front": 1,
    }
    assert tenants.tenants(directory) == {"acme": other}
    assert tenants.address_of(directory, "acme") == other
    store = PostgresStore(other, "acme")
    store.claim()
    assert [row.external_id for row in store.pending(9)] == ["a", "b"]
    assert [row.seq for row in store.messages("c1")] == seqs
    assert [row.seq for row in store.outgoing("webchat", 9)] == [seqs[-1]]
    assert PostgresShelf(store).content("b1") == b"bytes"
    # What is numbered here comes after what was numbered there.
    assert store.reserve(1) > max(row.seq for row in store.pending(9))
    store.close()
    left = PostgresStore(directory, "acme")
    assert left.counts().conversations == 0
    left.close()
    others = PostgresStore(directory, "beta")
    assert others.counts().conversations == 1
    others.close()


def test_a_tenant_whose_workers_run_does_not_move(another_database: Create) -> None:
    directory, other = another_database(), another_database()
    filled(directory, "acme")
    store = PostgresStore(directory, "acme")
    store.claim()
    with pytest.raises(StoreError, match="workers are running; stop them"):
        tenants.move(directory, "acme", other)
    store.close()
    assert tenants.address_of(directory, "acme") == directory
    with pytest.raises(StoreError, match=r"lives at .* already"):
        tenants.move(directory, "acme", directory)


def test_a_move_that_was_broken_off_is_begun_again(
    another_database: Create, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory, other = another_database(), another_database()
    filled(directory, "acme")

    async def fail(*_arguments: object) -> None:
        raise ConnectionError("cut off")

    with monkeypatch.context() as broken:
        broken.setattr(tenants, "_name", fail)
        with pytest.raises(StoreError, match="cut off"):
            tenants.move(directory, "acme", other)
    assert tenants.address_of(directory, "acme") == directory
    assert tenants.move(directory, "acme", other)["messages"] == 3
    store = PostgresStore(other, "acme")
    assert len(store.messages("c1")) == 3
    store.close()
