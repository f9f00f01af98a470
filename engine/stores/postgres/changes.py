"""What was written to a tenant's history in PostgreSQL since somebody read it.

Workers take blocks of numbers and commit when they come to it, so no number says what is new. A
snapshot does: whatever was written by a transaction that it did not see.
"""

from collections.abc import Iterator
from typing import Any, Protocol

import asyncpg

from engine.stores.changes import Rows
from engine.stores.postgres.address import shown
from engine.stores.postgres.line import Line
from engine.stores.protocol import StoreError
from engine.stores.rows import HISTORY_ROWS, HistoryTable

# Rows of before the column are null, and older than every snapshot.
UNSEEN = (
    "h.xid >= pg_snapshot_xmin($2::text::pg_snapshot)::text::bigint AND NOT "
    "pg_visible_in_snapshot(h.xid::text::xid8, $2::text::pg_snapshot)"
)
_NOW = """
SELECT pg_current_snapshot()::text,
       $2 = '' OR pg_snapshot_xmax(nullif($2, '')::pg_snapshot)
                  <= pg_snapshot_xmax(pg_current_snapshot()),
       coalesce((SELECT store FROM identity WHERE tenant = $1), '')
"""


class Pool(Protocol):
    """Where connections are borrowed."""

    # `Any`: the driver's own types.
    def acquire(self) -> Any: ...

    async def release(self, connection: Any) -> None: ...


class PostgresChanges:
    """New and changed rows, read in one transaction; `close` ends it.

    Raises StoreError where the place is ahead of the database.
    """

    def __init__(self, line: Line, pool: Pool, address: str, tenant: str, since: str) -> None:
        self._line, self._pool = line, pool
        self._tenant, self._since = tenant, since
        self._connection = line.call(_acquire(pool))
        try:
            self.place, fits, self.store = line.call(self._begin())
        except BaseException:
            self.close()
            raise
        if not fits:
            self.close()
            raise StoreError(
                f"database {shown(address)}: it is older than what was read of it (an old copy "
                "was put in its place?); put the newer one back, or begin anew in an empty folder"
            )

    def pages(self, table: HistoryTable, size: int) -> Iterator[Rows]:
        """The rows of a table, in no order."""
        columns = ", ".join(f"h.{name}" for name in HISTORY_ROWS[table].__struct_fields__)
        # The names are the schema's own.
        sql = f"SELECT {columns} FROM {table} AS h WHERE h.tenant = $1"  # noqa: S608
        values = [self._tenant]
        if self._since:
            sql = f"{sql} AND {UNSEEN}"
            values.append(self._since)
        cursor = self._line.call(self._open(sql, values))
        while rows := self._line.call(cursor.fetch(size)):
            yield [tuple(row) for row in rows]

    def close(self) -> None:
        """Ends the transaction and gives the connection back."""
        self._line.call(self._end())

    async def _begin(self) -> tuple[str, bool, str]:
        self._transaction = self._connection.transaction(isolation="repeatable_read", readonly=True)
        await self._transaction.start()
        place, fits, store = await self._connection.fetchrow(_NOW, self._tenant, self._since)
        return place, fits, store

    async def _open(self, sql: str, values: list[str]) -> "asyncpg.cursor.Cursor":
        return await self._connection.cursor(sql, *values)

    async def _end(self) -> None:
        try:
            if not self._connection.is_closed():
                await self._transaction.rollback()
        finally:
            await self._pool.release(self._connection)


async def _acquire(pool: Pool) -> Any:
    return await pool.acquire()
