"""Go on at an intent or any other node of the bot."""

from collections.abc import Iterator

from engine.nodes.checks import required
from engine.nodes.fields import Params, Target
from engine.nodes.protocol import Context, Finding, Jump, Kind
from engine.types.limits import Limits


class Goto(Params, frozen=True, kw_only=True):
    """Leaves this flow for another place; the conversation does not come back."""

    target: Target


def enter(params: Goto, _context: Context) -> Jump:
    return Jump(params.target)


def ports(_params: Goto) -> tuple[str, ...]:
    return ()


def check(params: Goto, _limits: Limits) -> Iterator[Finding]:
    yield from required(params.target, "target", "choose the intent or node to go on at")


KIND = Kind(
    name="goto",
    params=Goto,
    group="decide",
    title={"es": "Ir a", "en": "Go to", "pt": "Ir para"},
    icon="goto",
    enter=enter,
    ports=ports,
    check=check,
)
