"""The webchat: people fetch their messages from history, so sending is only a call to look."""

from engine.types.post import Outgoing, Sent

SENT = Sent()


class Webchat:
    """A channel whose messages are read from history by whoever listens to the conversation."""

    name = "webchat"

    async def send(self, outgoing: Outgoing) -> Sent:  # noqa: ARG002 - the protocol's signature
        """The message is in history already; the runtime wakes the listeners after this."""
        return SENT
