"""Put the conversation away."""

from engine.nodes.fields import Params, Template


class ArchiveNode(Params, frozen=True, kw_only=True):
    """Ends the session. The next message starts a new one."""

    reason: Template = ""
