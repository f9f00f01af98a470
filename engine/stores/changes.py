"""What was written to history since somebody read it: new rows, and rows that changed."""

from collections.abc import Iterator
from typing import Any, Protocol

from engine.stores.rows import HistoryTable

# `Any`: the types of a row's values are the schema's.
Rows = list[tuple[Any, ...]]


class Changes(Protocol):
    """New and changed rows of history, all as they stood at one moment.

    A row is known by its `seq`: what is read here replaces what was read of it before. Rows that
    were forgotten are not told of.
    """

    @property
    def store(self) -> str:
        """Which store it is: a restored one is another."""

    @property
    def place(self) -> str:
        """Where to go on the next time: text for the same store only."""

    def pages(self, table: HistoryTable, size: int) -> Iterator[Rows]:
        """The rows of a table, so many at a time, none twice."""
