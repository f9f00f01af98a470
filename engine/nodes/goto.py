"""Go on at an intent or any other node of the bot."""

from engine.nodes.fields import Params, Target


class Goto(Params, frozen=True, kw_only=True):
    """Leaves this flow for another place; the conversation does not come back."""

    target: Target
