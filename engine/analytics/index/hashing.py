"""Hashes of texts, to find rows that were written twice: FNV-1a, mixed once more at the end."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

Hashes = npt.NDArray[np.uint64]


def hashes(texts: pa.ChunkedArray, salt: int) -> Hashes:
    """A number for each text, the same in every process; 0 for an empty text."""
    found = [_of_array(chunk, salt) for chunk in texts.cast(pa.large_string()).chunks]
    return np.concatenate(found) if found else np.empty(0, np.uint64)


def _of_array(texts: pa.Array, salt: int) -> Hashes:
    _, places, letters = texts.buffers()
    first, end = texts.offset, texts.offset + len(texts) + 1
    offsets = np.frombuffer(places, np.int64)[first:end] if places else np.zeros(1, np.int64)
    data = np.frombuffer(letters or b"\0", np.uint8)
    return _hashed(offsets, data, np.uint64(salt))


@njit(cache=True, nogil=True)
def _hashed(offsets: npt.NDArray[np.int64], data: npt.NDArray[np.uint8], salt: np.uint64) -> Hashes:
    found = np.zeros(offsets.size - 1, np.uint64)
    for row in range(found.size):
        if offsets[row] == offsets[row + 1]:
            continue
        value = np.uint64(14695981039346656037) ^ salt
        for place in range(offsets[row], offsets[row + 1]):
            value = (value ^ np.uint64(data[place])) * np.uint64(1099511628211)
        value ^= value >> np.uint64(32)
        value *= np.uint64(0x9E3779B97F4A7C15)
        value ^= value >> np.uint64(29)
        found[row] = max(value, np.uint64(1))
    return found
