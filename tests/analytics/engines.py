"""The engines on which the same expressions run: real ones from packages, to fill with rows."""

import contextlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, Protocol

import asyncpg
import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from engine.analytics.engines import Elsewhere
from engine.analytics.engines.bigquery import BigQuery
from engine.analytics.engines.postgres import Postgres
from engine.analytics.engines.protocol import unbound
from engine.analytics.engines.spark import Spark
from engine.analytics.engines.sqlite import Sqlite
from engine.analytics.history import SCHEMAS, History
from engine.stores.postgres.line import Line
from tests.bigquery import PROJECT, running_bigquery
from tests.servers import running_postgres

Tables = Mapping[str, pa.Table]
_SQL_TYPES = {pa.int64(): "BIGINT", pa.float64(): "DOUBLE PRECISION", pa.string(): "TEXT"}


class OnEngine(Protocol):
    """An engine of our own, to hold one history after another."""

    name: ClassVar[str]

    def hold(self, tables: Tables) -> Elsewhere:
        """The history with these tables, in place of the one before."""
        ...

    def close(self) -> None:
        """Stops it."""
        ...


class OnSqlite:
    """A file of SQLite."""

    name: ClassVar[str] = "sqlite"

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.file = Path(self._folder.name) / "store.db"

    def hold(self, tables: Tables) -> Elsewhere:
        self.file.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(self.file)) as connection, connection:
            for name, schema in SCHEMAS.items():
                connection.execute(f"CREATE TABLE {name} ({_columns(schema)})")
                marks = ", ".join("?" for _ in schema)
                connection.executemany(f"INSERT INTO {name} VALUES ({marks})", _rows(tables, name))
        return Elsewhere(Sqlite(self.file))

    def close(self) -> None:
        self._folder.cleanup()


class OnPostgres:
    """A PostgreSQL server, with another tenant's rows beside ours."""

    name: ClassVar[str] = "postgres"

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._server = self._stack.enter_context(running_postgres())
        self._line = Line()

    def hold(self, tables: Tables) -> Elsewhere:
        self._line.call(self._fill(tables))
        return Elsewhere(Postgres(self._server.address, "o'hara"))

    async def _fill(self, tables: Tables) -> None:
        connection = await asyncpg.connect(self._server.address)
        try:
            for name, schema in SCHEMAS.items():
                await connection.execute(
                    f"DROP TABLE IF EXISTS {name}; "
                    f"CREATE TABLE {name} (tenant TEXT, {_columns(schema)})"
                )
                for tenant in ("main", "o'hara"):
                    rows = [(tenant, *row) for row in _rows(tables, name)]
                    await connection.copy_records_to_table(name, records=rows)
        finally:
            await connection.close()

    def close(self) -> None:
        self._line.close()
        self._stack.close()


class Chdb:
    """ClickHouse in this process, as an engine."""

    dialect = "clickhouse"

    def __init__(self) -> None:
        from chdb.session import Session

        self.session = Session()
        # As our client asks its servers to.
        self.session.query("SET join_use_nulls = 1")

    def table(self, name: Any) -> ibis.Table:
        return unbound(name, "history")

    def query(self, sql: str) -> pa.Table:
        return pa.ipc.open_stream(self.bytes(sql)).read_all()

    def bytes(self, sql: str) -> bytes:
        return self.session.query(sql, "ArrowStream").bytes()

    def close(self) -> None:
        self.session.close()


class OnClickHouse:
    """ClickHouse, whose tables lie in its own storage."""

    name: ClassVar[str] = "clickhouse"

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.engine = Chdb()
        self.engine.session.query("CREATE DATABASE IF NOT EXISTS history")

    def hold(self, tables: Tables) -> Elsewhere:
        for name, file in _parquet(Path(self._folder.name), tables):
            self.engine.session.query(f"DROP TABLE IF EXISTS history.{name}")
            self.engine.session.query(
                f"CREATE TABLE history.{name} ENGINE = MergeTree ORDER BY (contact, seq) "
                f"AS SELECT * FROM file('{file}', Parquet, '{_clickhouse(SCHEMAS[name])}')"
            )
        return _Kept(self.engine)

    def close(self) -> None:
        self.engine.close()
        self._folder.cleanup()


class OnSpark:
    """Spark on two threads of this machine."""

    name: ClassVar[str] = "spark"

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.session = _spark()

    def hold(self, tables: Tables) -> Elsewhere:
        list(_parquet(Path(self._folder.name), tables))
        return Elsewhere(Spark(self.session, self._folder.name))

    def close(self) -> None:
        self.session.stop()
        self._folder.cleanup()


class OnBigQuery:
    """BigQuery's client and SQL, against the emulator."""

    name: ClassVar[str] = "bigquery"

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self.emulator = self._stack.enter_context(running_bigquery())

    def hold(self, tables: Tables) -> Elsewhere:
        for name in SCHEMAS:
            self.emulator.hold("history", name, tables[name], replace=True)
        return Elsewhere(BigQuery(f"bigquery://{PROJECT}/history", self.emulator.client()))

    def close(self) -> None:
        self._stack.close()


class _Kept(Elsewhere):
    """An engine that outlives the histories in it."""

    def close(self) -> None:
        pass


ENGINES: dict[str, Callable[[], OnEngine]] = {
    engine.name: engine for engine in (OnSqlite, OnPostgres, OnClickHouse, OnSpark, OnBigQuery)
}


def tables_of(history: History) -> Tables:
    """The tables of a history, to hold them elsewhere."""
    return {name: history.arrow(name) for name in SCHEMAS}


@lru_cache(maxsize=1)
def _spark() -> Any:
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    builder = SparkSession.builder.master("local[2]").appName("tertulia-tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _columns(schema: pa.Schema) -> str:
    return ", ".join(f"{field.name} {_SQL_TYPES[field.type]}" for field in schema)


def _clickhouse(schema: pa.Schema) -> str:
    types = {pa.int64(): "Int64", pa.float64(): "Float64", pa.string(): "String"}
    return ", ".join(f"{field.name} {types[field.type]}" for field in schema)


def _rows(tables: Tables, name: str) -> list[tuple[Any, ...]]:
    return list(zip(*tables[name].to_pydict().values(), strict=True))


def _parquet(folder: Path, tables: Tables) -> Iterator[tuple[str, Path]]:
    for name in SCHEMAS:
        file = folder / name / "rows.parquet"
        file.parent.mkdir(exist_ok=True)
        pq.write_table(tables[name], file)
        yield name, file
