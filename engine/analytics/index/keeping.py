"""The index of an archive: built when it is first asked for, then kept beside the files."""

import os
import shutil
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from engine.analytics.archive.manifest import File, Manifest, read_manifest, sync_folder
from engine.analytics.index.build import COLUMNS, IDS, build
from engine.analytics.index.files import Writing, opened
from engine.analytics.index.index import Index
from engine.analytics.index.place import DRAFT, FOLDER, FORMAT, NAME, Kept, files_of, kept_in, sweep
from engine.analytics.tables import SCHEMAS
from engine.stores.rows import HistoryTable

# An index that lacks more than one row of so many is built again.
LACKING = 8
# So many rows are coded at once.
ROWS = 1_500_000
# Contacts from one on, and before another; None is no end.
Span = tuple[str | None, str | None]
ALL: Span = (None, None)


def kept_index(archive: Path, manifest: Manifest) -> tuple[Index, tuple[File, ...]]:
    """An index of most of an archive's files, built if need be, and the files it lacks."""
    files = files_of(manifest)
    checksums = {file.path: file.checksum for file in files}
    for folder, kept in kept_in(archive):
        if kept.format == FORMAT and kept.files.items() <= checksums.items():
            lacking = tuple(file for file in files if file.path not in kept.files)
            if sum(file.rows for file in lacking) * LACKING <= sum(file.rows for file in files):
                # Another process may have put a newer one in its place meanwhile.
                with suppress(FileNotFoundError):
                    return opened(folder), lacking
    return opened(_built(archive, manifest)), ()


def _built(archive: Path, manifest: Manifest) -> Path:
    place = archive / FOLDER
    draft = place / f"{uuid4().hex}{DRAFT}"
    draft.mkdir(parents=True)
    try:
        writing = Writing(draft)
        for bucket in range(manifest.buckets):
            files = [file for file in files_of(manifest) if file.bucket == bucket]
            for span in _spans(archive, files):
                writing.add(build({name: _read(archive, name, files, span) for name in COLUMNS}))
        writing.close()
        kept = Kept(FORMAT, {file.path: file.checksum for file in files_of(manifest)})
        (draft / NAME).write_bytes(msgspec.json.encode(kept))
        _settle(draft)
        found = draft.rename(draft.with_suffix(""))
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    for folder, earlier in kept_in(archive):
        if folder != found and earlier.files.items() <= kept.files.items():
            shutil.rmtree(folder, ignore_errors=True)
    # What was forgotten while this was built is not to stay in it.
    now = read_manifest(archive)
    if now is not None and now.number != manifest.number:
        sweep(archive, now)
    return found


def _spans(archive: Path, files: list[File]) -> list[Span]:
    """Contacts from one to before another, so that each span has about as many rows as fit."""
    parts = -(-sum(file.rows for file in files) // ROWS)
    if parts <= 1:
        return [ALL]
    # Where the groups of rows of the largest file end: its contacts are spread as all are.
    largest = pq.ParquetFile(archive / max(files, key=lambda file: file.rows).path)
    place = largest.schema_arrow.get_field_index("contact")
    groups = [
        largest.metadata.row_group(number).column(place).statistics.max
        for number in range(largest.num_row_groups)
    ]
    cuts = sorted({groups[len(groups) * part // parts] for part in range(1, parts)})
    return list(pairwise([None, *cuts, None]))


def _read(archive: Path, name: HistoryTable, files: list[File], span: Span) -> pa.Table:
    """The columns of an index; of `data` what was set, the rest is left where it is."""
    wanted = [column for column in COLUMNS[name] if column != "data"]
    empty = SCHEMAS[name].empty_table().select(wanted)
    texts = [
        column
        for column in wanted
        if column != IDS[name] and pa.types.is_string(empty.schema.field(column).type)
    ]
    paths = [archive / file.path for file in files if file.table == name]
    own = _within(span)
    pieces = [
        pq.read_table(path, columns=wanted, read_dictionary=texts, filters=own, partitioning=None)
        for path in paths
    ]
    table = pa.concat_tables(pieces or [empty])
    return table if name != "events" else _with_data(table, paths, own)


def _within(span: Span) -> ds.Expression | None:
    least, end = span
    contact = ds.field("contact")
    if least is None:
        return None if end is None else contact < end
    return contact >= least if end is None else (contact >= least) & (contact < end)


def _with_data(table: pa.Table, paths: list[Path], own: ds.Expression | None) -> pa.Table:
    """With what the rows of kind `set` say, in the column `data`."""
    is_set = ds.field("kind") == "set"
    chosen = is_set if own is None else is_set & own
    found = [
        pq.read_table(path, columns=["seq", "data"], filters=chosen, partitioning=None)
        for path in paths
    ]
    seqs = np.concatenate([np.empty(0, np.int64), *(np.asarray(each["seq"]) for each in found)])
    values = pa.concat_arrays(
        [pa.array([""]), *(chunk for each in found for chunk in each["data"].chunks)]
    )
    codes = np.zeros(table.num_rows, np.int32)
    order = np.argsort(seqs)
    own = np.asarray(table["seq"], np.int64)
    rows = np.flatnonzero(np.isin(own, seqs))
    codes[rows] = order[np.searchsorted(seqs[order], own[rows])] + 1
    return table.append_column("data", pa.DictionaryArray.from_arrays(pa.array(codes), values))


def _settle(folder: Path) -> None:
    """Brings files to the disk, so that what has its name is whole."""
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    sync_folder(folder)
