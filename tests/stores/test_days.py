"""Days of history in a database that tenants share."""

import asyncio
import time
from uuid import uuid4

import asyncpg
import pytest
from rows import message, put, work

from engine.stores.postgres import PostgresStore
from engine.stores.postgres.days import DAY_US, make_days
from engine.stores.protocol import AwayError
from engine.stores.rows import Settlement

# A month that no other test writes in.
FIRST_US = 10_000 * DAY_US


def days(address: str, first_us: int) -> list[str]:
    """The tables of messages of the days that begin here and after, made where they lack."""

    async def look() -> list[str]:
        connection = await asyncpg.connect(address)
        await make_days(connection, first_us)
        rows = await connection.fetch("SELECT relname FROM pg_class WHERE relkind = 'r'")
        await connection.close()
        return [row[0] for row in rows]

    return [name for name in asyncio.run(look()) if name.startswith("messages_1997")]


def tables(address: str) -> list[str]:
    async def look() -> list[str]:
        connection = await asyncpg.connect(address)
        sql = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'messages_1997%'"
        rows = await connection.fetch(sql)
        await connection.close()
        return sorted(row[0] for row in rows)

    return asyncio.run(look())


def forget(store: PostgresStore, before_us: int) -> None:
    while store.forget_history(before_us, 2):
        pass


def test_a_day_of_one_tenant_is_dropped_and_of_several_the_rows_only(postgres: str) -> None:
    acme, beta = (PostgresStore(postgres, uuid4().hex) for _ in range(2))
    acme.claim(), beta.claim()
    assert len(days(postgres, FIRST_US)) == 3
    shared_us, own_us, kept_us = FIRST_US, FIRST_US + DAY_US, FIRST_US + 2 * DAY_US
    for t_us in (shared_us, own_us, kept_us):
        put(acme, messages=[message(acme.reserve(1), ingest_us=t_us) for _ in range(5)])
    theirs = message(beta.reserve(1), ingest_us=shared_us)
    put(beta, messages=[theirs])
    forget(acme, kept_us)
    assert len(acme.messages("c1")) == 5
    assert beta.messages("c1") == [theirs]
    assert len(tables(postgres)) == 2
    forget(beta, kept_us)
    assert len(tables(postgres)) == 1
    acme.close(), beta.close()


def test_a_day_stays_while_something_of_it_is_to_be_sent(postgres: str) -> None:
    store = PostgresStore(postgres, uuid4().hex)
    store.claim()
    first_us = FIRST_US + 10 * DAY_US
    days(postgres, first_us)
    row = message(store.reserve(1), ingest_us=first_us + 5)
    put(store, messages=[row], outbox=[work(row.seq, ingest_us=row.ingest_us)])
    forget(store, first_us + DAY_US)
    assert store.outgoing("webchat", 9)[0].content == row.content
    put(store, settled=[Settlement(row.seq, "sent", ingest_us=row.ingest_us)])
    forget(store, first_us + DAY_US)
    assert store.messages("c1") == []
    store.close()


def test_who_reads_a_day_keeps_its_table_for_a_while_only(postgres: str) -> None:
    store = PostgresStore(postgres, uuid4().hex)
    first_us = FIRST_US + 20 * DAY_US
    days(postgres, first_us)

    async def reading() -> float:
        connection = await asyncpg.connect(postgres)
        async with connection.transaction():
            await connection.fetch("SELECT * FROM events LIMIT 1")
            began = time.monotonic()
            with pytest.raises(AwayError, match="others read there"):
                await asyncio.to_thread(store.forget_history, first_us + DAY_US, 2)
            waited_s = time.monotonic() - began
        await connection.close()
        return waited_s

    assert asyncio.run(reading()) < 20
    forget(store, first_us + DAY_US)
    store.close()
