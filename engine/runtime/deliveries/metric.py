"""Asks what happened, of whoever keeps the figures: a server does, a rehearsal does not."""

import asyncio

from engine.runtime.deliveries.protocol import Delivery, Kind, Measure, Work, World
from engine.types.effect import AskMetric, Effect
from engine.types.event import Answered
from engine.types.issue import TertuliaError


class MetricDelivery:
    """Figures may have to be worked out: in a thread, while conversations go on."""

    effect: type[Effect] = AskMetric

    def __init__(self, measure: Measure | None) -> None:
        self._measure = measure

    async def deliver(self, effect: AskMetric, work: Work) -> Answered:
        """`ok` with the number, `empty` where there is none, or `failed`."""
        if self._measure is None:
            error = "no history is open here; script the answer, or ask a bot that is served"
            return work.answer(effect.key, "failed", error=error)
        try:
            number = await asyncio.to_thread(self._measure, effect, work.bot)
        except TertuliaError as problem:
            return work.answer(effect.key, "failed", error=str(problem))
        return work.answer(effect.key, "empty" if number is None else "ok", number)

    async def close(self) -> None:
        """There is nothing to let go of: the figures are others'."""


def _open(world: World) -> Delivery:
    return MetricDelivery(world.measure)


KIND = Kind(AskMetric, _open)
