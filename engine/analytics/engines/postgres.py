"""PostgreSQL: a store's own database, read by its own SQL."""

import asyncpg
import ibis
import pyarrow as pa

from engine.analytics.engines.given import before
from engine.analytics.engines.protocol import Dialect, unbound
from engine.analytics.engines.rows import as_table
from engine.analytics.history import SCHEMAS
from engine.stores.opening import TENANT
from engine.stores.postgres.address import CONNECT_S, faults, shown
from engine.stores.postgres.line import Line
from engine.stores.rows import HistoryTable
from engine.types.issue import TertuliaError

_SETTINGS = {
    "application_name": "tertulia-analytics",
    "default_transaction_read_only": "on",
    "timezone": "UTC",
}


class Postgres:
    """A tenant's part of a store's database. Only reads, one query at a time."""

    dialect: Dialect = "postgres"

    def __init__(self, address: str, tenant: str = TENANT) -> None:
        self.address, self.tenant = address, tenant
        self._line = Line()
        try:
            with faults(address):
                self._connection = self._line.call(
                    asyncpg.connect(address, timeout=CONNECT_S, server_settings=_SETTINGS)
                )
        except BaseException:
            self._line.close()
            raise

    def table(self, name: HistoryTable) -> ibis.Table:
        """A table of the tenant: see `query`."""
        return unbound(name)

    def query(self, sql: str) -> pa.Table:
        """What a query gives."""
        try:
            with faults(self.address):
                found, rows = self._line.call(self._fetched(self._with_tables(sql)))
        except asyncpg.PostgresError as error:
            raise TertuliaError(
                f"database {shown(self.address)}: {error}; is it a store's database?"
            ) from error
        return as_table(found, rows)

    def close(self) -> None:
        """Closes the connection."""
        if not self._line.is_closed:
            self._line.call(self._connection.close())
            self._line.close()

    async def _fetched(self, sql: str) -> tuple[list[str], list[asyncpg.Record]]:
        statement = await self._connection.prepare(sql)
        names = [attribute.name for attribute in statement.get_attributes()]
        return names, await statement.fetch()

    def _with_tables(self, sql: str) -> str:
        """The query on the rows of the tenant, with texts compared byte by byte, as elsewhere."""
        tenant = "'" + self.tenant.replace("'", "''") + "'"
        tables = []
        for name, schema in SCHEMAS.items():
            columns = ", ".join(
                f'"{field.name}" COLLATE "C" AS "{field.name}"'
                if pa.types.is_string(field.type)
                else f'"{field.name}"'
                for field in schema
            )
            read = f"SELECT {columns} FROM {name} WHERE tenant = {tenant}"  # noqa: S608
            tables.append(f"{name} AS NOT MATERIALIZED ({read})")
        return before(tables, sql)
