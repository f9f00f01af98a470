"""The webchat: people fetch their messages from history, so sending is only a call to look."""

from engine.types.capability import ALL_MEDIA, Capability
from engine.types.post import Outgoing, Sent

SENT = Sent()

CAPABILITY = Capability(
    title="Webchat",
    options=10,
    option_chars=20,
    option_descriptions=True,
    links=10,
    mixes_links=True,
    rows=10,
    row_chars=60,
    row_description_chars=72,
    cards=10,
    card_options=3,
    media=ALL_MEDIA,
    one_message=True,
    shows_place=True,
    receives_location=True,
    asks_location=True,
    receives_files=True,
    typing=True,
    markup="own",
    receipts=("delivered", "read"),
)


class Webchat:
    """A channel whose messages are read from history by whoever listens to the conversation."""

    name = "webchat"

    async def send(self, outgoing: Outgoing) -> Sent:  # noqa: ARG002 - the protocol's signature
        """The message is in history already; the runtime wakes the listeners after this."""
        return SENT
