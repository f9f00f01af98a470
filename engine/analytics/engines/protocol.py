"""What an engine has to be able to do: run a text of SQL."""

from typing import Literal, Protocol

import ibis
import pyarrow as pa

from engine.analytics.history import SCHEMAS
from engine.stores.rows import HistoryTable

Dialect = Literal["bigquery", "clickhouse", "postgres", "pyspark", "sqlite"]


class Engine(Protocol):
    """A database with the tables of history, as docs/reference/history.md describes them."""

    dialect: Dialect

    def table(self, name: HistoryTable) -> ibis.Table:
        """A table of history, by the name that it has there: unbound."""
        ...

    def query(self, sql: str) -> pa.Table:
        """What a query gives. Raises TertuliaError where the engine refuses it or is away."""
        ...

    def close(self) -> None:
        """Lets go of it."""
        ...


def unbound(name: HistoryTable, place: str = "") -> ibis.Table:
    """A table with the columns of history: in a database or data set, if one is named."""
    schema = ibis.Schema.from_pyarrow(SCHEMAS[name])
    return ibis.table(schema, name=name, database=place or None)
