"""Which examples are held out together, each intent spread evenly over the folds."""

from collections.abc import Sequence

import numpy as np

from engine.nlu.protocol import Indices

# From here up one fold is held out, not all.
MANY_EXAMPLES = 2_000


def split(labels: Sequence[int] | Indices, folds: int, seed: int) -> list[Indices]:
    """The rows of each fold, ascending. An intent's only example is never held out."""
    chance = np.random.default_rng(seed)
    members: list[list[int]] = [[] for _ in range(folds)]
    of_intent: dict[int, list[int]] = {}
    for row, label in enumerate(labels):
        of_intent.setdefault(int(label), []).append(row)
    for rows in of_intent.values():
        if len(rows) < 2:
            continue
        start = int(chance.integers(folds))
        for at, row in enumerate(chance.permutation(rows)):
            members[(start + at) % folds].append(int(row))
    return [np.array(sorted(rows), dtype=np.int64) for rows in members if rows]
