"""The PostgreSQL store: what one worker writes, on the connection that holds its partitions."""

import asyncio
import time
from collections.abc import Callable, Collection, Coroutine, Sequence
from typing import Any, TypeVar

import asyncpg

from engine.stores.changes import Rows
from engine.stores.postgres import address as addresses
from engine.stores.postgres import statements as sql
from engine.stores.postgres.commit import parts_of
from engine.stores.postgres.days import DAY_US, forget_archived, forget_days, make_days
from engine.stores.postgres.reads import PostgresReads
from engine.stores.postgres.schema import migrate
from engine.stores.postgres.shares import Shares
from engine.stores.postgres.watch import Watch, channel, payloads
from engine.stores.protocol import (
    ALL_PARTS,
    AwayError,
    Claim,
    ConflictError,
    News,
    StoreError,
    part,
)
from engine.stores.rows import Arrival, Batch, Letter, OutboxRow

# The sequence hands out numbers in blocks of this size, so that few turns ask for one.
BLOCK = 10_000
# How long a start waits for a server that does not answer yet, and how often it asks.
START_S, AGAIN_S = 30.0, 0.2

T = TypeVar("T")


class PostgresStore(PostgresReads):
    """Conversations of one tenant in a PostgreSQL database, shared by any number of workers.

    `replica` is the address of a standby that history is read from. Raises StoreError where the
    database cannot be used, with the reason and the remedy; a connection that is lost comes back
    with the next call, without the partitions it held.
    """

    shared = True

    def __init__(self, address: str, tenant: str = "main", replica: str = "") -> None:
        super().__init__(address, tenant, replica)
        self._connection: asyncpg.Connection | None = None
        self._busy = asyncio.Lock()
        self._shares: Shares | None = None
        self._watch: Watch | None = None
        self._heard: Callable[[News], None] = lambda _news: None
        self._leaving: frozenset[int] = frozenset()
        self._workers = 0
        self._next = self._block_end = 0
        self._day_us = 0
        try:
            self._open_soon()
        except BaseException:
            self.close_readers()
            raise

    @property
    def parts(self) -> frozenset[int]:
        """The partitions that this worker holds now."""
        shares = self._shares
        if shares is None or self._connection is None or self._connection.is_closed():
            return frozenset()
        return shares.parts - self._leaving

    @property
    def workers(self) -> int:
        """How many workers there were at the last look."""
        return self._workers

    def listen(self, heard: Callable[[News], None]) -> None:
        """Calls this with whatever other workers tell."""

        async def watch() -> Watch:
            if self._watch is not None:
                await self._watch.close()
            return Watch(self.address, self.tenant, self._standing, heard)

        self._heard = heard
        self._watch = self._line.call(watch())

    def claim(self) -> Claim:
        """Takes free partitions, up to a fair share."""
        gained, surplus = self._do(self._claim())
        if gained:
            # Later numbers than any that their last owner gave.
            self._next = self._block_end = 0
        return Claim(gained, surplus)

    def leave(self, parts: Collection[int]) -> None:
        """Turns to no more work of these partitions."""
        self._leaving |= frozenset(parts)

    def release(self, parts: Collection[int]) -> None:
        """Gives partitions up that were left, and tells the other workers."""
        # Those of a connection that was lost are given up already, or are this worker's anew.
        parts = self._leaving & frozenset(parts)
        self._do(self._release(parts))
        self._leaving -= frozenset(parts)

    def reserve(self, count: int) -> int:
        """The first of `count` numbers in a row that nobody else gets."""
        if self._next + count > self._block_end:
            blocks = -(-count // BLOCK)
            self._next = self._do(self._blocks(blocks))
            self._block_end = self._next + blocks * BLOCK
        first = self._next
        self._next += count
        return first

    def commit(self, batch: Batch) -> set[int]:
        """Writes the batch in one transaction; gives the arrivals that were new."""
        return self._do(self._commit(batch))

    def purge(self, before_us: int) -> int:
        """Forgets inbox rows worked off and dead letters older than this."""
        return self._do(self._purge(before_us))

    def probe(self) -> None:
        """Writes something that changes nothing, durably."""

        async def write() -> None:
            connection = await self._open()
            # Goes into the log, and to the disk with it, and nowhere else.
            sql = "SELECT pg_logical_emit_message(true, 'tertulia', 'probe')"
            await connection.execute(sql)

        self._do(write())

    def forget_history(self, before_us: int, limit: int) -> int:
        """Forgets history before this moment: whole days, else about so many rows; how much."""

        async def forget() -> int:
            async with (await self._pool()).acquire() as connection:
                return await forget_days(connection, self.tenant, before_us, limit)

        with addresses.faults(self.address):
            return self._line.call(forget())

    def forget_archived(self, place: str, before_us: int, limit: int) -> int:
        """Forgets about so many rows that an archive has up to this place; how many."""

        async def forget() -> int:
            async with (await self._pool()).acquire() as connection:
                return await forget_archived(connection, self.tenant, place, before_us, limit)

        with addresses.faults(self.address):
            return self._line.call(forget())

    def tell(self, news: News) -> None:
        """Tells the other workers."""
        sql = "SELECT pg_notify($2, $3) WHERE $1 <> ''"
        self.query(sql, channel(self.tenant), payloads(news))

    def close(self) -> None:
        """Leaves: what this worker held is free. Closing twice does no harm."""

        async def leave() -> None:
            self._heard = lambda _news: None
            if self._watch is not None:
                await self._watch.close()
            if self._connection is not None:
                self._connection.terminate()

        if not self._line.is_closed:
            self._line.call(leave())
            self.close_readers()

    def _standing(self) -> tuple[int, int]:
        return (self._shares.slot if self._shares else 0), self._workers

    def _open_soon(self) -> None:
        """Opens the connection; a server that is just starting is waited for."""
        end = time.monotonic() + START_S
        while True:
            try:
                self._do(self._open())
            except AwayError:
                if time.monotonic() > end:
                    raise
                time.sleep(AGAIN_S)
            else:
                return

    # `Any`: what a coroutine yields and takes is the loop's affair.
    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        with addresses.faults(self.address):
            try:
                return self._line.call(self._alone(work))
            except addresses.LOST:
                # Whatever state it is in: what it held is free, and the next call opens another.
                self._line.call(self._drop())
                raise

    def _turn_read(self, sql: str, *values: object) -> Rows:
        async def read() -> Rows:
            connection = await self._open()
            return [tuple(row) for row in await connection.fetch(sql, self.tenant, *values)]

        return self._do(read())

    async def _alone(self, work: Coroutine[Any, Any, T]) -> T:
        """One thing after the other: a connection does not do two at once."""
        async with self._busy:
            return await work

    async def _drop(self) -> None:
        if self._connection is not None:
            self._connection.terminate()

    async def _open(self) -> asyncpg.Connection:
        """The connection that commits; a new one, which holds nothing yet, if it was lost."""
        if self._connection is None or self._connection.is_closed():
            self._shares, self._leaving = None, frozenset()
            connection = await addresses.connect(self.address, commits=True)
            try:
                await migrate(connection, self.address)
            except BaseException:
                connection.terminate()
                raise
            connection.add_termination_listener(self._lost)
            self._connection, self._shares = connection, Shares(connection, self.tenant)
        return self._connection

    def _lost(self, _connection: object) -> None:
        """What this worker held is gone: it is to claim anew, on a new connection."""
        self._heard(News(lost=True))

    async def _claim(self) -> tuple[frozenset[int], frozenset[int]]:
        await self._open()
        assert self._shares is not None
        joins = not self._shares.slot
        gained, surplus, workers = await self._shares.claim()
        if joins or workers != self._workers:
            self._workers = workers
            await self._notify(News(workers=True))
        return gained, surplus

    async def _release(self, parts: Collection[int]) -> None:
        await self._open()
        assert self._shares is not None
        await self._shares.release(self._shares.parts & frozenset(parts))
        await self._notify(News(workers=True))

    async def _notify(self, news: News) -> None:
        connection = await self._open()
        await connection.execute("SELECT pg_notify($1, $2)", channel(self.tenant), payloads(news))

    async def _blocks(self, count: int) -> int:
        connection = await self._open()
        if count == 1:
            return int(await connection.fetchval("SELECT nextval('numbers')"))
        # Blocks in a row: for one number the sequence takes a step as wide as all of them.
        # Who alters it keeps the others waiting until the end of the transaction.
        async with connection.transaction():
            await connection.execute(f"ALTER SEQUENCE numbers INCREMENT BY {count * BLOCK}")
            last = int(await connection.fetchval("SELECT nextval('numbers')"))
            await connection.execute(f"ALTER SEQUENCE numbers INCREMENT BY {BLOCK}")
        return last - (count - 1) * BLOCK

    async def _purge(self, before_us: int) -> int:
        connection = await self._open()
        forgotten = 0
        for statement in (sql.FORGET_INBOX, sql.FORGET_OUTBOX):
            forgotten += _count(await connection.execute(statement, self.tenant, before_us))
        return forgotten

    async def _commit(self, batch: Batch) -> set[int]:
        connection = await self._open()
        wanted = {part(conversation) for conversation in batch.conversations}
        wanted |= batch.offsets.keys()
        if self._shares is None or not wanted <= self._shares.parts:
            raise StoreError(
                f"database {addresses.shown(self.address)}: partitions were lost with the "
                "connection; another worker goes on with them, and nothing was written here"
            )
        await self._make_days()
        statement, values = parts_of(batch).statement(self._news(batch))
        try:
            row = await connection.fetchrow(statement, self.tenant, *values)
        except (asyncpg.UniqueViolationError, asyncpg.DivisionByZeroError) as error:
            if getattr(error, "constraint_name", None) in {None, "conversations_pkey"}:
                raise self._conflict() from error
            raise
        except asyncio.CancelledError:
            connection.terminate()
            raise
        return set(row["new"] or ()) if row else set()

    def _conflict(self) -> ConflictError:
        return ConflictError(
            f"database {addresses.shown(self.address)}: a conversation was changed by someone "
            "else; nothing was written: let only one worker at a time have its partition"
        )

    def _news(self, batch: Batch) -> tuple[str, str]:
        """The channel and the payload of what the batch has for other workers, if there are any."""
        if self._workers < 2 and not batch.retried:
            return "", ""
        elsewhere = ALL_PARTS - self.parts
        said = {row.conversation for row in batch.messages}
        said |= {row.conversation for row in batch.settled if row.conversation}
        news = News(
            arrivals=_parts([*batch.arrivals, *_of("inbox", batch.retried)], elsewhere),
            outbox=_parts([*batch.outbox, *_of("outbox", batch.retried)], elsewhere),
            conversations=tuple(sorted(said)),
        )
        return (channel(self.tenant), payloads(news)) if news != News() else ("", "")

    async def _make_days(self) -> None:
        now_us = time.time_ns() // 1000
        if now_us // DAY_US != self._day_us:
            await make_days(await self._open(), now_us)
            self._day_us = now_us // DAY_US


def _count(status: str) -> int:
    """How many rows a statement's status says it changed."""
    return int(status.rpartition(" ")[2])


def _of(box: str, letters: Sequence[Letter]) -> list[Letter]:
    return [letter for letter in letters if letter.box == box]


def _parts(rows: Sequence[Arrival | OutboxRow | Letter], among: frozenset[int]) -> tuple[int, ...]:
    return tuple(sorted({part(row.conversation) for row in rows} & among))
