"""Rows of a store become files of an archive: what is new, and what changed since."""

from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct
from msgspec.structs import replace

from engine.analytics.archive.forgetting import kept_sql
from engine.analytics.archive.layout import day_name, order_of, placed, times_in
from engine.analytics.archive.manifest import File, Manifest
from engine.analytics.archive.merging import fold
from engine.analytics.archive.reading import files_sql, quoted
from engine.analytics.archive.workshop import Step, Workshop, workshop
from engine.analytics.tables import SCHEMAS, TABLES, TIMES, pages_of
from engine.stores.changes import Changes
from engine.stores.opening import TENANT, open_history
from engine.stores.rows import HistoryTable
from engine.types.issue import TertuliaError

AMENDED = "amended"
# More changed rows than these are put into their files: readers look each of them up.
AMENDED_ROWS = 100_000


class Compaction(Struct, frozen=True):
    """What a compaction did: rows that came into the archive, and rows that changed in it."""

    folder: str
    number: int
    place: str
    seq: int
    t_us: int
    added: dict[HistoryTable, int]
    changed: dict[HistoryTable, int]
    files: int


class Staged(Struct, frozen=True):
    """Rows of a table as they were read, with the place of each; `seqs` and `days` are bounds."""

    path: Path
    rows: int
    seqs: tuple[int, int]


def archive_of(folder: str | Path, tenant: str = TENANT) -> Path:
    """Where the archive of a tenant lies in a folder of archives."""
    return Path(folder) / tenant


def compact(
    source: str | Path,
    folder: str | Path,
    tenant: str = TENANT,
    *,
    buckets: int = 0,
    step: Step = lambda _name: None,
) -> Compaction:
    """Brings an archive up to date with its store, which may be in use; makes it if need be.

    Raises TertuliaError where the archive is another store's, or another process is at it.
    """
    path = archive_of(folder, tenant)
    with workshop(path, step, buckets=buckets) as shop:
        before = shop.manifest
        with open_history(source, tenant) as reads, reads.changes(before.place) as changes:
            require_same(path, before, changes.store)
            staged = {name: _stage(shop, name, changes) for name in TABLES}
            place, store = changes.place, changes.store
        step("read")
        found = {name: each for name, each in staged.items() if each is not None}
        changed = {name: _known(shop, name, each) for name, each in found.items()}
        files = [file for name, each in found.items() for file in _add(shop, name, each)]
        amended = [file for name in TABLES for file in _amend(shop, name, changed.get(name, 0))]
        if place != before.place or store != before.store:
            shop.commit(
                replace(
                    before,
                    store=store,
                    tenant=tenant,
                    place=place,
                    seq=_latest(before.seq, files, "seqs"),
                    t_us=_latest(before.t_us, files, "times"),
                    files=(*before.files, *files),
                    amended=tuple(amended),
                )
            )
        if sum(each.rows for each in shop.manifest.amended) > AMENDED_ROWS:
            fold(shop)
        return Compaction(
            str(path),
            shop.manifest.number,
            place,
            shop.manifest.seq,
            shop.manifest.t_us,
            {name: sum(file.rows for file in files if file.table == name) for name in TABLES},
            {name: changed.get(name, 0) for name in TABLES},
            len(shop.manifest.files),
        )


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


def _known(shop: Workshop, table: HistoryTable, staged: Staged) -> int:
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


def _add(shop: Workshop, table: HistoryTable, staged: Staged) -> list[File]:
    """Writes the new rows, a file for each day and bucket."""
    order = order_of(table)
    sql = (
        f"SELECT * FROM read_parquet({quoted(staged.path)}) "  # noqa: S608 - names of our own
        f"ANTI JOIN known_{table} USING (seq) "
        f"WHERE {kept_sql(table, shop.manifest.forgotten_us)} ORDER BY day, bucket, {order}"
    )
    return [
        shop.write(table, day_name(day), bucket, (rows for _, rows in pieces))
        for (day, bucket), pieces in groupby(_cut(shop.rows(sql)), itemgetter(0))
    ]


def _cut(pieces: Iterator[pa.Table]) -> Iterator[tuple[tuple[int, int], pa.Table]]:
    """Sorted rows in pieces of one day and bucket each."""
    for piece in pieces:
        day, bucket = (piece.column(name).to_numpy() for name in ("day", "bucket"))
        turns = np.flatnonzero(np.diff(day) | np.diff(bucket)) + 1
        rows = piece.drop_columns(["day", "bucket"])
        for start, end in pairwise([0, *turns.tolist(), piece.num_rows]):
            yield (int(day[start]), int(bucket[start])), rows.slice(start, end - start)


def _amend(shop: Workshop, table: HistoryTable, count: int) -> list[File]:
    """Writes what changed since it was written: these rows, and those of earlier amendments."""
    earlier = shop.manifest.amendments(table)
    if not count:
        return list(earlier)
    columns = ", ".join(SCHEMAS[table].names)
    sql = (
        f"SELECT {columns} FROM known_{table} UNION ALL "  # noqa: S608 - names of our own
        f"SELECT * FROM ({files_sql(shop.folder, table, earlier)}) "
        f"ANTI JOIN known_{table} USING (seq)"
    )
    return [shop.write(table, AMENDED, 0, shop.rows(f"FROM ({sql}) ORDER BY {order_of(table)}"))]


def _latest(known: int, files: list[File], name: str) -> int:
    ends: list[int] = [getattr(file, name).greatest for file in files if file.table != "sessions"]
    return max([known, *ends])
