"""Who works on which partitions: session locks of the database, gone with the connection.

A partition's lock is held on the very connection that commits, so that a worker that lost it
cannot write any more. A worker is counted by a lock of its own. `class` numbers keep the locks
of tenants apart.
"""

import random
from collections.abc import Collection
from zlib import crc32

import asyncpg

from engine.stores.protocol import PARTS

SLOTS = 2**31 - 1

_COUNT = """
SELECT objid::bigint AS slot FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 2 AND classid = $1::bigint::oid AND granted
  AND mode = 'ExclusiveLock'
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY 1
"""
_TAKE = """
SELECT p FROM unnest($2::int[]) AS p WHERE pg_try_advisory_lock($1::int, p) LIMIT $3
"""
_GIVE = "SELECT pg_advisory_unlock($1::int, p) FROM unnest($2::int[]) AS p"


class Shares:
    """The locks of one worker, on one connection."""

    def __init__(self, connection: asyncpg.Connection, tenant: str) -> None:
        self._connection = connection
        self._parts_class = lock_class("parts", tenant)
        self._workers_class = lock_class("workers", tenant)
        self.slot = 0
        self.parts: frozenset[int] = frozenset()

    async def claim(self) -> tuple[frozenset[int], frozenset[int], int]:
        """Takes free partitions up to a fair share: those gained, those to give up, and how
        many workers there are."""
        await self._join()
        workers = max(1, len(await slots(self._connection, self._workers_class)))
        share = -(-PARTS // workers)
        lacking = share - len(self.parts)
        if lacking > 0:
            # From a place of its own, so that workers that claim together seldom meet.
            start = self.slot % PARTS
            wanted = [p % PARTS for p in range(start, start + PARTS) if p % PARTS not in self.parts]
            rows = await self._connection.fetch(_TAKE, self._parts_class, wanted, lacking)
            gained = frozenset(row[0] for row in rows)
            self.parts |= gained
            return gained, frozenset(), workers
        return frozenset(), frozenset(sorted(self.parts)[share:]), workers

    async def release(self, parts: Collection[int]) -> None:
        """Gives partitions up."""
        await self._connection.fetch(_GIVE, self._parts_class, sorted(parts))
        self.parts -= frozenset(parts)

    async def _join(self) -> None:
        """Counts this worker among those of the tenant."""
        while not self.slot:
            # Who looks for the next worker in the ring needs no order, only different numbers.
            slot = random.randrange(1, SLOTS)  # noqa: S311 - guards nothing
            sql = "SELECT pg_try_advisory_lock($1::int, $2::int)"
            if await self._connection.fetchval(sql, self._workers_class, slot):
                self.slot = slot


async def slots(connection: asyncpg.Connection, workers_class: int) -> list[int]:
    """The slots of all workers of a tenant."""
    return [row["slot"] for row in await connection.fetch(_COUNT, workers_class)]


def lock_class(kind: str, tenant: str) -> int:
    """The number of a tenant's locks of a kind: 31 bits of their name."""
    return crc32(f"tertulia {kind} {tenant}".encode()) & SLOTS
