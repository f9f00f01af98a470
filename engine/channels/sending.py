"""The one runner of all adapters: a message is fitted, rendered, and sent call by call."""

import logging
from collections import OrderedDict
from collections.abc import Callable

from msgspec.structs import replace

from engine.channels.fit import fit
from engine.channels.pace import Pace
from engine.channels.protocol import Adapter, Network
from engine.types.capability import Capability
from engine.types.issue import TertuliaError
from engine.types.post import Outgoing, Post, Sent

log = logging.getLogger("tertulia.channels")

# Messages of which a part was sent and another is still to be; older ones are forgotten.
BEGUN = 10_000


class Sender:
    """A channel to the runtime: an adapter, and the network that it is not to know of.

    `redact` takes the values of secrets out of a text.
    """

    def __init__(
        self,
        adapter: Adapter,
        network: Network,
        redact: Callable[[str], str] = str,
        pace: Pace | None = None,
    ) -> None:
        self.adapter = adapter
        self.network, self._redact = network, redact
        self._pace = pace or Pace(adapter.capability)
        # The ids of the parts that are sent, by the key of their message.
        self._begun: OrderedDict[str, list[str]] = OrderedDict()

    @property
    def name(self) -> str:
        """The channel's name."""
        return self.adapter.name

    @property
    def capability(self) -> Capability:
        """What it carries."""
        return self.adapter.capability

    @property
    def waiting(self) -> int:
        """Messages that wait because the channel, or their contact, takes no more at once."""
        return self._pace.waiting

    async def send(self, outgoing: Outgoing) -> Sent:
        """Sends a message; of one that was sent in part before, the rest. Its id is the last
        part's."""
        fitted = fit(outgoing.message, self.capability, self.adapter.language)
        calls = self.adapter.render(outgoing, fitted)
        ids = self._begun.setdefault(outgoing.key, [])
        if len(self._begun) > BEGUN:
            self._begun.popitem(last=False)
        sent = Sent()
        for number, call in enumerate(calls[len(ids) :], len(ids) + 1):
            await self._pace.turn(outgoing.conversation)
            sent = self.adapter.classify(await self.network.ask(call), outgoing.attempts)
            if sent.status != "sent":
                place = f"part {number} of {len(calls)}: " if len(calls) > 1 else ""
                sent = replace(sent, error=place + self._redact(sent.error))
                break
            ids.append(sent.external_id)
        if sent.status != "retry":
            self._begun.pop(outgoing.key, None)
        return sent

    async def seen(self, post: Post) -> None:
        """Shows the person that the message was read, if that is to be had; nothing rests on it."""
        try:
            call = self.adapter.seen(post)
        except TertuliaError as problem:
            log.warning("no receipt: %s", problem, extra={"channel": self.name})
            return
        if call is None:
            return
        answer = await self.network.ask(call)
        if answer.status != 200:
            log.info("a receipt was not taken", extra={"channel": self.name, "at": answer.status})

    def redacted(self, text: str) -> str:
        """The text without the values of secrets."""
        return self._redact(text)

    async def close(self) -> None:
        """Gives the connections back."""
        await self.network.close()
