"""An archive as SQL for DuckDB: its files, with what changed since in their place."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from engine.analytics.archive.manifest import File, Manifest
from engine.analytics.tables import SCHEMAS
from engine.stores.rows import HistoryTable


def sql_of(folder: Path, manifest: Manifest, table: HistoryTable) -> str:
    """All rows of a table, each once, as a query."""
    written = files_sql(folder, table, manifest.of(table))
    amended = manifest.amendments(table)
    if not amended:
        return written
    instead = files_sql(folder, table, amended)
    # Names of our own, and paths that are quoted.
    return (
        f"SELECT * FROM ({written}) ANTI JOIN ({instead}) USING (seq) "  # noqa: S608
        f"UNION ALL {instead}"
    )


def files_sql(folder: Path, table: HistoryTable, files: Sequence[File]) -> str:
    """All rows of some files, as a query."""
    columns = ", ".join(f'"{name}"' for name in SCHEMAS[table].names)
    if not files:
        return empty_sql(table)
    paths = ", ".join(quoted(folder / file.path) for file in files)
    return (
        f"SELECT {columns} FROM "  # noqa: S608 - names of our own, and paths that are quoted
        f"read_parquet([{paths}], hive_partitioning => false)"
    )


def empty_sql(table: HistoryTable) -> str:
    """No rows of a table, as a query."""
    columns = ", ".join(f'NULL::{type_of(each)} AS "{each.name}"' for each in SCHEMAS[table])
    return f"SELECT {columns} WHERE false"


def type_of(field: pa.Field) -> str:
    """The type of a column, as SQL."""
    return {"int64": "BIGINT", "double": "DOUBLE", "string": "VARCHAR"}[str(field.type)]


def quoted(path: Path) -> str:
    """A path as SQL's text."""
    return "'" + str(path).replace("'", "''") + "'"
