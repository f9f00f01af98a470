"""Effects of a rehearsal carried out for real: code in its sandbox, and if wanted all others."""

import asyncio
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.runtime.clock import RealClock
from engine.runtime.deliveries.protocol import Work
from engine.runtime.deliveries.table import open_deliveries
from engine.runtime.egress.options import Egress
from engine.runtime.secrets import Secrets
from engine.types.bot import Bot
from engine.types.effect import Effect, RunCode
from engine.types.event import Answered

# `Any`: each takes its own effect.
Carry = Callable[[Any], Awaitable[Answered]]

# Code touches nothing outside its sandbox, so that a rehearsal may always run it.
HARMLESS: tuple[type[Effect], ...] = (RunCode,)


@contextmanager
def real_effects(
    bot: Bot, kinds: tuple[type[Effect], ...] = HARMLESS, egress: Egress | None = None
) -> Iterator[Mapping[type[Effect], Carry]]:
    """What carries out effects of these kinds, while the context lasts.

    The deliveries live on an event loop in a thread of their own, since a rehearsal has none.
    """
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="real effects", daemon=True)
    thread.start()
    clock, secrets, count = RealClock(), Secrets(), iter(range(1 << 62))

    def run(awaitable: Awaitable[Any]) -> Any:
        async def awaited() -> Any:
            return await awaitable

        return asyncio.run_coroutine_threadsafe(awaited(), loop)

    async def opened() -> Any:
        return open_deliveries(Path(folder), egress)

    with tempfile.TemporaryDirectory(prefix="tertulia-") as folder:
        deliveries = run(opened()).result()

        async def carry(effect: Any) -> Answered:
            work = Work(bot, secrets, f"rehearsal:{next(count)}", clock.now_us)
            answered: Answered = await asyncio.wrap_future(
                run(deliveries[type(effect)](effect, work))
            )
            return answered

        try:
            yield dict.fromkeys(kinds, carry)
        finally:
            run(deliveries.close()).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()
