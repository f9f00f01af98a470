"""The messages of a consumer, asked for a batch at a time, and none of them missing."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncGenerator

import msgspec
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError

BATCH = 500
# How long the server keeps a request open, and how much later it must have said so.
EXPIRES_S, GRACE_S = 1.0, 3.0

# The place in the stream, the subject, the content.
Found = tuple[int, str, bytes]


class GapError(NatsError):
    """A message went missing between the server and us."""


class Pulling:
    """What a consumer delivers. The client's own `fetch` waits until a batch is full."""

    def __init__(self, client: Client, stream: str, consumer: str) -> None:
        self._client = client
        self._asks = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
        self._inbox = client.new_inbox()
        self._subscription: Subscription | None = None
        self._came: deque[Msg] = deque()
        self._bell = asyncio.Event()
        self._next = 1

    async def messages(self) -> AsyncGenerator[list[Found], None]:
        """All that comes; an empty list now and then where nothing does."""
        self._subscription = await self._client.subscribe(self._inbox, cb=self._hear)
        request = msgspec.json.encode({"batch": BATCH, "expires": round(EXPIRES_S * 1e9)})
        while True:
            await self._client.publish(self._asks, request, reply=self._inbox)
            wanted = BATCH
            while wanted > 0:
                async with asyncio.timeout(EXPIRES_S + GRACE_S):
                    await self._bell.wait()
                found, is_over = self._take()
                wanted = 0 if is_over else wanted - len(found)
                yield found

    async def close(self) -> None:
        """Hears nothing more."""
        if self._subscription is not None:
            with contextlib.suppress(NatsError):
                await self._subscription.unsubscribe()

    async def _hear(self, message: Msg) -> None:
        self._came.append(message)
        self._bell.set()

    def _take(self) -> tuple[list[Found], bool]:
        """What came, and whether the request is over. Raises GapError where something is lost."""
        self._bell.clear()
        found: list[Found] = []
        is_over = False
        while self._came:
            message = self._came.popleft()
            status = (message.headers or {}).get("Status")
            if status is not None:
                # 404 and 408 end a request that found nothing, or not enough.
                if status not in {"404", "408"} and not found:
                    raise GapError(f"the consumer is gone ({status})")
                is_over = True
                continue
            place = message.metadata.sequence
            if place.consumer != self._next:
                raise GapError(f"message {self._next} of the consumer is missing")
            self._next += 1
            found.append((place.stream, message.subject, message.data))
        return found, is_over
