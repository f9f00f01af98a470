"""A tally tells what counting all again tells."""

import math
import random
from collections import Counter

import numpy as np
import pytest

from engine.analytics.rollups.tally import Tally

SHARES = (0.5, 0.9, 0.99)


def ranked(seen: Counter[int], share: float) -> int | None:
    """The nearest rank of all that was seen, put in a row."""
    row = sorted(seen.elements())
    return row[math.ceil(len(row) * share) - 1] if row else None


def some_changes(chance: random.Random, seen: dict[int, Counter[int]]):
    """Things that came, and some of those that were there and went."""
    came = [(chance.choice([0, 1, 7]), chance.randrange(20), 1) for _ in range(30)]
    there = [(group, thing, -1) for group in seen for thing in seen[group].elements()]
    return came + chance.sample(there, len(there) * 2 // 3)


@pytest.mark.parametrize("seed", range(20))
def test_it_equals_counting_all_again(seed):
    chance = random.Random(seed)
    tally, seen = Tally(), {group: Counter() for group in (0, 1, 7)}
    for _ in range(6):
        changes = some_changes(chance, seen)
        for group, thing, n in changes:
            seen[group][thing] += n
        tally.add(*(np.asarray(column, np.int64) for column in zip(*changes, strict=True)))
        for group, things in seen.items():
            assert tally.different(group) == len(+things)
            for share in SHARES:
                assert tally.ranked(group, share) == ranked(things, share)


def test_it_says_which_groups_changed():
    tally = Tally()
    groups, things = np.asarray([3, 3, 5]), np.asarray([1, 1, 1])
    # What came and went at once is no change.
    assert tally.add(groups, things, np.asarray([1, -1, 2])) == [5]
