"""Which rows of history are there for the first time: others are copies, written again."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.analytics.index.hashing import Hashes


def firsts(
    ids: pa.ChunkedArray, hashed: Hashes, seqs: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Whether a row is the first of its id, by number. Rows without an id are all first."""
    order = np.argsort(hashed, kind="stable")
    same = np.flatnonzero((hashed[order[1:]] == hashed[order[:-1]]) & (hashed[order[1:]] != 0))
    first = np.ones(seqs.size, np.bool_)
    if not same.size:
        return first
    alike = np.unique(order[np.concatenate([same, same + 1])])
    known: set[str] = set()
    # Few: hashes are equal for copies, or by rare chance, which the ids themselves tell apart.
    for row in alike[np.argsort(seqs[alike], kind="stable")]:
        name = ids[row].as_py()
        first[row] = name not in known
        known.add(name)
    return first
