"""How a provider's news reach us where more is to be done than to be called."""

import asyncio
import logging

from engine.channels.protocol import Arriving, Call
from engine.channels.sending import Sender
from engine.service.channels.routes import Hooks
from engine.service.errors import ServiceError

log = logging.getLogger("tertulia.channels")

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 60.0
PAUSE_S = 0.1


class Arrivals:
    """Tells providers where we are, and asks those that do not call; from start to stop."""

    def __init__(self, hooks: Hooks, address: str) -> None:
        self._hooks, self._address = hooks, address
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, sender: Sender) -> None:
        """Begins with one channel, if there is anything to do."""
        if isinstance(sender.adapter, Arriving):
            self._tasks.append(asyncio.create_task(self._arrive(sender, sender.adapter)))

    async def stop(self) -> None:
        """Ends; what was not yet on disk comes again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _arrive(self, sender: Sender, adapter: Arriving) -> None:
        for call in adapter.arrivals():
            await self._told(sender, call)
        after = 0
        wait_s = FIRST_WAIT_S
        while adapter.polls:
            following = await self._ask(sender, adapter, after)
            if following is None:
                await asyncio.sleep(wait_s)
                wait_s = min(2 * wait_s, LONGEST_WAIT_S)
                continue
            if not following:
                # A server that does not wait for news is not asked without a pause.
                await asyncio.sleep(PAUSE_S)
            after, wait_s = max(after, following), FIRST_WAIT_S

    async def _told(self, sender: Sender, call: Call) -> None:
        wait_s = FIRST_WAIT_S
        while True:
            sent = sender.adapter.classify(await sender.network.ask(call), 0)
            if sent.status == "sent":
                return
            why = sender.redacted(sent.error)
            log.error("the provider was not told: %s", why, extra={"channel": sender.name})
            await asyncio.sleep(max(wait_s, sent.after_s))
            wait_s = min(2 * wait_s, LONGEST_WAIT_S)

    async def _ask(self, sender: Sender, adapter: Arriving, after: int) -> int | None:
        """Asks once; the number of the last of what is on disk now, None where that failed."""
        answer = await sender.network.ask(adapter.poll(after))
        found = adapter.polled(answer)
        if found is None:
            why = sender.redacted(sender.adapter.classify(answer, 0).error)
            log.warning("no news were given: %s", why, extra={"channel": sender.name})
            return None
        try:
            await self._hooks.take(sender, found[0], adapter.base or self._address)
        except ServiceError as problem:
            log.warning("news were not kept: %s", problem, extra={"channel": sender.name})
            return None
        return found[1]
