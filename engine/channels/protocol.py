"""What a channel is to the runtime."""

from typing import Protocol

from engine.types.post import Outgoing, Sent


class Channel(Protocol):
    """A way out of the engine, by name."""

    @property
    def name(self) -> str:
        """The name that posts and conversations carry."""

    async def send(self, outgoing: Outgoing) -> Sent:
        """Hands one message over. What it raises counts as `retry`."""
