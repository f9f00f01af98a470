"""Upgrades of a database's schema while workers of an earlier version go on."""

from uuid import uuid4

import pytest
from rows import arrival

from engine.stores.postgres import PostgresStore, schema
from engine.stores.protocol import StoreError
from engine.stores.rows import Batch

NEXT = """-- oldest: 1
ALTER TABLE contacts ADD COLUMN nickname TEXT NOT NULL DEFAULT '';
"""


@pytest.fixture
def database(postgres: str) -> str:
    """The address of a database of its own."""
    name = f"d{uuid4().hex}"
    store = PostgresStore(postgres, name)
    store._line.call(_create(store, name))
    store.close()
    return postgres.replace("/postgres?", f"/{name}?")


async def _create(store: PostgresStore, name: str) -> None:
    connection = await store._open()
    await connection.execute(f"CREATE DATABASE {name}")


def version(store: PostgresStore) -> tuple[int, int]:
    ((found, oldest),) = store.query("SELECT version, oldest FROM schema_version WHERE $1 <> ''")
    return found, oldest


def test_earlier_workers_go_on_while_a_later_one_upgrades(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = schema.migrations()
    early = PostgresStore(database)
    early.claim()
    early.commit(Batch(arrivals=[arrival(early, "a")]))
    with monkeypatch.context() as later:
        later.setattr(schema, "migrations", lambda: [*today, schema.Migration(NEXT, 1)])
        new = PostgresStore(database)
        assert version(new) == (len(today) + 1, max(step.oldest for step in today))
        new.commit(Batch(arrivals=[arrival(new, "b")]))
    # The early worker's connection goes on, and it may also begin anew.
    early.commit(Batch(arrivals=[arrival(early, "c")]))
    early._line.call(early._drop())
    early.claim()
    early.commit(Batch(arrivals=[arrival(early, "d")]))
    assert [row.external_id for row in early.pending(9)] == ["a", "b", "c", "d"]
    assert version(early)[0] == len(today) + 1
    new.close()
    early.close()


def test_a_step_that_earlier_engines_cannot_work_with_keeps_them_out(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = schema.migrations()
    PostgresStore(database).close()
    with monkeypatch.context() as later:
        breaking = schema.Migration(NEXT, len(today) + 1)
        later.setattr(schema, "migrations", lambda: [*today, breaking])
        PostgresStore(database).close()
    with pytest.raises(StoreError, match="upgrade tertulia"):
        PostgresStore(database)


def test_a_step_that_fails_leaves_the_schema_as_it_was(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = schema.migrations()
    PostgresStore(database).close()
    with monkeypatch.context() as later:
        broken = schema.Migration(f"{NEXT}\nSELECT 1/0;", 1)
        later.setattr(schema, "migrations", lambda: [*today, broken])
        with pytest.raises(Exception, match="division by zero"):
            PostgresStore(database)
    store = PostgresStore(database)
    assert version(store)[0] == len(today)
    store.close()
