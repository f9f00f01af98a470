"""Texts as codes: each column, or each combination of columns, by its place in a dictionary."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

Codes = npt.NDArray[np.int32]
# Products of dictionaries up to here are numbered without being counted first.
DENSE = 2**40


class Coded(Struct, frozen=True):
    """A code a row, and for each code a row that has it."""

    codes: Codes
    examples: npt.NDArray[np.int64]

    @property
    def size(self) -> int:
        """How many codes there are."""
        return int(self.examples.size)


def coded(column: pa.ChunkedArray) -> Coded:
    """Numbers of the values of a column of dictionaries, as they first occur; of nulls too."""
    column = column.unify_dictionaries()
    codes = [
        chunk.indices.fill_null(len(chunk.dictionary)).to_numpy(zero_copy_only=False)
        for chunk in column.chunks
    ]
    return renumbered(np.concatenate(codes) if codes else np.empty(0, np.int32))


def combined(parts: Sequence[Coded]) -> Coded:
    """Numbers of the combinations that occur."""
    codes, size = parts[0].codes.astype(np.int64), parts[0].size
    for part in parts[1:]:
        if part.size <= 1:
            continue
        if size * part.size > DENSE:
            found = renumbered(codes)
            codes, size = found.codes.astype(np.int64), found.size
        codes, size = codes * part.size + part.codes, size * part.size
    return renumbered(codes)


def renumbered(codes: npt.NDArray[np.integer]) -> Coded:
    """Numbers without gaps, as they first occur."""
    numbered = pa.array(codes).dictionary_encode()
    found = numbered.indices.to_numpy(zero_copy_only=False)
    examples = np.empty(len(numbered.dictionary), np.int64)
    # From the end, so that the first row of each code is what stays.
    examples[found[::-1]] = np.arange(found.size - 1, -1, -1)
    return Coded(found, examples)
