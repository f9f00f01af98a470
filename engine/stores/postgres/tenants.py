"""Tenants over several databases: one table says where each lives, and a tenant can move.

The table lies in one database, the directory. A tenant without a row lives there.
"""

import asyncio

import asyncpg

from engine.stores.postgres.address import connect, faults, shown
from engine.stores.postgres.days import make_days
from engine.stores.postgres.schema import migrate
from engine.stores.postgres.shares import lock_class
from engine.stores.protocol import PARTS, StoreError

DIRECTORY = "CREATE TABLE IF NOT EXISTS tenants (tenant TEXT PRIMARY KEY, address TEXT NOT NULL)"
# In this order nothing that is copied refers to something that is not there yet.
TABLES = (
    *("bundles", "publications", "contacts", "conversations", "sessions", "events", "messages"),
    *("inbox", "outbox", "timers", "handoffs", "front"),
)
# Given by the database itself: what is read in order is written in order.
OWN = {"inbox": ("id",), "publications": ("number",)}
# Of the database it lies in, and of no other.
XID = "xid"
PAGE = 5_000


def address_of(directory: str, tenant: str) -> str:
    """Where a tenant lives. Raises StoreError where the directory cannot be read."""
    with faults(directory):
        return asyncio.run(_address_of(directory, tenant))


def tenants(directory: str) -> dict[str, str]:
    """All tenants that have a row, and where they live."""
    with faults(directory):
        return asyncio.run(_tenants(directory))


def tenants_in(address: str) -> list[str]:
    """All tenants that have history in a database."""
    with faults(address):
        return asyncio.run(_tenants_in(address))


def move(directory: str, tenant: str, address: str) -> dict[str, int]:
    """Moves a tenant to another database; the rows of each table that went.

    Its workers must be stopped: it takes all of their partitions first. Both databases hold it
    until the table names the new one; then the rows that are left behind are deleted. A move
    that was broken off is begun again: what lies at the new place without being named there
    does not count. Raises StoreError where a worker runs, or a database cannot be used.
    """
    with faults(directory):
        return asyncio.run(_move(directory, tenant, address))


async def _address_of(directory: str, tenant: str) -> str:
    connection = await _open(directory)
    try:
        sql = "SELECT address FROM tenants WHERE tenant = $1"
        return str(await connection.fetchval(sql, tenant) or directory)
    finally:
        await connection.close()


async def _tenants(directory: str) -> dict[str, str]:
    connection = await _open(directory)
    try:
        rows = await connection.fetch("SELECT tenant, address FROM tenants ORDER BY tenant")
        return {row["tenant"]: row["address"] for row in rows}
    finally:
        await connection.close()


async def _tenants_in(address: str) -> list[str]:
    connection = await connect(address)
    try:
        await migrate(connection, address)
        sql = "SELECT tenant FROM conversations UNION SELECT tenant FROM sessions ORDER BY 1"
        return [row[0] for row in await connection.fetch(sql)]
    finally:
        await connection.close()


async def _open(directory: str) -> asyncpg.Connection:
    connection = await connect(directory)
    await migrate(connection, directory)
    await connection.execute(DIRECTORY)
    return connection


async def _move(directory: str, tenant: str, address: str) -> dict[str, int]:
    home = await _address_of(directory, tenant)
    if home == address:
        raise StoreError(f"tenant {tenant!r} lives at {shown(address)} already")
    before, after = await _open(home), await connect(address)
    try:
        await migrate(after, address)
        await occupy(before, tenant, home, "move it")
        await occupy(after, tenant, address, "move it")
        async with after.transaction():
            await _forget(after, tenant)
            moved = {table: await _copy(before, after, table, tenant) for table in TABLES}
            await _pass_numbers(before, after)
        await _name(directory, tenant, address)
        async with before.transaction():
            await _forget(before, tenant)
        return moved
    finally:
        await before.close()
        await after.close()


async def occupy(connection: asyncpg.Connection, tenant: str, address: str, then: str) -> None:
    """Takes what workers hold, so that none works meanwhile. Raises StoreError where one does."""
    sql = "SELECT count(*) FROM generate_series(0, $2) AS p WHERE pg_try_advisory_lock($1::int, p)"
    taken = await connection.fetchval(sql, lock_class("parts", tenant), PARTS - 1)
    if taken < PARTS:
        raise StoreError(
            f"tenant {tenant!r} at {shown(address)}: workers are running; stop them, then {then}"
        )


async def columns_of(connection: asyncpg.Connection, table: str) -> list[str]:
    """The columns of a table, but for those that the database gives itself."""
    rows = await connection.fetch(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position",
        table,
    )
    own = (*OWN.get(table, ()), XID)
    return [row[0] for row in rows if row[0] not in own]


async def _copy(
    before: asyncpg.Connection, after: asyncpg.Connection, table: str, tenant: str
) -> int:
    columns = await columns_of(before, table)
    order = OWN.get(table, ("tenant",))[0]
    # The names are the schema's own.
    sql = f"SELECT {', '.join(columns)} FROM {table} WHERE tenant = $1 ORDER BY {order}"  # noqa: S608
    copied = 0
    async with before.transaction(isolation="repeatable_read", readonly=True):
        if table in {"events", "messages"}:
            first_us = await before.fetchval(
                f"SELECT min(ingest_us) FROM {table} WHERE tenant = $1",  # noqa: S608 - see above
                tenant,
            )
            if first_us:
                await make_days(after, first_us)
        cursor = await before.cursor(sql, tenant)
        while page := await cursor.fetch(PAGE):
            await after.copy_records_to_table(
                table, records=[tuple(row) for row in page], columns=columns
            )
            copied += len(page)
    return copied


async def _pass_numbers(before: asyncpg.Connection, after: asyncpg.Connection) -> None:
    """Numbers at the new place go on behind those of the old one."""
    last = await before.fetchval("SELECT last_value FROM numbers")
    await after.execute(
        "SELECT setval('numbers', greatest($1::bigint, (SELECT last_value FROM numbers)))", last
    )


async def _name(directory: str, tenant: str, address: str) -> None:
    connection = await _open(directory)
    try:
        await connection.execute(
            "INSERT INTO tenants VALUES ($1, $2) "
            "ON CONFLICT (tenant) DO UPDATE SET address = excluded.address",
            *(tenant, address),
        )
    finally:
        await connection.close()


async def _forget(connection: asyncpg.Connection, tenant: str) -> None:
    for table in reversed(TABLES):
        # The names are the schema's own.
        await connection.execute(f"DELETE FROM {table} WHERE tenant = $1", tenant)  # noqa: S608
