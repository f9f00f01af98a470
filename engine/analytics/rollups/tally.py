"""How often things were seen in groups, as sorted arrays that are brought up to date."""

import numpy as np

from engine.analytics.rollups.arrays import Flags, Whole, summed

# A key is a group and, in so many bits below it, a thing.
BITS = 40
MOST = 1 << BITS


class Tally:
    """How often each thing, a whole number, was seen in each group."""

    def __init__(self) -> None:
        self._keys = np.empty(0, np.int64)
        self._n = np.empty(0, np.int64)

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, groups: Whole, things: Whole, n: Whole) -> list[int]:
        """Sees things `n` times more, or less where it is below 0; which groups that changed."""
        keys, n = summed(groups << BITS | things, n)
        keys, n = keys[n != 0], n[n != 0]
        places = np.searchsorted(self._keys, keys)
        is_known = self._are_at(places, keys)
        self._n[places[is_known]] += n[is_known]
        if not is_known.all():
            self._n = np.insert(self._n, places[~is_known], n[~is_known])
            self._keys = np.insert(self._keys, places[~is_known], keys[~is_known])
        changed: list[int] = np.unique(keys >> BITS).tolist()
        return changed

    def different(self, group: int) -> int:
        """How many different things are in a group."""
        _things, n = self._of(group)
        return int(np.count_nonzero(n))

    def ranked(self, group: int, share: float) -> int | None:
        """The least thing that so large a share of a group does not exceed; None of nothing."""
        things, n = self._of(group)
        things, up_to = things[n > 0], np.cumsum(n[n > 0])
        if not len(things):
            return None
        return int(things[np.searchsorted(up_to.astype(np.float64), up_to[-1] * share)])

    def _of(self, group: int) -> tuple[Whole, Whole]:
        first, end = np.searchsorted(self._keys, (group << BITS, (group + 1) << BITS))
        return self._keys[first:end] & (MOST - 1), self._n[first:end]

    def _are_at(self, places: Whole, keys: Whole) -> Flags:
        if not len(self._keys):
            return np.zeros(len(keys), np.bool_)
        found: Flags = self._keys[np.minimum(places, len(self._keys) - 1)] == keys
        return found
