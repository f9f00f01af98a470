"""Small tables in memory, written into the query that joins them."""

from collections.abc import Iterable
from typing import Any

import ibis.expr.operations as ops
import pyarrow as pa
from sqlglot import exp

from engine.analytics.engines.protocol import Dialect

Row = tuple[str, ...]
_CLICKHOUSE = {pa.int64(): "Int64", pa.float64(): "Float64", pa.string(): "String"}
_EMPTY = {pa.int64(): 0, pa.float64(): 0.0, pa.string(): ""}


def with_given(sql: str, given: Iterable[ops.InMemoryTable], dialect: Dialect) -> str:
    """The query, with the tables before it."""
    tables = [_table(each.name, each.data.to_pyarrow(each.schema), dialect) for each in given]
    return before(tables, sql)


def before(tables: list[str], sql: str) -> str:
    """A query with more tables of its own: `name AS (...)` each."""
    if not tables:
        return sql
    own = sql.removeprefix("WITH ")
    return f"WITH {', '.join(tables)}{', ' if own != sql else ' '}{own}"


def _table(name: str, rows: pa.Table, dialect: Dialect) -> str:
    names = [_quoted(column, dialect) for column in rows.column_names]
    # What is written here are names of columns and values with their marks.
    # Of no row at all, one that is left out again: an engine has to know the types.
    some = rows if rows.num_rows else _one(rows.schema)
    values = [tuple(_written(value, dialect) for value in row.values()) for row in some.to_pylist()]
    read = _READS.get(dialect, _read)(names, values, rows.schema)
    none = "" if rows.num_rows else " WHERE 1 = 0"
    return f"{_quoted(name, dialect)} AS ({read}{none})"


def _read(names: list[str], rows: list[Row], _schema: pa.Schema) -> str:
    return f"SELECT * FROM (VALUES {_listed(rows)}) AS listed ({', '.join(names)})"  # noqa: S608


def _read_sqlite(names: list[str], rows: list[Row], _schema: pa.Schema) -> str:
    columns = (f"column{number} AS {name}" for number, name in enumerate(names, 1))
    return f"SELECT {', '.join(columns)} FROM (VALUES {_listed(rows)})"  # noqa: S608


def _read_clickhouse(_names: list[str], rows: list[Row], schema: pa.Schema) -> str:
    types = ", ".join(f"{field.name} {_CLICKHOUSE[field.type]}" for field in schema)
    return f"SELECT * FROM values('{types}', {_listed(rows)})"  # noqa: S608


def _read_bigquery(names: list[str], rows: list[Row], _schema: pa.Schema) -> str:
    structs = ", ".join(f"STRUCT({_named(names, row)})" for row in rows)
    return f"SELECT * FROM UNNEST([{structs}])"  # noqa: S608


_READS = {"bigquery": _read_bigquery, "clickhouse": _read_clickhouse, "sqlite": _read_sqlite}


def _one(schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([{field.name: _EMPTY[field.type] for field in schema}], schema)


def _listed(rows: list[Row]) -> str:
    return ", ".join(f"({', '.join(row)})" for row in rows)


def _named(names: list[str], row: Row) -> str:
    return ", ".join(f"{value} AS {name}" for name, value in zip(names, row, strict=True))


def _quoted(name: str, dialect: Dialect) -> str:
    mark = "`" if dialect in {"bigquery", "pyspark"} else '"'
    return f"{mark}{name}{mark}"


def _written(value: Any, dialect: Dialect) -> str:
    return exp.convert(value).sql(dialect="spark" if dialect == "pyspark" else dialect)
