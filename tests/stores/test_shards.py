"""No statement on the path of a turn crosses shards, where a distributed PostgreSQL has some.

The shards here are partitions by a hash of the tenant, which is how such a database would lay
them out; PostgreSQL's own planner says how many of them each statement touches.
"""

import asyncio
import json
import re
from uuid import uuid4

import asyncpg
import pytest
from live_rows import everything

from engine.stores.postgres import PostgresStore
from engine.stores.postgres.schema import migrations

SHARDS = 4
Recorded = list[tuple[str, tuple[object, ...]]]
# Hash partitions take neither an identity nor an order of their own.
COMMENT = re.compile("--.*")
# A function's body has statements of its own.
STATEMENT = re.compile(r"(?:\$\$.*?\$\$|[^;$])+", re.DOTALL)
NOT_HERE = re.compile(r"GENERATED ALWAYS AS IDENTITY|PARTITION BY RANGE \(ingest_us\)")


@pytest.fixture
def statements(postgres: str, monkeypatch: pytest.MonkeyPatch) -> Recorded:
    """All that a store says to the database while it keeps and reads one of everything."""
    said: Recorded = []
    for name in ("fetch", "fetchrow", "execute"):
        spoken = getattr(asyncpg.Connection, name)

        async def listen(self, sql, *values, _spoken=spoken, **more):
            said.append((sql, values))
            return await _spoken(self, sql, *values, **more)

        monkeypatch.setattr(asyncpg.Connection, name, listen)
    store = PostgresStore(postgres, uuid4().hex)
    store.claim()
    said.clear()
    everything(store)
    store.close()
    return [(sql, values) for sql, values in said if touches_tables(sql)]


def touches_tables(sql: str) -> bool:
    # Locks, numbers, news and the tables of days are the coordinator's.
    others = r"pg_locks|nextval|advisory|pg_inherits|pg_notify\(\$2|CREATE TABLE"
    return bool(re.search(r"\b(FROM|INTO)\b", sql)) and not re.search(others, sql)


@pytest.fixture
def sharded(postgres: str) -> str:
    """A schema whose tables are cut into shards by their tenant."""
    name = f"s{uuid4().hex}"

    async def make() -> None:
        connection = await asyncpg.connect(postgres)
        try:
            await connection.execute(f"CREATE SCHEMA {name}")
            await connection.execute(f"SET search_path TO {name}")
            for step in migrations():
                await connection.execute(in_shards(step.sql))
        finally:
            await connection.close()

    asyncio.run(make())
    return name


def in_shards(sql: str) -> str:
    """The schema's statements with its tables cut by tenant."""
    written = []
    for one in STATEMENT.findall(NOT_HERE.sub("", COMMENT.sub("", sql))):
        table = re.search(r"CREATE TABLE (\w+) \(\s+tenant", one)
        if "PARTITION OF" in one:
            continue
        if table:
            one = re.sub(r"\) WITH \([^)]*\)\s*$", ")", one.rstrip())  # noqa: PLW2901
            written.append(f"{one} PARTITION BY HASH (tenant)")
            written += [
                f"CREATE TABLE {table[1]}_{shard} PARTITION OF {table[1]} "
                f"FOR VALUES WITH (MODULUS {SHARDS}, REMAINDER {shard})"
                for shard in range(SHARDS)
            ]
        else:
            written.append(one)
    return ";\n".join(written)


def test_every_statement_stays_on_one_shard(
    postgres: str, statements: Recorded, sharded: str
) -> None:
    plans = asyncio.run(plan_all(postgres, statements, sharded))
    assert len(plans) == 16
    touched = {sql: shards(plan) for sql, plan in plans.items()}
    crossing = {sql: found for sql, found in touched.items() if len(found) != 1}
    # What is inserted is told by its values only; it names no other tenant's shard.
    assert {sql: found for sql, found in crossing.items() if found} == {}
    assert all("tenant = $1" in sql or "SELECT $1" in sql or "VALUES ($1" in sql for sql in plans)


def test_a_statement_without_its_tenant_would_be_found(postgres: str, sharded: str) -> None:
    said = [("SELECT * FROM conversations WHERE conversation = $1", ("c1",))]
    (plan,) = asyncio.run(plan_all(postgres, said, sharded)).values()
    assert shards(plan) == set(range(SHARDS))


async def plan_all(address: str, said: Recorded, schema: str) -> dict[str, object]:
    connection = await asyncpg.connect(address, statement_cache_size=0)
    await connection.execute(f"SET search_path TO {schema}")
    plans = {}
    for sql, values in said:
        plans[sql] = json.loads(await connection.fetchval(f"EXPLAIN (FORMAT JSON) {sql}", *values))
    await connection.close()
    return plans


def shards(plan: object) -> set[int]:
    """The shards that a plan reads or changes, over all tables."""
    found = re.findall(r'"Relation Name": "[a-z]+_(\d)"', json.dumps(plan))
    return {int(number) for number in found}
