"""What a store is: the rows it keeps and the few functions that every store has.

One thread of a process calls `commit`, `reserve`, `pending`, `load`, `due`, `offsets`, `claim`,
`release`, `purge`, `forget_history`, `forget_archived` and `probe`. The others are for any thread.
Most stores are owned by one process; the workers of a shared one each own some of its partitions,
and `pending`, `outgoing`, `routes`, `due` and `next_due_us` speak of those only.
"""

from collections.abc import Callable, Collection
from typing import Protocol
from zlib import crc32

from msgspec import Struct

from engine.stores.rows import (
    Arrival,
    Backlog,
    Batch,
    ContactRow,
    ConversationRow,
    Counts,
    EventRow,
    HandoffRow,
    Letter,
    MessageRow,
    Offset,
    OutboxRow,
    SessionRow,
    TimerRow,
)
from engine.types.issue import TertuliaError

PARTS = 256
ALL_PARTS = frozenset(range(PARTS))


class StoreError(TertuliaError):
    """The store cannot do its work: what was found, where, and the remedy."""


class AwayError(StoreError):
    """The store does not answer now; nothing is lost, and it is tried again."""


class ConflictError(StoreError):
    """A conversation changed between loading and committing; nothing was written."""


class Claim(Struct, frozen=True):
    """What a look at the other workers brought: partitions that are this one's from now on, and
    those that it should give up."""

    gained: frozenset[int] = frozenset()
    surplus: frozenset[int] = frozenset()


class News(Struct, frozen=True, omit_defaults=True):
    """What other workers of a shared store tell; all of it hints, looked for now and then anyway.

    `arrivals` and `outbox` are partitions in which something waits; `conversations` have
    something new to read, all of them where it is `*`. `workers` came or went. `lost`: the
    line was down, and whatever was told meanwhile is not known.
    """

    arrivals: tuple[int, ...] = ()
    outbox: tuple[int, ...] = ()
    conversations: tuple[str, ...] = ()
    workers: bool = False
    published: bool = False
    lost: bool = False


class Store(Protocol):
    """A place for conversations."""

    @property
    def shared(self) -> bool:
        """Whether other processes work on it, too."""

    @property
    def parts(self) -> frozenset[int]:
        """The partitions whose conversations are this process's to turn."""

    @property
    def workers(self) -> int:
        """How many processes worked on it at the last look, this one among them."""

    def listen(self, heard: Callable[[News], None]) -> None:
        """Calls this, in some thread, with whatever other workers tell."""

    def claim(self) -> Claim:
        """Takes free partitions, up to a fair share."""

    def leave(self, parts: Collection[int]) -> None:
        """Turns to no more work of these partitions, which are still this one's."""

    def release(self, parts: Collection[int]) -> None:
        """Gives partitions up: from now on another worker may have them."""

    def reserve(self, count: int) -> int:
        """The first of `count` numbers in a row that nobody else gets."""

    def commit(self, batch: Batch) -> set[int]:
        """Writes the batch in one transaction, durable on return.

        Gives the `seq` of those arrivals that were new. Raises ConflictError or StoreError, and
        has then written nothing.
        """

    def pending(self, limit: int) -> list[Arrival]:
        """The oldest events that no turn was made of yet, in order of arrival."""

    def load(self, conversations: Collection[str]) -> dict[str, ConversationRow]:
        """Where these conversations stand; those never seen are left out."""

    def outgoing(self, route: str, limit: int) -> list[OutboxRow]:
        """The oldest work that waits on a route, due or not."""

    def routes(self) -> list[str]:
        """The routes on which work waits."""

    def offsets(self) -> dict[int, Offset]:
        """Up to where each partition's posts were taken over from a front, all workers'."""

    def due(self, now_us: int, limit: int) -> list[TimerRow]:
        """The timers that have come due, the earliest first."""

    def next_due_us(self) -> int:
        """When the next timer comes due; 0 where there is none."""

    def bundles(self, since_us: int = 0) -> set[str]:
        """The bundles to which live sessions are pinned that were active since then."""

    def live(self, since_us: int = 0, after: str = "", limit: int = 1000) -> list[ConversationRow]:
        """Conversations in a live session that were active since then, by id, from the one
        behind `after`."""

    def messages(
        self, conversation: str, since_seq: int = 0, limit: int = 1000
    ) -> list[MessageRow]:
        """The messages of a conversation after `since_seq`, in order."""

    def events(self, conversation: str, since_seq: int = 0, limit: int = 1000) -> list[EventRow]:
        """The events of a conversation after `since_seq`, in order."""

    def sessions(self, since_seq: int = 0, limit: int = 1000) -> list[SessionRow]:
        """All sessions after `since_seq`, in the order in which they began."""

    def contacts(self, after: str = "", limit: int = 1000) -> list[ContactRow]:
        """Contacts by id, from the one behind `after`."""

    def known(self, contacts: Collection[str]) -> dict[str, ContactRow]:
        """Those of these contacts that were here before."""

    def conversations_of(self, contact: str) -> list[ConversationRow]:
        """A contact's conversations, the latest first."""

    def handoffs(self, queue: str = "", limit: int = 1000) -> list[HandoffRow]:
        """Conversations that wait for people: most urgent first, then longest waiting."""

    def letters(self, limit: int = 1000) -> list[Letter]:
        """The latest dead letters."""

    def counts(self) -> Counts:
        """How much lies where."""

    def backlog(self) -> list[Backlog]:
        """Where events wait for their turns, in anybody's partitions."""

    def purge(self, before_us: int) -> int:
        """Forgets inbox rows worked off and dead letters older than this; how many."""

    def probe(self) -> None:
        """Writes something that changes nothing, durably. Raises StoreError where it cannot."""

    def forget_history(self, before_us: int, limit: int) -> int:
        """Forgets events, messages and sessions that are over, written before this; about so
        many at once. How many, 0 once nothing is left. What is still to be sent stays.
        """

    def forget_archived(self, place: str, before_us: int, limit: int) -> int:
        """Forgets events, messages and sessions that are over, written before this, which an
        archive read up to `place`; those that changed since stay. About so many at once; how
        many, 0 once nothing is left. What is still to be sent stays.
        """

    def close(self) -> None:
        """Gives the store back. Nothing else may be called afterwards."""


class Sole:
    """The part of a store that one process owns, all of it."""

    shared = False
    workers = 1
    parts = ALL_PARTS

    def listen(self, heard: Callable[[News], None]) -> None:
        """Nobody tells anything."""

    def claim(self) -> Claim:
        """There is nothing to share."""
        return Claim()

    def leave(self, parts: Collection[int]) -> None:
        """There is nobody to leave them to."""

    def release(self, parts: Collection[int]) -> None:
        """There is nobody to take them."""

    def offsets(self) -> dict[int, Offset]:
        """Nothing stands before it."""
        return {}


def part(conversation: str) -> int:
    """The partition of a conversation, from 0 to 255, the same for ever: CRC-32's last byte."""
    return crc32(conversation.encode()) % PARTS
