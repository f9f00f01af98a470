"""A person forgotten in a database, while no worker of the tenant runs."""

import asyncpg

from engine.stores.person import deletions
from engine.stores.postgres.address import connect, faults
from engine.stores.postgres.schema import migrate
from engine.stores.postgres.tenants import occupy

_DELETIONS = deletions("tenant = $1 AND contact = $2", "tenant = $1 AND ")


async def forget_contact(address: str, contact: str, tenant: str) -> dict[str, int]:
    """Deletes the rows of a person; how many of each table.

    Raises StoreError where a worker runs, or the database cannot be used.
    """
    with faults(address):
        connection = await connect(address)
        try:
            await migrate(connection, address)
            await occupy(connection, tenant, address, "forget the person")
            async with connection.transaction():
                return {
                    table: await _deleted(connection, sql, tenant, contact)
                    for table, sql in _DELETIONS.items()
                }
        finally:
            await connection.close()


async def _deleted(connection: asyncpg.Connection, sql: str, *values: str) -> int:
    return int((await connection.execute(sql, *values)).rpartition(" ")[2])
