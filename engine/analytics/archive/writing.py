"""Files of an archive: written once, sorted, on the disk before anybody is told of them."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from engine.analytics.archive.layout import ROW_GROUP, folder_name, times_in
from engine.analytics.archive.manifest import Bounds, File
from engine.analytics.tables import SCHEMAS, TIMES
from engine.stores.rows import HistoryTable

# Every row has another one: a dictionary of them would only cost.
_UNIQUE = {"seq", "event_id", "message_id", "data", "content", "external_id", "t_us", "ingest_us"}
# Ids of one contact's rows begin alike.
_ALIKE = {"event_id", "message_id"}
# A session belongs to the day on which it began, and is over when it ended.
INGESTED = {"sessions": "ended_us", "events": "ingest_us", "messages": "ingest_us"}
_CHUNK = 1 << 20


def write_file(
    folder: Path,
    table: HistoryTable,
    span: str,
    bucket: int,
    name: str,
    pieces: Iterable[pa.Table],
) -> File:
    """Writes sorted rows as one file of the archive, and brings it to the disk, but not its name.

    What somebody who died left under that name is replaced.
    """
    relative = f"{folder_name(table, span, bucket)}/{name}.parquet"
    path = folder / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    marks: dict[str, list[int]] = {name: [] for name in ("seq", TIMES[table], INGESTED[table])}
    rows = 0
    with pq.ParquetWriter(draft, SCHEMAS[table], **_options(table)) as writer:
        for piece in _grouped(pieces):
            writer.write_table(piece, row_group_size=ROW_GROUP)
            rows += piece.num_rows
            for column, found in marks.items():
                found.extend(times_in(piece.column(column)))
    size, checksum = _settle(draft)
    draft.replace(path)
    bounds = [Bounds(min(found), max(found)) for found in marks.values()]
    return File(table, relative, span, bucket, rows, size, checksum, *bounds)


def checksum_of(path: Path) -> str:
    """SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


# `object`: the options' types are pyarrow's.
def _options(table: HistoryTable) -> dict[str, object]:
    names = SCHEMAS[table].names
    places = [names.index(name) for name in ("contact", TIMES[table], "seq")]
    return {
        "compression": "zstd",
        "use_dictionary": [name for name in names if name not in _UNIQUE],
        "column_encoding": {name: "DELTA_BYTE_ARRAY" for name in names if name in _ALIKE},
        "sorting_columns": [pq.SortingColumn(place) for place in places],
        "write_page_index": True,
    }


def _grouped(pieces: Iterable[pa.Table]) -> Iterable[pa.Table]:
    """The pieces joined to whole groups of rows."""
    waiting: list[pa.Table] = []
    rows = 0
    for piece in pieces:
        waiting.append(piece)
        rows += piece.num_rows
        if rows >= ROW_GROUP:
            joined = pa.concat_tables(waiting)
            whole = rows // ROW_GROUP * ROW_GROUP
            yield joined.slice(0, whole)
            waiting, rows = [joined.slice(whole)], rows - whole
    if rows:
        yield pa.concat_tables(waiting)


def _settle(draft: Path) -> tuple[int, str]:
    descriptor = os.open(draft, os.O_RDONLY)
    try:
        os.fsync(descriptor)
        size = os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)
    return size, checksum_of(draft)
