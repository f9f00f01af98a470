"""Parts of an index read straight from files: of one bucket each, with the columns asked for.

Only of sorted files that have all rows of their contacts, and with copies left in: for who cannot
keep an index, and asks what copies do not change.
"""

from collections.abc import Iterable, Mapping
from itertools import product
from math import prod
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from engine.analytics.archive.manifest import Manifest
from engine.analytics.index.index import ARRIVED, SAID, TRAITS, WHAT, Index, narrow

# More combinations than these are not written out.
MOST = 2**16


def whole_files(archive: Path, manifest: Manifest) -> list[Path] | None:
    """The files of events, if each has all rows of its contacts."""
    files = manifest.of("events")
    if len({file.bucket for file in files}) < len(files):
        return None
    return [archive / file.path for file in files]


def read_part(file: Path, columns: Iterable[str]) -> Index | None:
    """The index of a file's events, with some of the columns of WHAT and TRAITS; None if that
    would have too many combinations. It has no numbers, ids, conversations or sessions."""
    texts = ["contact", *columns]
    table = pq.read_table(
        file,
        columns=[*texts, "t_us"],
        read_dictionary=texts,
        partitioning=None,
        use_threads=False,
    ).unify_dictionaries()
    found = {name: _coded(table[name]) for name in texts}
    codes, names = found.pop("contact")
    begins = np.flatnonzero(np.diff(codes, prepend=-1))
    if prod(max(len(values), 1) for _, values in found.values()) > MOST:
        return None
    whats, what = _combined({name: found[name] for name in WHAT if name in found}, table.num_rows)
    traits, trait = _combined(
        {name: found[name] for name in TRAITS if name in found}, table.num_rows
    )
    empty = {name: pa.array([""] * what.num_rows) for name in WHAT if name not in what.column_names}
    no = pa.array([False] * what.num_rows)
    for name, column in (empty | {ARRIVED: no, SAID: no}).items():
        what = what.append_column(name, column)
    contacts = pa.chunked_array([names.take(pa.array(codes[begins]))])
    nothing = np.empty(0, np.uint32)
    return Index(
        contacts=contacts,
        begins=np.append(begins, table.num_rows),
        skipped=np.zeros(begins.size, np.bool_),
        times=np.asarray(table["t_us"], np.int64),
        whats=narrow(whats, what.num_rows),
        traits=narrow(traits, trait.num_rows),
        holders={"conversation": nothing, "session": nothing},
        seqs=np.empty(0, np.int64),
        ids=np.empty(0, np.uint64),
        what=what,
        trait=trait,
        names={},
        shared=frozenset(["conversation", "session"]),
    )


def _coded(column: pa.ChunkedArray) -> tuple[npt.NDArray[np.int32], pa.Array]:
    """The codes of a column of dictionaries, and the values that they stand for."""
    codes = [chunk.indices.to_numpy() for chunk in column.chunks]
    values = column.chunk(0).dictionary if codes else pa.array([], pa.string())
    return np.concatenate([np.empty(0, np.int32), *codes]), values


def _combined(
    columns: Mapping[str, tuple[npt.NDArray[np.int32], pa.Array]], rows: int
) -> tuple[npt.NDArray[np.int32], pa.Table]:
    """A code for each combination that could be, and their table."""
    whole = np.zeros(rows, np.int32)
    for codes, values in columns.values():
        whole = codes if len(columns) == 1 else whole * np.int32(len(values)) + codes
    listed = list(product(*(values.to_pylist() for _, values in columns.values())))
    named = zip(columns, zip(*listed, strict=True), strict=True) if listed and columns else ()
    found = pa.table({name: pa.array(values, pa.string()) for name, values in named})
    return whole, found if columns else pa.table({"": pa.array([""])})
