"""Silence the bot for a while, or until an agent hands back."""

from collections.abc import Iterator

from engine.nodes.fields import Params
from engine.nodes.moments import after
from engine.nodes.protocol import Changes, Context, Finding, Kind, Leave
from engine.types.limits import Limits


class Mute(Params, frozen=True, kw_only=True):
    """The bot answers nothing for `seconds` (0: until it is handed back or a new session)."""

    seconds: int = 0


def enter(params: Mute, context: Context) -> Leave:
    until_us = after(context.now_us, params.seconds) if params.seconds > 0 else 0
    return Leave(changes=Changes(mode="muted", muted_until_us=until_us))


def check(params: Mute, _limits: Limits) -> Iterator[Finding]:
    if params.seconds < 0:
        yield Finding(
            "negative-time",
            "seconds",
            f"the bot cannot be silent for {params.seconds} seconds",
            "give a number above 0, or 0 for silence until an agent hands back",
        )


KIND = Kind(
    name="mute",
    params=Mute,
    group="people",
    title={"es": "Silenciar", "en": "Mute", "pt": "Silenciar"},
    icon="mute",
    enter=enter,
    check=check,
)
