"""History as data: the three tables of a store or of a folder, for Arrow, pandas and Ibis."""

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.backends.duckdb import Backend as DuckDB
from msgspec import Struct

from engine.analytics.archive.compacting import archive_of
from engine.analytics.archive.manifest import Manifest, read_manifest
from engine.analytics.archive.reading import empty_sql, sql_of
from engine.analytics.folder import sql_of_folder
from engine.analytics.live import Live
from engine.analytics.tables import SCHEMAS, TABLES
from engine.analytics.transcript import transcript_of
from engine.analytics.views import connect, connected, show, table_of
from engine.stores.opening import TENANT, is_address
from engine.stores.rows import HistoryTable
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = ["SCHEMAS", "History", "Watermark"]


class Watermark(Struct, frozen=True):
    """How far a history goes: its highest number and its latest time; both 0 if it is empty."""

    seq: int
    t_us: int


class History:
    """The tables `sessions`, `events` and `messages`, as they were when it was opened, or last
    refreshed. One thread at a time uses it."""

    def __init__(self, tables: "Mapping[HistoryTable, ibis.Table]") -> None:
        """A history of three tables of one place: see `open` and `of`."""
        self._tables = tables
        self._live: Live | None = None
        self._archive: Path | None = None
        self._manifest: Manifest | None = None

    @classmethod
    def open(
        cls, source: str | Path, tenant: str = TENANT, archive: str | Path | None = None
    ) -> Self:
        """The history of a store (a SQLite file, or postgresql://...) or of a Parquet folder.

        A folder is an archive, or has `events.parquet`, or files `*.parquet` under `events/`, and
        so for the other tables; a table that it lacks is empty. A store may be in use. What its
        `archive` has, in the folder that `tertulia compact` wrote, is read from there when it is
        asked for; the rest is held in memory. Raises TertuliaError where there is no history, or
        the archive is another store's.
        """
        folder = None if is_address(str(source)) else Path(source)
        if folder is None or not folder.is_dir():
            return cls._of_store(source, tenant, archive)
        found = _archive_in(folder, tenant)
        if found is None:
            return cls(_tables(connected({name: sql_of_folder(folder, name) for name in TABLES})))
        return cls._of_archive(found)

    @classmethod
    def of(cls, tables: "Mapping[HistoryTable, pa.Table]") -> Self:
        """A history of Arrow tables; one that is not given is empty."""
        connection = connect()
        for name, schema in SCHEMAS.items():
            given = tables.get(name, schema.empty_table())
            # Not Ibis' `create_table`: it copies, and fails on tables in memory with sqlglot 30.
            connection.con.register(name, given.select(schema.names).cast(schema))
        return cls(_tables(connection))

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

    @property
    def archive(self) -> tuple[Path, Manifest] | None:
        """The archive of which a part is, its folder and what it consists of, if there is one."""
        if self._archive is None or self._manifest is None:
            return None
        return self._archive, self._manifest

    def live(self, name: HistoryTable) -> pa.Table:
        """The rows of a table that are not in the archive, or changed since; none of a folder."""
        return self._live.tables[name] if self._live else SCHEMAS[name].empty_table()

    def query(self, expression: ibis.Table) -> pa.Table:
        """What an expression on the tables gives, worked out where they are."""
        return expression.to_pyarrow()

    def arrow(self, name: HistoryTable) -> pa.Table:
        """A table, as Arrow."""
        return self.query(self._tables[name])

    def pandas(self, name: HistoryTable) -> "pd.DataFrame":
        """A table, as pandas."""
        return self.arrow(name).to_pandas()

    def transcript(self, session_id: str) -> pa.Table:
        """What was said and what happened in a session, in order; without rows if there is none.

        docs/reference/history.md describes the columns.
        """
        return transcript_of(self, session_id)

    def watermark(self) -> Watermark:
        """How far the events and messages go."""
        ends = [Watermark(0, 0)]
        if self._manifest is not None:
            ends.append(Watermark(self._manifest.seq, self._manifest.t_us))
        tables: tuple[HistoryTable, ...] = ("events", "messages")
        for name in tables:
            # What an archive has is known without reading it.
            known = self._live is not None or self._manifest is not None
            ends.append(_end_of(self.live(name)) if known else self._end(name))
        return Watermark(max(end.seq for end in ends), max(end.t_us for end in ends))

    def refresh(self) -> bool:
        """Reads what was written since; whether there was something.

        The tables are the same ones, and have more rows then. Only what is new is read of a store.
        """
        if self._live is not None:
            has_more = self._live.refresh()
            if has_more:
                self._show(self._live)
            return has_more
        if self._archive is None:
            return False
        manifest = read_manifest(self._archive)
        if manifest is None or manifest == self._manifest:
            return False
        self._manifest = manifest
        show(self._connection, {n: sql_of(self._archive, manifest, n) for n in TABLES})
        return True

    def close(self) -> None:
        """Lets go of the tables."""
        if self._live is not None:
            self._live.close()
        self._connection.disconnect()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def _connection(self) -> DuckDB:
        return self.events.get_backend()

    def _end(self, name: HistoryTable) -> Watermark:
        table = self._tables[name]
        end = table.agg(seq=table.seq.max().fill_null(0), t_us=table.t_us.max().fill_null(0))
        return Watermark(**self.query(end).to_pylist()[0])

    @classmethod
    def _of_store(cls, source: str | Path, tenant: str, archive: str | Path | None) -> Self:
        folder = _archive_in(Path(archive), tenant) if archive is not None else None
        if archive is not None and folder is None:
            # It is taken up as soon as it is there.
            folder = archive_of(archive, tenant)
        live = Live(source, tenant, folder)
        found = cls(_tables(connected({name: empty_sql(name) for name in TABLES})))
        found._live, found._archive = live, folder
        found._show(live)
        return found

    @classmethod
    def _of_archive(cls, folder: Path) -> Self:
        manifest = read_manifest(folder)
        assert manifest is not None
        found = cls(_tables(connected({name: sql_of(folder, manifest, name) for name in TABLES})))
        found._archive, found._manifest = folder, manifest
        return found

    def _show(self, live: Live) -> None:
        """Lets the tables have what is in the archive and beyond."""
        self._manifest = live.manifest
        views = {}
        for name, rows in live.tables.items():
            self._connection.con.register(f"live_{name}", rows)
            beyond = f"SELECT * FROM live_{name}"  # noqa: S608 - a name of ours
            if self._archive and live.manifest:
                written = sql_of(self._archive, live.manifest, name)
                beyond = f"{_unchanged(written, name, live)} UNION ALL {beyond}"
            views[name] = beyond
        show(self._connection, views)


def _unchanged(written: str, name: HistoryTable, live: Live) -> str:
    """The archive's rows but for those that changed since."""
    rows = live.tables[name]
    has_changed = name != "events" and rows.num_rows and live.manifest is not None
    if not has_changed:
        return f"SELECT * FROM ({written})"  # noqa: S608 - of our own
    return f"SELECT * FROM ({written}) ANTI JOIN live_{name} USING (seq)"  # noqa: S608 - of ours


def _end_of(rows: pa.Table) -> Watermark:
    return Watermark(*(pc.max(rows[name]).as_py() or 0 for name in ("seq", "t_us")))


def _tables(connection: DuckDB) -> dict[HistoryTable, ibis.Table]:
    return {name: table_of(connection, name) for name in TABLES}


def _archive_in(folder: Path, tenant: str) -> Path | None:
    """The archive of a tenant in a folder: the folder itself, or the tenant's in it."""
    for each in (folder, archive_of(folder, tenant)):
        if read_manifest(each) is not None:
            return each
    tenants = sorted(each.parent.name for each in folder.glob("*/manifest.json"))
    if tenants:
        raise TertuliaError(
            f"archive {folder}: it has nothing of tenant {tenant!r}; name one of {tenants}"
        )
    return None
