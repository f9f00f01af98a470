"""The indexes of an open history, as it is now."""

from collections.abc import Sequence
from pathlib import Path
from weakref import WeakKeyDictionary

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from msgspec import Struct

from engine.analytics.archive.manifest import File, Manifest
from engine.analytics.history import History
from engine.analytics.index.amending import amended
from engine.analytics.index.build import COLUMNS, build
from engine.analytics.index.index import Index
from engine.analytics.index.keeping import kept_index
from engine.stores.rows import HistoryTable

NAMES: tuple[HistoryTable, ...] = ("events", "messages")


class Known(Struct, frozen=True):
    """The indexes of a history as it was when it had these rows."""

    manifest: Manifest | None
    live: tuple[pa.Table, ...]
    indexes: tuple[Index, ...] | None


_KNOWN: WeakKeyDictionary[History, Known] = WeakKeyDictionary()


def indexes_of(history: History) -> tuple[Index, ...] | None:
    """Indexes that together have all rows of a history; None if it is better read without.

    A history of a folder without a manifest is. What a store has beyond its archive is coded anew
    whenever there is more of it.
    """
    manifest = history.archive[1] if history.archive else None
    live = tuple(history.live(name) for name in NAMES)
    if manifest is None and not any(table.num_rows for table in live):
        return None
    known = _KNOWN.get(history)
    if known is None or known.manifest != manifest or not _are_same(known.live, live):
        known = Known(manifest, live, _indexes(history, live))
        _KNOWN[history] = known
    return known.indexes


def _are_same(one: tuple[pa.Table, ...], other: tuple[pa.Table, ...]) -> bool:
    pairs = zip(one, other, strict=True)
    return all(a is b or not (a.num_rows or b.num_rows) for a, b in pairs)


def _indexes(history: History, live: tuple[pa.Table, ...]) -> tuple[Index, ...] | None:
    rows = dict(zip(NAMES, live, strict=True))
    if history.archive is None:
        return (build({name: _columns(name, table) for name, table in rows.items()}),)
    archive, manifest = history.archive
    try:
        index, lacking = kept_index(archive, manifest)
    except PermissionError:
        # Of an archive that may only be read, the files themselves are read each time.
        return None
    files = (*lacking, *(file for file in manifest.amended if file.table != "sessions"))
    if not files and not any(table.num_rows for table in live):
        return (index,)
    later = {name: _later(name, table, archive, files) for name, table in rows.items()}
    return amended(index, build(later))


def _later(name: HistoryTable, live: pa.Table, archive: Path, files: Sequence[File]) -> pa.Table:
    """The rows of a table that an index lacks, each as it is now."""
    found = _columns(name, live)
    # The latest first: amendments take the place of what was written.
    for file in reversed([each for each in files if each.table == name]):
        table = _columns(name, pq.read_table(archive / file.path, partitioning=None))
        known = pc.is_in(table["seq"], found["seq"].combine_chunks())
        found = pa.concat_tables([found, table.filter(pc.invert(known))])
    return found


def _columns(name: HistoryTable, table: pa.Table) -> pa.Table:
    return table.select(COLUMNS[name])
