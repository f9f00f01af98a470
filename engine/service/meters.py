"""The service's metrics: what it counts as commits and requests go by, and what it looks up."""

import asyncio
from collections.abc import Callable

from engine.runtime.runtime import Runtime
from engine.service.metrics import Counter, Gauge, Histogram, Metric, exposition
from engine.stores.rows import Batch
from engine.types.event import Answered

SECOND_US = 1_000_000
# Rows of the outbox whose outcome is still to come; older ones count under no route.
ROUTES_REMEMBERED = 100_000


class Meters:
    """Every metric of one service. docs/reference/http-api.md lists them."""

    def __init__(self, runtime: Runtime, sockets: Callable[[], int]) -> None:
        self._runtime = runtime
        self._routes: dict[int, str] = {}
        self.requests = Counter(
            "tertulia_http_requests_total",
            "HTTP requests.",
            ("method", "route", "status"),
        )
        self.request_seconds = Histogram(
            "tertulia_http_request_seconds", "Time to answer an HTTP request, long polls left out."
        )
        self.turns = Counter("tertulia_turns_total", "Turns, by how they ended.", ("outcome",))
        self.turn_seconds = Histogram(
            "tertulia_turn_seconds", "Time from a person's message to its turn on disk."
        )
        self.not_understood = Counter(
            "tertulia_not_understood_total", "Messages that no intent understood.", ("bot",)
        )
        self.effects = Counter(
            "tertulia_effects_total", "Answers to effects, by outcome.", ("outcome",)
        )
        self.deliveries = Counter(
            "tertulia_deliveries_total", "Tries to deliver, by route and outcome.",
            ("route", "outcome"),
        )  # fmt: skip
        self._sockets = sockets
        runtime.observers.append(self.observe)

    def observe(self, batch: Batch) -> None:
        """Counts what a commit brought."""
        self._count_turns(batch)
        for row in batch.events:
            if row.kind == "not_understood":
                self.not_understood.add(row.bot)
        for arrival in batch.arrivals:
            if isinstance(arrival.event, Answered):
                self.effects.add(arrival.event.port)
        for work in batch.outbox:
            if len(self._routes) < ROUTES_REMEMBERED:
                self._routes[work.seq] = work.route
        for settled in batch.settled:
            final = settled.status != "retry"
            route = (self._routes.pop if final else self._routes.get)(settled.seq, "")
            self.deliveries.add(route or "unknown", settled.status)

    async def text(self) -> str:
        """All metrics as Prometheus reads them."""
        return exposition([*self.counted(), *await self.looked_up()])

    def counted(self) -> tuple[Metric, ...]:
        """What is counted as it goes by."""
        return (
            self.turns,
            self.turn_seconds,
            self.not_understood,
            self.effects,
            self.deliveries,
            self.requests,
            self.request_seconds,
        )

    async def looked_up(self) -> list[Metric]:
        """What is looked up now."""
        counts = await asyncio.to_thread(self._runtime.counts)
        health = self._runtime.health()
        rows = (
            ("inbox_backlog", "Events on disk that wait for their turn.", counts.inbox_waiting),
            ("inbox_dead", "Events whose turn failed.", counts.inbox_failed),
            ("posts_waiting", "Posts that wait to be written.", health.posts_waiting),
            ("outbox_pending", "Messages and effects to be delivered.", counts.outbox_waiting),
            ("outbox_dead", "Messages and effects given up.", counts.outbox_failed),
            ("timers", "Timers that run.", counts.timers),
            ("handoffs_waiting", "Conversations that wait for people.", counts.handoffs_waiting),
            ("conversations", "Conversations known.", counts.conversations),
            ("sessions", "Sessions in history.", counts.sessions),
            ("websocket_connections", "Widgets on a socket.", self._sockets()),
            ("up", "1 while commits succeed.", int(health.ready and not health.fault)),
        )
        return [Gauge(f"tertulia_{name}", about, number) for name, about, number in rows]

    def _count_turns(self, batch: Batch) -> None:
        if batch.done:
            self.turns.add("ok", amount=len(batch.done))
        if batch.failed:
            self.turns.add("failed", amount=len(batch.failed))
        now_us = self._runtime.clock.now_us()
        for message in batch.messages:
            if message.direction == "in":
                self.turn_seconds.observe(max(0, now_us - message.t_us) / SECOND_US)
