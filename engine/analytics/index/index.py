"""The index of a history: its rows as numbers, each contact's together, in the order of time."""

from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

# What happened, as steps ask for it. `data` is that of rows of kind `set` only.
WHAT = ("kind", "topic", "node", "port", "intent", "name", "data", "direction", "author", "status")
# Two more columns of it: whether a conversation came to a node, and whether it is a message.
ARRIVED, SAID = "arrived", "said"
TRAITS = ("channel", "bot", "bundle", "language", "user_type")
Flags = npt.NDArray[np.bool_]
# Two bytes a code where they do, else four: what a scan reads is what it costs.
Narrow = npt.NDArray[np.uint16] | npt.NDArray[np.uint32]
Holder = Literal["conversation", "session"]


class Index(Struct, frozen=True):
    """A row is a place in `times`, `seqs`, `ids` (a hash of its id, 0 for none) and the codes:
    `whats` and `traits` of the tables of that name, `holders` of the names of conversations and
    sessions. `begins` has the row where each contact begins, and the number of rows.

    `shared` names what several contacts have in common, so that it cannot be counted by contact.
    Contacts that are `skipped` are told anew in an index of later rows.
    """

    contacts: pa.ChunkedArray
    begins: npt.NDArray[np.int64]
    skipped: Flags
    times: npt.NDArray[np.int64]
    whats: Narrow
    traits: Narrow
    holders: dict[Holder, npt.NDArray[np.uint32]]
    seqs: npt.NDArray[np.int64]
    ids: npt.NDArray[np.uint64]
    what: pa.Table
    trait: pa.Table
    names: dict[Holder, pa.ChunkedArray]
    shared: frozenset[Holder]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return int(self.begins[-1])


def narrow(codes: npt.NDArray[np.integer], size: int) -> Narrow:
    """Codes below `size` in as few bytes as they need."""
    if size <= 2**16:
        return codes.astype(np.uint16, copy=False)
    return codes.astype(np.uint32, copy=False)
