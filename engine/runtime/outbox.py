"""What leaves: messages to channels in order, effects to deliveries, each tried until it is
over, given up, or answered."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from typing import Any, Protocol

import msgspec

from engine.channels.protocol import Channel
from engine.runtime.clock import SECOND_US, Clock
from engine.runtime.inbox import answer
from engine.runtime.options import Options
from engine.runtime.routes import Route
from engine.runtime.stages import Stages
from engine.stores.protocol import AwayError, Store, part
from engine.stores.rows import Letter, OutboxRow, Settlement
from engine.types.effect import Effect, Notify, Raise, Tell
from engine.types.event import Answered
from engine.types.message import Message
from engine.types.post import Outgoing, Post, Sent

log = logging.getLogger("tertulia.outbox")

PAGE = 1000
ERROR_CHARS = 500
# How long a report waits for the message that it is about to be sent, and looks for that.
LANDING_S = 2.0
LOOK_S = 0.005
# Effects that are written, here or elsewhere, by the writer itself.
NOTICES = Notify | Raise | Tell

# `Any`: each delivery takes its own effect.
Deliver = Callable[[Any, OutboxRow], Awaitable[Answered]]

_message: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)
_effect: msgspec.json.Decoder[Effect | Tell] = msgspec.json.Decoder(Effect | Tell)


class Settle(Protocol):
    """Takes an outcome, with an effect's answer, to the next commit."""

    def __call__(self, settlement: Settlement, answer: Post | None = None) -> None: ...


