"""Effects of a rehearsal carried out for real: code in its sandbox, and if wanted all others."""

import asyncio
import tempfile
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from engine.runtime.clock import RealClock
from engine.runtime.deliveries.protocol import Work
from engine.runtime.deliveries.table import ANSWERED, Deliveries, open_deliveries
from engine.runtime.egress.options import Egress
from engine.runtime.rehearsal import Asked, Delivery, Rehearsal
from engine.runtime.secrets import Secrets
from engine.types.effect import Effect, RunCode
from engine.types.event import Answered

T = TypeVar("T")

# Code touches nothing outside its sandbox, so that a rehearsal may always run it.
HARMLESS: tuple[type[Effect], ...] = (RunCode,)
ALL = ANSWERED


class RealEffects:
    """Carries out effects of some kinds, for any number of rehearsals.

    The deliveries live on an event loop in a thread of their own, since a rehearsal has none.
    """

    def __init__(self, kinds: tuple[type[Effect], ...], folder: Path, egress: Egress) -> None:
        self._kinds = kinds
        self._clock, self._secrets, self._count = RealClock(), Secrets(), 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._deliveries = self._run(_opened(folder, egress))

    def serve(self, rehearsal: Rehearsal) -> None:
        """From now on the rehearsal's effects are carried out, for the bot that asks."""
        rehearsal.deliveries |= dict.fromkeys(self._kinds, self.delivery(rehearsal))

    def delivery(self, rehearsal: Rehearsal) -> Delivery:
        """What carries out one effect, for the bot that asks in a rehearsal."""

        async def carry(effect: Asked) -> Answered:
            return await asyncio.to_thread(self.carry_out, effect, rehearsal)

        return carry

    def carry_out(self, effect: Asked, rehearsal: Rehearsal) -> Answered:
        """The answer of an effect that a rehearsal's bot asks for."""
        self._count += 1
        bot = rehearsal.loaded.bots[rehearsal.state.bot]
        work = Work(bot, self._secrets, f"rehearsal:{self._count}", self._clock.now_us)
        return self._run(self._deliveries[type(effect)](effect, work))

    def close(self) -> None:
        """Ends what was started."""
        self._run(self._deliveries.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    # `Any`: what a coroutine yields and is sent is its own business.
    def _run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()


@contextmanager
def real_effects(
    kinds: tuple[type[Effect], ...] = HARMLESS, egress: Egress | None = None
) -> Iterator[RealEffects]:
    """What carries out effects of these kinds, while the context lasts."""
    with tempfile.TemporaryDirectory(prefix="tertulia-") as folder:
        effects = RealEffects(kinds, Path(folder), egress or Egress())
        try:
            yield effects
        finally:
            effects.close()


async def _opened(folder: Path, egress: Egress) -> Deliveries:
    # On the loop on which they will be used.
    return open_deliveries(folder, egress)
