"""What a front is: posts are durable in it, and read from it in order, from a place on.

It keeps no account of who read what: the place up to which a partition was read lies in the
store, and is written in one transaction with what was read.
"""

from collections.abc import AsyncGenerator, Mapping
from typing import Protocol

from msgspec import Struct

from engine.stores.rows import Arrival, Offset

Offsets = Mapping[int, Offset]


class Fronted(Struct, frozen=True):
    """A post that was read, and its place. Its arrival has no number of the store's yet.

    Without an arrival it is a mark: whatever lies before it in the partitions that are read
    was read before it.
    """

    stream: str
    seq: int
    arrival: Arrival | None = None


class Front(Protocol):
    """A stream before the workers of one tenant."""

    @property
    def fault(self) -> str:
        """Why it takes no posts now; empty while it does."""

    async def open(self) -> None:
        """Begins to connect; a server that does not answer is tried until it does."""

    async def publish(self, arrival: Arrival) -> bool:
        """Takes a post; on return it is durable. False where it is known to have come before.

        Raises AwayError where it could not be taken, or where that is not known.
        """

    def read(self, parts: frozenset[int], offsets: Offsets) -> AsyncGenerator[list[Fronted], None]:
        """What lies behind these places in these partitions, in order, and goes on coming; an
        empty list once the line stands.

        Raises AwayError where the line breaks: what came until then is in order, and complete.
        """

    async def forget(self, stream: str, before: int) -> None:
        """Forgets what lies before a place of a stream."""

    async def close(self) -> None:
        """Takes and gives nothing more."""
