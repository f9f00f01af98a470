"""Rows of a store become files of an archive: what is new, and what changed since."""

from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path

import numpy as np
import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

from engine.analytics.archive.forgetting import kept_sql
from engine.analytics.archive.layout import day_name, order_of
from engine.analytics.archive.manifest import File
from engine.analytics.archive.merging import fold
from engine.analytics.archive.reading import files_sql, quoted
from engine.analytics.archive.staging import Staged, sort_out, stage
from engine.analytics.archive.workshop import Step, Workshop, workshop
from engine.analytics.tables import SCHEMAS, TABLES
from engine.stores.opening import TENANT
from engine.stores.rows import HistoryTable

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
        read = stage(shop, source, tenant)
        known = {name: sort_out(shop, name, each) for name, each in read.staged.items()}
        files = [file for name, each in read.staged.items() for file in _add(shop, name, each)]
        amended = [file for name in TABLES for file in _amend(shop, name, known.get(name, 0))]
        before = shop.manifest
        if (read.place, read.store) != (before.place, before.store):
            shop.commit(
                replace(
                    before,
                    store=read.store,
                    tenant=tenant,
                    place=read.place,
                    seq=_latest(before.seq, files, "seqs"),
                    t_us=_latest(before.t_us, files, "times"),
                    files=(*before.files, *files),
                    amended=tuple(amended),
                )
            )
        if sum(each.rows for each in shop.manifest.amended) > AMENDED_ROWS:
            fold(shop)
        return _told(shop, files, known)


def _told(shop: Workshop, files: list[File], known: dict[HistoryTable, int]) -> Compaction:
    added = dict.fromkeys(TABLES, 0)
    for file in files:
        added[file.table] += file.rows
    manifest = shop.manifest
    return Compaction(
        str(shop.folder),
        manifest.number,
        manifest.place,
        manifest.seq,
        manifest.t_us,
        added,
        {name: known.get(name, 0) for name in TABLES},
        len(manifest.files),
    )


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
