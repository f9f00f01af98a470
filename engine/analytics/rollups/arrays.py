"""Columns of what was read, as arrays."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def whole(table: pa.Table, name: str, missing: int = 0) -> Whole:
    """A column of whole numbers."""
    column = pc.fill_null(table[name].cast(pa.int64()), missing)
    return np.array(column, np.int64)


def flags(table: pa.Table, name: str) -> Flags:
    """A column of yes and no; what is missing is no."""
    return np.array(pc.fill_null(table[name], False), np.bool_)


def summed(keys: Whole, n: Whole) -> tuple[Whole, Whole]:
    """Each key once, in order, with the sum of its numbers."""
    once, places = np.unique(keys, return_inverse=True)
    sums = np.zeros(len(once), np.int64)
    np.add.at(sums, places, n)
    return once, sums
