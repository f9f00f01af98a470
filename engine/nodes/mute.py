"""Silence the bot for a while, or until an agent hands back."""

from engine.nodes.fields import Params


class Mute(Params, frozen=True, kw_only=True):
    """The bot answers nothing for `seconds` (0: until it is handed back or a new session)."""

    seconds: int = 0
