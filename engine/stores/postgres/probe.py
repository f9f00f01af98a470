"""Whether a database could be used: it is looked at, and not changed."""

import asyncio

import asyncpg

from engine.stores.postgres.address import connect, faults, shown
from engine.stores.postgres.schema import found_version, migrations, require_usable
from engine.stores.protocol import StoreError

OLDEST_SERVER = 14


def probe_database(address: str) -> str:
    """What is there, in words. Raises StoreError, with the remedy, where it cannot be used."""
    with faults(address):
        return asyncio.run(_probe(address))


async def _probe(address: str) -> str:
    connection = await connect(address)
    try:
        server = connection.get_server_version().major
        if server < OLDEST_SERVER:
            raise StoreError(
                f"database {shown(address)}: its server is PostgreSQL {server}; take "
                f"{OLDEST_SERVER} or later"
            )
        found, oldest = await found_version(connection)
        require_usable(found, oldest, address)
        if not found and not await _may_create(connection):
            raise StoreError(
                f"database {shown(address)}: this user may not make tables; give it the right to"
            )
    finally:
        await connection.close()
    newest = len(migrations())
    schema = f"schema {found}" if found else "no tables yet"
    coming = f", to become {newest}" if found < newest else ""
    return f"{shown(address)}, PostgreSQL {server}, {schema}{coming}"


async def _may_create(connection: asyncpg.Connection) -> bool:
    sql = "SELECT has_schema_privilege(current_schema(), 'CREATE')"
    return bool(await connection.fetchval(sql))
