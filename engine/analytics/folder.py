"""A folder of Parquet files as SQL for DuckDB: one file a table, or any number of them."""

from pathlib import Path

import pyarrow.parquet as pq

from engine.analytics.archive.reading import empty_sql, quoted, type_of
from engine.analytics.tables import SCHEMAS, TABLES
from engine.stores.rows import HistoryTable
from engine.types.issue import TertuliaError


def sql_of_folder(folder: Path, table: HistoryTable) -> str:
    """The rows of a table of a folder, as a query.

    Raises TertuliaError where the folder has no history at all, or a file lacks a column.
    """
    files = _files(folder, table)
    if not files:
        if not any(_files(folder, name) for name in TABLES):
            raise TertuliaError(
                f"folder {folder}: no history; it needs events.parquet, or *.parquet under events/"
            )
        return empty_sql(table)
    schema, found = SCHEMAS[table], pq.read_schema(files[0])
    if missing := [column for column in schema.names if column not in found.names]:
        raise TertuliaError(
            f"{files[0]}: columns missing: {', '.join(missing)}; write all columns of {table}"
        )
    paths = ", ".join(map(quoted, files))
    columns = ", ".join(f'"{each.name}"::{type_of(each)} AS "{each.name}"' for each in schema)
    return f"SELECT {columns} FROM read_parquet([{paths}], union_by_name => true)"  # noqa: S608


def _files(folder: Path, table: HistoryTable) -> list[Path]:
    single = folder / f"{table}.parquet"
    return [single] if single.is_file() else sorted((folder / table).rglob("*.parquet"))
