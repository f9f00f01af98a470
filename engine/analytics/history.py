"""History as data: the three tables of a store or of a folder, for Arrow, pandas and Ibis."""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.backends.duckdb import Backend as DuckDB
from msgspec import Struct, structs

from engine.stores.opening import TENANT, is_address, open_history
from engine.stores.rows import HISTORY_ROWS, HistoryTable
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    import pandas as pd

PAGE = 50_000
_TYPES = {int: pa.int64(), float: pa.float64(), str: pa.string()}
# The columns of each table, as docs/reference/history.md describes them.
SCHEMAS: Mapping[HistoryTable, pa.Schema] = {
    name: pa.schema([(field.name, _TYPES[field.type]) for field in structs.fields(row)])
    for name, row in HISTORY_ROWS.items()
}


class Watermark(Struct, frozen=True):
    """How far a history goes: its highest number and its latest time; both 0 if it is empty."""

    seq: int
    t_us: int


class History:
    """The tables `sessions`, `events` and `messages`, as they were when it was opened."""

    def __init__(self, tables: Mapping[HistoryTable, ibis.Table]) -> None:
        self._tables = tables

    @classmethod
    def open(cls, source: str | Path, tenant: str = TENANT) -> Self:
        """The history of a store (a SQLite file, or postgresql://...) or of a Parquet folder.

        A folder has `events.parquet`, or files `*.parquet` under `events/`, and so for the other
        tables; a table that it lacks is empty. A store is read whole, and may be in use. Raises
        TertuliaError where there is no history.
        """
        if not is_address(str(source)) and Path(source).is_dir():
            return cls(_of_folder(Path(source)))
        return cls.of(_of_store(source, tenant))

    @classmethod
    def of(cls, tables: Mapping[HistoryTable, pa.Table]) -> Self:
        """A history of Arrow tables; one that is not given is empty."""
        connection = ibis.duckdb.connect()
        found: dict[HistoryTable, ibis.Table] = {}
        for name, schema in SCHEMAS.items():
            given = tables.get(name, schema.empty_table())
            found[name] = _lent(connection, name, given.select(schema.names).cast(schema))
        return cls(found)

    @property
    def sessions(self) -> ibis.Table:
        """The sessions, as Ibis."""
        return self._tables["sessions"]

    @property
    def events(self) -> ibis.Table:
        """What happened, as Ibis."""
        return self._tables["events"]

    @property
    def messages(self) -> ibis.Table:
        """What was said, as Ibis."""
        return self._tables["messages"]

    def query(self, expression: ibis.Table) -> pa.Table:
        """What an expression on the tables gives, worked out where they are."""
        return expression.to_pyarrow()

    def arrow(self, name: HistoryTable) -> pa.Table:
        """A table, as Arrow."""
        return self.query(self._tables[name])

    def pandas(self, name: HistoryTable) -> "pd.DataFrame":
        """A table, as pandas."""
        return self.arrow(name).to_pandas()

    def watermark(self) -> Watermark:
        """How far the events and messages go."""
        found = []
        for table in (self.events, self.messages):
            end = table.agg(seq=table.seq.max().fill_null(0), t_us=table.t_us.max().fill_null(0))
            found.append(self.query(end).to_pylist()[0])
        return Watermark(*(max(end[name] for end in found) for name in ("seq", "t_us")))

    def close(self) -> None:
        """Lets go of the tables."""
        for table in self._tables.values():
            table.get_backend().disconnect()
            return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _of_store(source: str | Path, tenant: str) -> dict[HistoryTable, pa.Table]:
    with open_history(source, tenant) as reads:
        found: dict[HistoryTable, pa.Table] = {}
        for name, schema in SCHEMAS.items():
            batches, after = [], ("", 0)
            place = schema.get_field_index("conversation")
            while rows := reads.history_page(name, after, PAGE):
                columns = [
                    pa.array(column, field.type)
                    for column, field in zip(zip(*rows, strict=True), schema, strict=True)
                ]
                batches.append(pa.record_batch(columns, schema=schema))
                after = (rows[-1][place], rows[-1][0])
            found[name] = pa.Table.from_batches(batches, schema)
        return found


def _of_folder(folder: Path) -> dict[HistoryTable, ibis.Table]:
    files = {name: _files(folder, name) for name in SCHEMAS}
    if not any(files.values()):
        raise TertuliaError(
            f"folder {folder}: no history; it needs events.parquet, or *.parquet under events/"
        )
    connection = ibis.duckdb.connect()
    return {
        name: _of_files(connection, name, files[name], schema) for name, schema in SCHEMAS.items()
    }


def _lent(connection: DuckDB, name: str, table: pa.Table) -> ibis.Table:
    # Not `create_table`: it copies, and fails on tables in memory with sqlglot 30.
    connection.con.register(name, table)
    return connection.table(name)


def _files(folder: Path, name: str) -> list[Path]:
    single = folder / f"{name}.parquet"
    return [single] if single.is_file() else sorted((folder / name).rglob("*.parquet"))


def _of_files(connection: DuckDB, name: str, files: list[Path], schema: pa.Schema) -> ibis.Table:
    if not files:
        return _lent(connection, name, schema.empty_table())
    found = pq.read_schema(files[0])
    if missing := [column for column in schema.names if column not in found.names]:
        raise TertuliaError(
            f"{files[0]}: columns missing: {', '.join(missing)}; write all columns of {name}"
        )
    # Not Ibis' `read_parquet`: it asks DuckDB for the schema in a way that is deprecated there.
    paths = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    columns = ", ".join(f'"{column}"' for column in schema.names)
    sql = f"SELECT {columns} FROM read_parquet([{paths}], union_by_name => true)"  # noqa: S608
    given = pa.schema([found.field(column) for column in schema.names])
    rows = connection.sql(sql, schema=ibis.Schema.from_pyarrow(given))
    return rows.cast(ibis.Schema.from_pyarrow(schema))
