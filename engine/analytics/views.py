"""The tables of history as views in DuckDB, so that what stands behind a name may change."""

from collections.abc import Mapping

import ibis
from ibis.backends.duckdb import Backend as DuckDB
from ibis.expr import operations

from engine.analytics.tables import SCHEMAS
from engine.stores.rows import HistoryTable


def connect() -> DuckDB:
    """A database in memory."""
    connection = ibis.duckdb.connect()
    # Files are written once: what their ends say need not be read again.
    connection.con.execute("SET parquet_metadata_cache = true")
    # In a notebook it would stand beside every figure that takes a moment.
    connection.con.execute("SET enable_progress_bar = false")
    return connection


def connected(queries: Mapping[HistoryTable, str]) -> DuckDB:
    """A database whose tables are these queries."""
    connection = connect()
    show(connection, queries)
    return connection


def show(connection: DuckDB, queries: Mapping[HistoryTable, str]) -> None:
    """Lets the tables be these queries from now on."""
    for name, query in queries.items():
        # Of this module's own making: a view takes no values.
        connection.con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")


def table_of(connection: DuckDB, name: HistoryTable) -> ibis.Table:
    """A table, as Ibis."""
    # Not `connection.table`: it asks DuckDB for the schema in a way that is deprecated there.
    schema = ibis.Schema.from_pyarrow(SCHEMAS[name])
    place = operations.Namespace(catalog=None, database=None)
    return operations.DatabaseTable(name, schema, connection, place).to_expr()
