"""Visit a subflow and come back."""

from collections.abc import Iterator

from engine.nodes.checks import required
from engine.nodes.fields import Params, Target
from engine.nodes.protocol import Context, Finding, Jump, Kind
from engine.types.limits import Limits


class Call(Params, frozen=True, kw_only=True):
    """Goes to the target; when the flow there ends, goes on from here."""

    target: Target


def enter(params: Call, _context: Context) -> Jump:
    return Jump(params.target, back=True)


def check(params: Call, _limits: Limits) -> Iterator[Finding]:
    yield from required(params.target, "target", "choose the intent or node to visit")


KIND = Kind(
    name="call",
    params=Call,
    group="decide",
    title={"es": "Visitar y volver", "en": "Visit and come back", "pt": "Visitar e voltar"},
    icon="call",
    enter=enter,
    check=check,
)
