"""How fast a channel takes messages: token buckets, in which the next one waits for its turn."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from engine.types.capability import Capability

# So many contacts are remembered; those unused for longest are forgotten first.
CONTACTS = 50_000


class Bucket:
    """`burst` at once, `per_s` in the long run; who comes when it is empty queues up."""

    __slots__ = ("_burst", "_per_s", "_since_s", "_tokens")

    def __init__(self, per_s: float, burst: float, now_s: float) -> None:
        self._per_s, self._burst = per_s, burst
        self._tokens, self._since_s = burst, now_s

    def take(self, now_s: float) -> float:
        """Takes a token that is there or will be; the seconds until then."""
        grown = self._tokens + (now_s - self._since_s) * self._per_s
        self._tokens, self._since_s = min(self._burst, grown) - 1, now_s
        return max(0.0, -self._tokens / self._per_s)


class Pace:
    """The buckets of one channel: one for all its messages, one for each contact's."""

    def __init__(
        self,
        capability: Capability,
        now_s: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._row = capability
        # Messages that wait for a token now.
        self.waiting = 0
        self._now_s, self._sleep = now_s, sleep
        # A second's worth at once.
        self._all = Bucket(capability.per_s, max(1.0, capability.per_s), now_s())
        self._contacts: OrderedDict[str, Bucket] = OrderedDict()

    async def turn(self, contact: str) -> None:
        """Waits until one more message may go to this contact."""
        if self._row.contact_per_s:
            await self._wait(self._bucket(contact))
        if self._row.per_s:
            await self._wait(self._all)

    async def _wait(self, bucket: Bucket) -> None:
        wait_s = bucket.take(self._now_s())
        if wait_s:
            self.waiting += 1
            try:
                await self._sleep(wait_s)
            finally:
                self.waiting -= 1

    def _bucket(self, contact: str) -> Bucket:
        bucket = self._contacts.pop(contact, None)
        if bucket is None:
            bucket = Bucket(self._row.contact_per_s, self._row.contact_burst, self._now_s())
        self._contacts[contact] = bucket
        if len(self._contacts) > CONTACTS:
            self._contacts.popitem(last=False)
        return bucket
