"""Where conversations stand, kept in memory between turns: the store is read for strangers only."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence

import msgspec

from engine.stores.codec import read_state
from engine.stores.protocol import Store, part
from engine.stores.rows import Arrival, Batch, ConversationRow
from engine.types.state import State


class Standing(msgspec.Struct, frozen=True):
    """A conversation in memory: its row, its state decoded, when its last message leaves, and
    why its state cannot be read, if it cannot."""

    row: ConversationRow
    state: State
    due_us: int = 0
    fault: str = ""


class Standings:
    """The conversations met lately, at most `limit` of them."""

    def __init__(self, store: Store, limit: int) -> None:
        self._store = store
        self._limit = limit
        self._warm: OrderedDict[str, Standing] = OrderedDict()
        self._fresh: dict[str, Standing] = {}

    def of(self, arrivals: Sequence[Arrival], batch: Batch) -> dict[str, Standing]:
        """Where the conversations of these events stand; new ones stand at their beginning."""
        wanted = {arrival.conversation: arrival for arrival in arrivals}
        standings = {name: self._warm[name] for name in wanted if name in self._warm}
        cold = wanted.keys() - standings.keys()
        if cold:
            rows = self._store.load(cold)
            new = [wanted[name] for name in cold if name not in rows]
            standings |= {name: _read(row) for name, row in rows.items()}
            standings |= self._new(new, batch)
        return standings

    def live(self, since_us: int, batch: Batch) -> Iterator[Standing]:
        """The conversations in a live session that were active since then, as they stand with
        what the batch adds to them."""
        made = [self._fresh[name] for name in batch.conversations]
        yield from (each for each in made if each.row.live and not each.fault)
        done = {each.row.conversation for each in made}
        after = ""
        while rows := self._store.live(since_us, after):
            after = rows[-1].conversation
            for row in rows:
                if part(row.conversation) not in self._store.parts:
                    continue
                standing = self._warm.get(row.conversation) or _read(row)
                if row.conversation not in done and not standing.fault:
                    yield standing

    def put(self, standing: Standing) -> None:
        """Where a conversation will stand once the batch is committed."""
        self._fresh[standing.row.conversation] = standing

    def committed(self) -> None:
        """What was made is durable: keep it warm."""
        for conversation, standing in self._fresh.items():
            self._warm[conversation] = standing
            self._warm.move_to_end(conversation)
        self._fresh.clear()
        while len(self._warm) > self._limit:
            self._warm.popitem(last=False)

    def leave(self, parts: frozenset[int]) -> None:
        """Conversations of these partitions go on elsewhere."""
        for name in [name for name in self._warm if part(name) in parts]:
            del self._warm[name]

    def forget(self) -> None:
        """What was made was not written: read everything again."""
        self._fresh.clear()
        self._warm.clear()

    def _new(self, arrivals: list[Arrival], batch: Batch) -> dict[str, Standing]:
        contacts = {row.contact or row.conversation for row in arrivals}
        known = self._store.known(contacts) if contacts else {}
        standings = {}
        for row in arrivals:
            contact = row.contact or row.conversation
            seen = contact in known or contact in batch.contacts
            state = State(channel=row.channel, seed=seed_of(row.conversation))
            standings[row.conversation] = Standing(
                ConversationRow(
                    conversation=row.conversation,
                    version=0,
                    channel=row.channel,
                    contact=contact,
                    bundle="",
                    session_id="",
                    user_type="returning" if seen else "new",
                    live=False,
                    t_us=0,
                    state=b"",
                ),
                state,
            )
        return standings


def _read(row: ConversationRow) -> Standing:
    try:
        return Standing(row, read_state(row.state))
    except msgspec.DecodeError as error:
        return Standing(row, State(), fault=f"its state cannot be read: {error}")


def seed_of(conversation: str) -> int:
    """The seed of a conversation, by its name."""
    # FNV-1a, 64 bit (Fowler, Noll and Vo, 1991): each conversation has chances of its own.
    digest = 0xCBF29CE484222325
    for byte in conversation.encode():
        digest = (digest ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return digest
