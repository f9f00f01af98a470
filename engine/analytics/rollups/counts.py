"""The figures of a question, kept and brought up to date by the facts that came and went."""

import duckdb
import numpy as np
import pyarrow as pa

from engine.analytics.metrics.counting import BEFORE, CELLS, VALUES, WHOLE
from engine.analytics.metrics.query import OTHER
from engine.analytics.rollups.arrays import Whole, flags, whole
from engine.analytics.rollups.parts import Parts
from engine.analytics.rollups.tally import MOST, Tally

# Of more groups all are counted again each time.
MOST_GROUPS = 1 << 20
HAS = "has_"


class TooMuchError(Exception):
    """There is more than is kept."""


class Counts:
    """The parts of a question's measures by group: a level, a bin and a value.

    Groups are numbered: the whole period is 0, the stretch before it 1; then come, for each value,
    its bins and the whole of it. With `top`, all other values are one.
    """

    def __init__(self, parts: Parts, bins: int, is_split: bool, top: tuple[str, ...]) -> None:
        self._parts, self._bins, self._is_split, self._top = parts, bins, is_split, top
        # By part, then by group: sums and how many facts went into each, and all facts.
        self._names = ["n", *parts.sums, *(HAS + name for name in parts.sums)]
        self._sums = np.zeros((len(self._names), 2), np.int64)
        self._values = [""]
        self._numbers: dict[str, int] = {}
        # By tally, the parts that it tells: a number of different things, or a share's rank.
        self._shares: dict[str, dict[str, float | None]] = {
            name: {name: None} for name in parts.distinct
        }
        for name, (column, share) in parts.ranked.items():
            self._shares.setdefault(column, {})[name] = share
        self._tallies = {name: Tally() for name in self._shares}
        # The same by part, then by group.
        self._told: dict[str, dict[int, int | None]] = {
            name: {} for name in (*parts.distinct, *parts.ranked)
        }

    def __len__(self) -> int:
        """How many numbers are kept."""
        return self._sums.size + sum(len(each) for each in self._tallies.values())

    def add(self, read: pa.Table) -> None:
        """Takes parts of further facts, or of those that went. Raises TooMuchError."""
        rows, groups = self._at_levels(whole(read, "bin"), self._numbered(read["value"]))
        if groups.size and int(groups.max()) >= self._sums.shape[1]:
            self._grow(int(groups.max()) + 1)
        n = whole(read, "n")[rows]
        for number, name in enumerate(self._names):
            np.add.at(self._sums[number], groups, whole(read, name)[rows])
        for name, tally in self._tallies.items():
            column = "contact" if name in self._parts.distinct else name
            things = whole(read, column, -1)[rows]
            if things.size and int(things.max()) >= MOST:
                raise TooMuchError
            is_in = flags(read, name)[rows] if column == "contact" else things >= 0
            self._tell(name, tally.add(groups[is_in], things[is_in], n[is_in]))

    def table(self, connection: duckdb.DuckDBPyConnection) -> pa.Table:
        """The measures by level, bin and value."""
        groups = np.flatnonzero(self._sums[0])
        columns = self._keys(groups)
        sums = dict(zip(self._names, self._sums[:, groups], strict=True))
        for name in self._parts.sums:
            columns[name] = pa.array(sums[name], mask=sums[HAS + name] == 0)
        for name, known in self._told.items():
            none = 0 if name in self._parts.distinct else None
            found = [known.get(group, none) for group in groups.tolist()]
            columns[name] = pa.array(found, pa.int64())
        connection.register("parts", pa.table(columns))
        return connection.execute(self._parts.finish).to_arrow_table()

    def _numbered(self, values: pa.ChunkedArray) -> Whole:
        """The numbers of values; new ones get one."""
        coded = values.combine_chunks().dictionary_encode("encode")
        numbers = []
        for value in coded.dictionary.to_pylist():
            name = value if not self._top or value in self._top else OTHER
            if name not in self._numbers:
                self._numbers[name] = len(self._values)
                self._values.append(name)
            numbers.append(self._numbers[name])
        found: Whole = np.asarray(numbers, np.int64)[np.asarray(coded.indices)]
        return found

    def _at_levels(self, bins: Whole, values: Whole) -> tuple[Whole, Whole]:
        """Each row once for every group in which it counts: which row, which group."""
        rows = np.arange(len(bins))
        inside = rows[bins != BEFORE]
        first = values[inside] * (self._bins + 1) + 1
        levels = [(rows, (bins == BEFORE).astype(np.int64)), (inside, first + bins[inside])]
        if self._is_split:
            levels.append((inside, first + self._bins))
        counted, groups = zip(*levels, strict=True)
        return np.concatenate(counted), np.concatenate(groups)

    def _keys(self, groups: Whole) -> dict[str, pa.Array]:
        """What groups stand for."""
        numbers, bins = np.divmod(groups - 1, self._bins + 1)
        is_whole, is_value = groups < 2, bins == self._bins
        levels = np.where(is_whole, WHOLE, np.where(is_value, VALUES, CELLS))
        bins = np.where(is_whole, np.where(groups == 1, BEFORE, 0), np.where(is_value, 0, bins))
        numbers = np.where(is_whole, 0, numbers)
        return {
            "level": pa.array(levels),
            "bin": pa.array(bins),
            "value": pa.array([self._values[number] for number in numbers.tolist()], pa.string()),
        }

    def _grow(self, length: int) -> None:
        if length > MOST_GROUPS:
            raise TooMuchError
        more = length - self._sums.shape[1]
        self._sums = np.pad(self._sums, ((0, 0), (0, more)))

    def _tell(self, name: str, groups: list[int]) -> None:
        """Works out what changed groups of a tally tell."""
        tally = self._tallies[name]
        for part, share in self._shares[name].items():
            for group in groups:
                found = tally.different(group) if share is None else tally.ranked(group, share)
                self._told[part][group] = found
