"""What an archive has still to take over, read from its store into drafts."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from engine.analytics.archive.layout import placed, times_in
from engine.analytics.archive.manifest import File, Manifest
from engine.analytics.archive.reading import files_sql, quoted
from engine.analytics.archive.workshop import Workshop
from engine.analytics.tables import SCHEMAS, TABLES, TIMES, pages_of
from engine.stores.changes import Changes
from engine.stores.opening import open_history
from engine.stores.rows import HistoryTable
from engine.types.issue import TertuliaError


class Staged(Struct, frozen=True):
    """Rows of a table as they were read, with the day and bucket of each; `seqs` are bounds."""

    path: Path
    rows: int
    seqs: tuple[int, int]


class Read(Struct, frozen=True):
    """What was read of a store, up to this place."""

    staged: dict[HistoryTable, Staged]
    place: str
    store: str


def stage(shop: Workshop, source: str | Path, tenant: str) -> Read:
    """Reads what was written since the archive's place.

    Raises TertuliaError where the archive is another store's.
    """
    before = shop.manifest
    with open_history(source, tenant) as reads, reads.changes(before.place) as changes:
        require_same(shop.folder, before, changes.store)
        staged = {name: _stage(shop, name, changes) for name in TABLES}
        found = {name: each for name, each in staged.items() if each is not None}
        return Read(found, changes.place, changes.store)


def sort_out(shop: Workshop, table: HistoryTable, staged: Staged) -> int:
    """Sorts out the rows that the archive has already, into a table `known_...`; how many.

    What happened is never changed: every row of events is new.
    """
    files = [each for each in shop.manifest.of(table) if each.seqs.greatest >= staged.seqs[0]]
    known = f"SELECT * FROM read_parquet({quoted(staged.path)})"  # noqa: S608 - of our own
    if table == "events" or not files:
        known += " LIMIT 0"
    else:
        # Only where the rows would lie: a contact has one bucket, and a row's time stays.
        files = _near(shop, table, staged, files)
        known += f" SEMI JOIN ({files_sql(shop.folder, table, files)}) USING (seq)"
    shop.connection.execute(f"CREATE TABLE known_{table} AS {known}")
    ((count,),) = shop.connection.execute(f"SELECT count(*) FROM known_{table}").fetchall()  # noqa: S608
    return int(count)


def require_same(folder: Path, manifest: Manifest, store: str) -> None:
    """Raises TertuliaError unless the archive is of this store."""
    if manifest.store and manifest.store != store:
        raise TertuliaError(
            f"archive {folder}: it is of another store, or of this one before it was restored or "
            "moved; begin another archive for the store as it is now, and keep this one as it is"
        )


def _stage(shop: Workshop, table: HistoryTable, changes: Changes) -> Staged | None:
    """Reads what is new and changed into a draft."""
    path = shop.drafts / f"{table}.parquet"
    rows, least, greatest = 0, 0, 0
    schema = SCHEMAS[table].append(pa.field("day", pa.int32()))
    with pq.ParquetWriter(
        path, schema.append(pa.field("bucket", pa.int32())), compression="lz4"
    ) as writer:
        for page in pages_of(changes, table):
            writer.write_table(placed(page, table, shop.manifest.buckets))
            first, last = times_in(page.column("seq"))
            least, greatest = min(least or first, first), max(greatest, last)
            rows += page.num_rows
    shop.step(f"read {table}")
    return Staged(path, rows, (least, greatest)) if rows else None


def _near(shop: Workshop, table: HistoryTable, staged: Staged, files: list[File]) -> list[File]:
    sql = (
        f"SELECT bucket, min({TIMES[table]}), max({TIMES[table]}) "  # noqa: S608 - of our own
        f"FROM read_parquet({quoted(staged.path)}) GROUP BY bucket"
    )
    found = {row[0]: row[1:] for row in shop.connection.execute(sql).fetchall()}
    return [
        each
        for each in files
        if each.bucket in found
        and each.times.least <= found[each.bucket][1]
        and each.times.greatest >= found[each.bucket][0]
    ]
