"""The service's metrics: what it counts as stages, commits and requests go by."""

import asyncio
from collections.abc import Callable, Sequence

from engine.runtime.runtime import Runtime
from engine.runtime.stages import Stage
from engine.service.gauges import gauges
from engine.service.metrics import HOW_MANY, Counter, Histogram, Metric, exposition
from engine.stores.rows import Batch
from engine.types.event import Answered

SECOND_US = 1_000_000
BUNDLE_CHARS = 12
SECOND_NS = 1_000_000_000
# Rows of the outbox whose outcome is still to come; older ones count under no route.
ROUTES_REMEMBERED = 100_000


class Meters:
    """Every metric of one service. docs/reference/http-api.md lists them."""

    def __init__(self, runtime: Runtime, sockets: Callable[[], int]) -> None:
        self._runtime = runtime
        self._sockets = sockets
        self._routes: dict[int, str] = {}
        self.requests = Counter(
            "tertulia_http_requests_total", "HTTP requests.", ("method", "route", "status")
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
        self.sessions = Counter(
            "tertulia_sessions_started_total", "Sessions that began, by bundle.", ("bundle",)
        )
        self.errors = Counter(
            "tertulia_errors_total", "Errors in history, failed turns among them.", ("bundle",)
        )
        self.effects = Counter(
            "tertulia_effects_total", "Answers to effects, by outcome.", ("outcome",)
        )
        self.deliveries = Counter(
            "tertulia_deliveries_total",
            "Tries to deliver, by route and outcome.",
            ("route", "outcome"),
        )
        self.commit_turns = Histogram(
            "tertulia_commit_turns", "Turns that one commit of the store holds.", HOW_MANY
        )
        # Each is only counted on in the thread of its stage.
        self.stage_seconds = {
            "receive": Histogram(
                "tertulia_receipt_seconds", "Time until a post is on disk and acknowledged."
            ),
            "understand": Histogram(
                "tertulia_understand_seconds", "Time to understand a person's message."
            ),
            "step": Histogram(
                "tertulia_step_seconds", "Time to make a turn, understanding included."
            ),
            "commit": Histogram("tertulia_commit_seconds", "Time of a commit of the store."),
            "send": Histogram(
                "tertulia_send_seconds", "Time of a try to deliver a message or an effect."
            ),
        }
        # Of parts of the service that a setting brings in.
        self.others: list[Callable[[], Sequence[Metric]]] = []
        runtime.observers.append(self.observe)
        runtime.stages.listeners.append(self._time)

    def observe(self, batch: Batch) -> None:
        """Counts what a commit brought."""
        self._count_turns(batch)
        for row in batch.events:
            if row.kind == "not_understood":
                self.not_understood.add(row.bot)
            elif row.kind == "error":
                self.errors.add(row.bundle[:BUNDLE_CHARS])
        for session in batch.sessions:
            self.sessions.add(session.bundle[:BUNDLE_CHARS])
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
        looked_up = await asyncio.to_thread(gauges, self._runtime, self._sockets())
        return exposition([*self.counted(), *looked_up])

    def counted(self) -> tuple[Metric, ...]:
        """What is counted as it goes by."""
        return (
            self.turns,
            self.turn_seconds,
            *self.stage_seconds.values(),
            self.commit_turns,
            self.not_understood,
            self.sessions,
            self.errors,
            self.effects,
            self.deliveries,
            self.requests,
            self.request_seconds,
            *(metric for each in self.others for metric in each()),
        )

    def _time(self, stage: Stage) -> None:
        """In the stage's own thread."""
        self.stage_seconds[stage.name].observe((stage.ended_ns - stage.began_ns) / SECOND_NS)
        if stage.batch is not None:
            self.commit_turns.observe(len(stage.batch.done) + len(stage.batch.failed))

    def _count_turns(self, batch: Batch) -> None:
        if batch.done:
            self.turns.add("ok", amount=len(batch.done))
        if batch.failed:
            self.turns.add("failed", amount=len(batch.failed))
        now_us = self._runtime.clock.now_us()
        for message in batch.messages:
            if message.direction == "in":
                self.turn_seconds.observe(max(0, now_us - message.t_us) / SECOND_US)
