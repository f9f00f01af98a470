"""What a place is to which history is sent, piece by piece."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from engine.stores.rows import HistoryTable


class Part(Struct, frozen=True):
    """Rows of a table on their way: a Parquet file. `name` is theirs alone, and never given
    again; the rows are new, or replace those with their `seq`."""

    name: str
    table: HistoryTable
    rows: int


class Target(Protocol):
    """A place that takes parts."""

    @property
    def name(self) -> str:
        """Which place it is, without what is secret."""

    @property
    def part_rows(self) -> int:
        """How many rows a part has at most."""

    @property
    def tables(self) -> tuple[HistoryTable, ...]:
        """The tables that it takes."""

    @property
    def skipped(self) -> int:
        """How many rows the place would not have taken, and were not sent."""

    def open(self, export: str) -> None:
        """Makes sure that parts of this export, an id, can be sent.

        Raises TertuliaError where they cannot, or another export sends to the place.
        """

    def deliver(self, part: Part, file: Path, done: int) -> Iterator[int]:
        """Sends a part, of which so many rows are there already; how many are there, again and
        again, up to all of them.

        What is sent a second time, as its sender died, does no harm. Raises TertuliaError where
        the place refuses it or is away.
        """

    def close(self) -> None:
        """Lets go of it."""
