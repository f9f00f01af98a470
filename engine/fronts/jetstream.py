"""A stream of NATS JetStream as a front: one subject a partition, read from a place on.

Who reads has a consumer that lives no longer than its reading, and acknowledges nothing: an
acknowledgement that dies with its worker brings a message back behind newer ones.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncGenerator, Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, Header, StreamConfig, StreamInfo
from nats.js.errors import NotFoundError

from engine.fronts.protocol import Fronted, Offsets
from engine.fronts.pulling import Pulling
from engine.fronts.wire import message_id, read_wire, wire_bytes
from engine.stores.protocol import ALL_PARTS, AwayError, StoreError, part
from engine.stores.rows import Arrival

log = logging.getLogger("tertulia.front")

ACK_S = 5.0
CONNECT_S = 2
RECONNECT_S = 0.25
PING_S = 5
# A consumer whose reader is gone is removed after this.
FORGOTTEN_S = 30.0
# How often a mark says how far all partitions were read, those without posts, too.
MARK_S = 2.0
_LOST = (NatsError, OSError, asyncio.TimeoutError)


class JetStream:
    """The stream of one tenant's posts. It is used from one event loop."""

    def __init__(self, address: str, tenant: str, replicas: int = 1, secret: str = "") -> None:
        self._servers = [each.strip() for each in address.split(",")]
        self._name, self._prefix = f"tertulia-{tenant}", f"tertulia.{tenant}"
        self._replicas, self._secret = replicas, secret
        self._client = Client()
        self._connecting: asyncio.Task[None] | None = None
        self._tick = f"{self._prefix}.tick"

    @property
    def fault(self) -> str:
        """Why it takes no posts now; empty while it does."""
        return "" if self._client.is_connected else f"{self._place}: not connected"

    async def open(self) -> None:
        """Begins to connect; a server that does not answer is tried until it does."""
        self._connecting = asyncio.create_task(self._connect())

    async def close(self) -> None:
        """Takes and gives nothing more."""
        if self._connecting is not None:
            self._connecting.cancel()
        with contextlib.suppress(*_LOST, asyncio.CancelledError):
            await self._client.close()

    async def publish(self, arrival: Arrival) -> bool:
        """Takes a post; on return the stream has it."""
        if not self._client.is_connected:
            raise AwayError(f"{self.fault}; the post is to be sent again")
        with self._faults():
            ack = await self._client.jetstream().publish(
                f"{self._prefix}.{part(arrival.conversation)}",
                wire_bytes(arrival),
                timeout=ACK_S,
                headers={Header.MSG_ID.value: message_id(arrival)},
            )
        return not ack.duplicate

    async def read(
        self, parts: frozenset[int], offsets: Offsets
    ) -> AsyncGenerator[list[Fronted], None]:
        """What lies behind these places in these partitions, in order, and goes on coming."""
        with self._faults():
            info = await self._stream()
            stream = info.created.isoformat() if info.created else ""
            starts = self._starts(parts, offsets, stream, info.state.last_seq)
            consumer = await self._consumer(parts, min(starts.values(), default=0) + 1)
            manager = self._client.jsm()
            pulling = Pulling(self._client, self._name, consumer)
            try:
                yield []
                async with contextlib.aclosing(self._pull(pulling, stream, starts)) as pulled:
                    async for found in pulled:
                        yield found
            finally:
                await pulling.close()
                with contextlib.suppress(*_LOST):
                    await manager.delete_consumer(self._name, consumer)

    async def forget(self, stream: str, before: int) -> None:
        """Forgets what lies before a place of a stream."""
        with self._faults():
            info = await self._stream()
            if info.created and info.created.isoformat() == stream:
                await self._client.jsm().purge_stream(self._name, seq=before)

    async def _pull(
        self, pulling: Pulling, stream: str, starts: dict[str, int]
    ) -> AsyncGenerator[list[Fronted], None]:
        marked_s, is_marked = time.monotonic(), True
        async for messages in pulling.messages():
            rows: list[Fronted] = []
            for seq, subject, content in messages:
                if subject == self._tick:
                    marked_s, is_marked = time.monotonic(), True
                    rows.append(Fronted(stream, seq))
                    continue
                is_marked = False
                if seq > starts.get(number := subject.rpartition(".")[2], 0):
                    rows.append(Fronted(stream, seq, self._arrival(seq, number, content)))
            if rows:
                yield rows
            if not is_marked and time.monotonic() - marked_s > MARK_S:
                # It comes back behind all that was taken before it.
                await self._client.jetstream().publish(self._tick, timeout=ACK_S)
                marked_s, is_marked = time.monotonic(), True

    def _starts(
        self, parts: frozenset[int], offsets: Offsets, stream: str, last: int
    ) -> dict[str, int]:
        """Up to where each partition was read; 0 where that was another stream."""
        known = {p: row.seq for p, row in offsets.items() if p in parts and row.stream == stream}
        if max(known.values(), default=0) > last:
            # A stream that lost its end counts anew what it had given numbers before.
            log.error("the stream lost posts: all it has is read again", extra={"last": last})
            known = {}
        return {str(p): known.get(p, 0) for p in parts}

    async def _consumer(self, parts: frozenset[int], start: int) -> str:
        filters = (
            [f"{self._prefix}.>"]
            if parts == ALL_PARTS
            else [self._tick, *(f"{self._prefix}.{p}" for p in sorted(parts))]
        )
        config = ConsumerConfig(
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=start,
            ack_policy=AckPolicy.NONE,
            filter_subjects=filters,
            inactive_threshold=FORGOTTEN_S,
            mem_storage=True,
            num_replicas=1,
        )
        return (await self._client.jsm().add_consumer(self._name, config)).name

    async def _stream(self) -> StreamInfo:
        """The stream; one that is not there is made."""
        manager = self._client.jsm()
        try:
            return await manager.stream_info(self._name)
        except NotFoundError:
            config = StreamConfig(
                name=self._name, subjects=[f"{self._prefix}.>"], num_replicas=self._replicas
            )
            return await manager.add_stream(config)

    async def _connect(self) -> None:
        user, colon, password = self._secret.partition(":")
        # `Any`: the client says whole seconds, and takes any.
        options: dict[str, Any] = {"reconnect_time_wait": RECONNECT_S}
        options |= {"user": user, "password": password} if colon else {"token": user or None}
        await self._client.connect(
            self._servers,
            name="tertulia",
            error_cb=_grumble,
            connect_timeout=CONNECT_S,
            max_reconnect_attempts=-1,
            ping_interval=PING_S,
            **options,
        )

    def _arrival(self, seq: int, number: str, content: bytes) -> Arrival:
        try:
            return read_wire(content, number)
        except msgspec.DecodeError as error:
            raise StoreError(
                f"{self._place}: post {seq} of stream {self._name!r} cannot be read: {error}; "
                "upgrade tertulia if a newer one wrote it, else remove it from the stream"
            ) from error

    @property
    def _place(self) -> str:
        hosts = (urlsplit(each).netloc.rpartition("@")[2] or each for each in self._servers)
        return f"front {', '.join(hosts)}"

    @contextlib.contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except _LOST as error:
            said = str(error) or type(error).__name__
            raise AwayError(f"{self._place}: {said}; it is tried again until it does") from error


async def _grumble(error: Exception) -> None:
    log.warning("front: %s", error or type(error).__name__)
