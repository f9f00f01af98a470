"""An index as files: written bucket by bucket, then read where it lies, without loading it."""

import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.analytics.index.index import Holder, Index

ARRAYS: Mapping[str, npt.DTypeLike] = {
    "times": np.int64,
    "whats": np.uint32,
    "traits": np.uint32,
    "conversation": np.uint32,
    "session": np.uint32,
    "seqs": np.int64,
    "ids": np.uint64,
    "begins": np.int64,
}
HOLDERS: tuple[Holder, ...] = ("conversation", "session")
# Codes that are shortened at once.
PIECE = 4_000_000
TABLES = ("what", "trait")
# Whose codes are of which table.
CODED = {"whats": "what", "traits": "trait"}
NAMES = ("contact", *HOLDERS)


class Writing:
    """Writes the parts of an index, each of other contacts, into a folder that exists."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._arrays: dict[str, IO[bytes]] = {
            name: (folder / f"{name}.bin").open("wb") for name in ARRAYS
        }
        self._names: dict[str, list[pa.Array]] = {name: [] for name in NAMES}
        self._codes: dict[str, dict[tuple[object, ...], int]] = {name: {} for name in TABLES}
        self._schemas: dict[str, pa.Schema] = {}
        self._rows = 0
        self._shared: set[Holder] = set()

    def add(self, part: Index) -> None:
        """Puts a part behind those that are there."""
        self._shared |= part.shared
        self._put("begins", part.begins[:-1] + self._rows)
        self._rows += part.rows
        self._put("whats", self._recoded("what", part.what)[part.whats])
        self._put("traits", self._recoded("trait", part.trait)[part.traits])
        for holder in HOLDERS:
            known = sum(map(len, self._names[holder]))
            self._put(holder, part.holders[holder] + known)
            self._names[holder] += part.names[holder].chunks
        self._names["contact"] += part.contacts.chunks
        for name in ("times", "seqs", "ids"):
            self._put(name, getattr(part, name))

    def close(self) -> None:
        """Ends the files. The index is whole now."""
        self._put("begins", np.array([self._rows]))
        for file in self._arrays.values():
            file.close()
        for name, codes in self._codes.items():
            columns = zip(*codes, strict=True) if codes else [[]] * len(self._schemas[name])
            _write(self._folder / f"{name}.arrow", pa.table(list(columns), self._schemas[name]))
        for name, chunks in self._names.items():
            names = pa.chunked_array(chunks, pa.string())
            _write(self._folder / f"{name}.arrow", pa.table({name: names}))
            if name in HOLDERS and _has_twins(names, ignored="" if name == "session" else None):
                self._shared.add(name)
        for name, table in CODED.items():
            if len(self._codes[table]) <= 2**16:
                _shorten(self._folder / f"{name}.bin")
        (self._folder / "shared.txt").write_text("\n".join(sorted(self._shared)))

    def _put(self, name: str, values: npt.NDArray[np.generic]) -> None:
        values.astype(ARRAYS[name], copy=False).tofile(self._arrays[name])

    def _recoded(self, name: str, table: pa.Table) -> npt.NDArray[np.uint32]:
        """The whole index's codes of a part's."""
        self._schemas[name] = table.schema
        codes = self._codes[name]
        rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
        return np.array([codes.setdefault(row, len(codes)) for row in rows], np.uint32)


def opened(folder: Path) -> Index:
    """The index of a folder. Its files stay in use as long as it is."""
    # `Any`: numbers of the kinds that ARRAYS says.
    tables = {name: _read(folder / f"{name}.arrow") for name in TABLES}
    short = {name: np.uint16 for name, table in CODED.items() if tables[table].num_rows <= 2**16}
    arrays: dict[str, Any] = {
        name: _mapped(folder / f"{name}.bin", kind) for name, kind in (dict(ARRAYS) | short).items()
    }
    names = {name: _read(folder / f"{name}.arrow")[name] for name in NAMES}
    shared = (folder / "shared.txt").read_text().split()
    return Index(
        contacts=names["contact"],
        skipped=np.zeros(len(names["contact"]), np.bool_),
        holders={holder: arrays.pop(holder) for holder in HOLDERS},
        names={holder: names[holder] for holder in HOLDERS},
        shared=frozenset(holder for holder in HOLDERS if holder in shared),
        **tables,
        **arrays,
    )


def let_go(values: npt.NDArray[np.generic], first: int, end: int) -> None:
    """Gives the memory back that reading these values took; what is read again is there again."""
    # `Any`: what numbers lie in has a type of its own for each kind of memory.
    base: Any = values.base
    mapped = base.obj if isinstance(base, memoryview) else base
    if isinstance(mapped, mmap.mmap):
        start = first * values.itemsize // mmap.PAGESIZE * mmap.PAGESIZE
        mapped.madvise(mmap.MADV_DONTNEED, start, end * values.itemsize - start)


def _has_twins(names: pa.ChunkedArray, ignored: str | None) -> bool:
    counted = names.value_counts()
    many = pc.greater(pc.struct_field(counted, "counts"), 1)
    twins = pc.struct_field(counted, "values").filter(many)
    return any(name != ignored for name in twins.to_pylist())


def _shorten(file: Path) -> None:
    """Two bytes a code instead of four."""
    draft = file.with_suffix(".short")
    with draft.open("wb") as short:
        codes = _mapped(file, np.uint32)
        for first in range(0, codes.size, PIECE):
            codes[first : first + PIECE].astype(np.uint16).tofile(short)
    draft.replace(file)


def _write(file: Path, table: pa.Table) -> None:
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _read(file: Path) -> pa.Table:
    return pa.ipc.open_file(pa.memory_map(str(file))).read_all()


def _mapped(file: Path, kind: npt.DTypeLike) -> npt.NDArray[np.generic]:
    if not file.stat().st_size:
        return np.empty(0, kind)
    with file.open("rb") as opened_file:
        mapped = mmap.mmap(opened_file.fileno(), 0, access=mmap.ACCESS_READ)
    return np.frombuffer(mapped, kind)