class Outbox:
    """The routes and what is on them. All of it runs in the event loop's thread."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        *,
        deliver: Mapping[type[Effect], Deliver],
        notify: Callable[[OutboxRow], Awaitable[None]],
        settle: Settle,
        arrived: Callable[[str], None],
        clock: Clock,
        options: Options,
        stages: Stages,
    ) -> None:
        self._store, self._channels, self._deliver = store, channels, deliver
        self._notify, self._settle, self._arrived = notify, settle, arrived
        self._clock, self._options, self._stages = clock, options, stages
        self._routes: dict[str, Route] = {}
        self._jitter = random.Random()  # noqa: S311 - spreads retries, guards nothing
        self._stopped = False
        # What is over, but not yet for the store; and what became so while a route was read.
        self._over: dict[int, int] = {}
        self._just_over: set[int] = set()
        self._parts = store.parts
        self._readings: set[asyncio.Task[None]] = set()

    async def read_again(self) -> None:
        """Takes up what waits in the store."""
        for name in {*await self._waiting_routes(), *self._routes}:
            route = self._route(name, "effect")
            route.behind = True
            self._read_on(route)

    async def _waiting_routes(self) -> list[str]:
        while True:
            try:
                return await asyncio.to_thread(self._store.routes)
            except AwayError:
                # It is said in the log by who writes.
                await asyncio.sleep(self._options.first_retry_s)

    def hold(self, parts: frozenset[int]) -> None:
        """These partitions are this worker's now; of others only what is on its way ends here."""
        self._parts = parts
        for route in self._routes.values():
            route.drop()

    def busy(self) -> set[int]:
        """Partitions of which something is on its way, or over and not yet for the store."""
        flying = {part(row.conversation) for r in self._routes.values() for row in r.flying()}
        return flying | set(self._over.values())

    async def landed(self, conversations: Collection[str]) -> None:
        """Waits until what is on its way to these conversations now is over, for a while."""
        end_s = time.monotonic() + LANDING_S
        flying = {
            row.seq
            for route in self._routes.values()
            for row in route.flying()
            if row.kind == "message" and row.conversation in conversations
        }
        while flying and time.monotonic() < end_s:
            await asyncio.sleep(LOOK_S)
            flying &= {row.seq for route in self._routes.values() for row in route.flying()}

    def offer(self, rows: Iterable[OutboxRow]) -> None:
        """Rows that were just committed."""
        for row in rows:
            if not self._is_mine(row):
                continue
            route = self._route(row.route, row.kind)
            if route.behind or route.reading or route.rows >= self._options.outbox_in_memory:
                route.behind = True
            elif not self._stopped and row.seq > route.read_to:
                route.add(row)

    def settled(self, settlements: Iterable[Settlement]) -> None:
        """Outcomes that were just committed."""
        for row in settlements:
            if row.status != "retry" and self._over.pop(row.seq, None) is not None:
                self._just_over.add(row.seq)
        if not self._readings:
            self._just_over.clear()

    async def revive(self, letters: Collection[Letter]) -> None:
        """Takes up dead letters that are tried again."""
        self._just_over -= {letter.seq for letter in letters}
        await self.read_again()

    async def stop(self) -> None:
        """Lets what is on its way arrive; the rest stays in the store."""
        self._stopped = True
        await asyncio.gather(*self._readings, return_exceptions=True)
        await asyncio.gather(*(route.stop() for route in self._routes.values()))

    def waiting(self) -> dict[str, int]:
        """Rows in memory by route."""
        return {name: route.rows for name, route in self._routes.items()}

    def _route(self, name: str, kind: str) -> Route:
        route = self._routes.get(name)
        if route is None:
            is_channel = name in self._channels or kind == "message"
            at_once = self._options.sends_at_once if is_channel else self._options.effects_at_once
            route = Route(name, self._carry, self._is_mine, self._clock, at_once)
            self._routes[name] = route
        return route

    def _is_mine(self, row: OutboxRow) -> bool:
        return part(row.conversation) in self._parts

    def _read_on(self, route: Route) -> None:
        """Reads a page of what the store holds beyond the lanes, once those are half empty."""
        room = self._options.outbox_in_memory - route.rows
        if not route.behind or route.reading or self._stopped:
            return
        if room >= self._options.outbox_in_memory // 2:
            route.reading = True
            task = asyncio.create_task(self._read(route))
            self._readings.add(task)
            task.add_done_callback(self._readings.discard)

    async def _read(self, route: Route) -> None:
        # What is offered from now on may or may not be among what is read.
        route.behind = False
        limit = len(route.holds()) + len(self._over) + PAGE
        try:
            rows = await asyncio.to_thread(self._store.outgoing, route.name, limit)
        except AwayError:
            rows, route.behind = [], True
            await asyncio.sleep(self._options.first_retry_s)
        finally:
            route.reading = False
        known = route.holds() | self._over.keys() | self._just_over
        for row in rows:
            route.read_to = max(route.read_to, row.seq)
            if row.seq not in known and self._is_mine(row):
                route.add(row)
        route.behind |= len(rows) == limit
        self._read_on(route)

    async def _carry(self, row: OutboxRow) -> int:
        """Tries one row; when to try it again, or 0."""
        began_ns = self._stages.begin()
        again_us = await (self._send(row) if row.kind == "message" else self._ask(row))
        fault = "later" if again_us else ""
        self._stages.end("send", began_ns, row.route, row.key, row.conversation, fault=fault)
        route = self._routes[row.route]
        if route.behind and not again_us:
            asyncio.get_running_loop().call_soon(self._read_on, route)
        return again_us

    async def _send(self, row: OutboxRow) -> int:
        channel = self._channels.get(row.route)
        if channel is None:
            closed = f"channel {row.route!r} is not open here; open it in the settings"
            return self._later(row, Sent("retry", error=closed))
        outgoing = Outgoing(
            row.seq,
            row.key,
            row.route,
            row.conversation,
            _message.decode(row.content),
            row.contact,
            row.author,
            row.node,
            row.due_us,
            row.attempts,
        )
        # Whatever a channel raises, the other conversations go on.
        try:
            sent = await channel.send(outgoing)
        except Exception as error:
            log.exception("channel %s failed", row.route, extra={"conversation": row.conversation})
            sent = Sent("retry", error=f"{type(error).__name__}: {error}")
        if sent.status == "retry":
            return self._later(row, sent)
        self._finish(
            row,
            Settlement(
                row.seq,
                "sent" if sent.status == "sent" else "failed",
                sent.external_id,
                sent.error[:ERROR_CHARS],
                row.attempts + 1,
                conversation=row.conversation,
                ingest_us=row.ingest_us,
            ),
        )
        self._arrived(row.conversation)
        return 0

    async def _ask(self, row: OutboxRow) -> int:
        effect = _effect.decode(row.content)
        # Whatever a delivery raises, the conversation gets an answer.
        try:
            if isinstance(effect, NOTICES):
                await self._notify(row)
                return 0
            answered = await self._answered(effect, row)
        except Exception as error:
            log.exception("effect %s failed", row.route, extra={"conversation": row.conversation})
            if isinstance(effect, NOTICES):
                return self._later(row, Sent("retry", error=f"{type(error).__name__}: {error}"))
            answered = Answered(0, row.key, "failed", error=f"{type(error).__name__}: {error}")
        post = answer(row, answered, self._clock.now_us())
        self._finish(row, Settlement(row.seq, "sent", attempts=row.attempts + 1), post)
        return 0

    async def _answered(self, effect: Effect, row: OutboxRow) -> Answered:
        deliver = self._deliver.get(type(effect))
        if deliver is None:
            error = f"nothing here carries out {row.route!r}"
            log.error("%s", error, extra={"conversation": row.conversation})
            return Answered(0, row.key, "failed", error=error)
        return await deliver(effect, row)

    def _finish(self, row: OutboxRow, settlement: Settlement, answer: Post | None = None) -> None:
        self._over[row.seq] = part(row.conversation)
        self._settle(settlement, answer)

    def _later(self, row: OutboxRow, sent: Sent) -> int:
        """Puts a row off, longer each time and never all at once; or gives it up."""
        attempts = row.attempts + 1
        error = sent.error[:ERROR_CHARS]
        if attempts >= self._options.tries:
            log.error(
                "%s gave a message up after %d tries: %s",
                row.route,
                attempts,
                error,
                extra={"conversation": row.conversation},
            )
            self._finish(row, _failed(row, error, attempts))
            return 0
        ceiling_s = min(
            self._options.first_retry_s * (1 << row.attempts), self._options.longest_retry_s
        )
        delay_s = max(sent.after_s, ceiling_s * self._jitter.uniform(0.5, 1.0))
        due_us = self._clock.now_us() + round(delay_s * SECOND_US)
        self._settle(Settlement(row.seq, "retry", "", error, attempts, due_us))
        return due_us


def _failed(row: OutboxRow, error: str, attempts: int) -> Settlement:
    return Settlement(row.seq, "failed", "", error, attempts, 0, row.conversation, row.ingest_us)
