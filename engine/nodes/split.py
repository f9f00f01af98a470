"""Part conversations by chance, in given shares."""

from collections.abc import Iterator
from math import inf

from engine.nodes.checks import repeated_ids
from engine.nodes.fields import Params, VariableName
from engine.nodes.parts import OptionId
from engine.nodes.protocol import NEXT, Context, Finding, Kind, Leave
from engine.types.limits import Limits


class Way(Params, frozen=True, kw_only=True):
    """One way: its port is `id`; `weight` is its share of the sum."""

    id: OptionId
    weight: float = 1.0


class Split(Params, frozen=True, kw_only=True):
    """Leaves through one of the ways, picked by the conversation's seed; `variable` keeps
    which, and with it the next visit takes the same way."""

    ways: tuple[Way, ...]
    variable: VariableName = ""


def enter(params: Split, context: Context) -> Leave:
    if params.variable:
        kept = context.variable(params.variable)
        if any(way.id == kept for way in params.ways):
            return Leave(str(kept))
    way = _pick(params.ways, context.draw())
    return Leave(way, variables={params.variable: way} if params.variable else None)


def ports(params: Split) -> tuple[str, ...]:
    return tuple(way.id for way in params.ways) or (NEXT,)


def check(params: Split, _limits: Limits) -> Iterator[Finding]:
    yield from repeated_ids([way.id for way in params.ways], "ways")
    for index, way in enumerate(params.ways):
        if not 0 < way.weight < inf:
            yield Finding(
                "weight-not-positive",
                f"ways[{index}].weight",
                f"the weight of {way.id!r} is {way.weight:g}",
                "give it a number above 0, or delete the way",
            )
    if len(params.ways) < 2:
        yield Finding(
            "too-few-ways",
            "ways",
            f"there are {len(params.ways)} ways to split into",
            "add ways until there are at least 2",
        )


def _pick(ways: tuple[Way, ...], draw: float) -> str:
    rest = draw * sum(way.weight for way in ways)
    for way in ways:
        rest -= way.weight
        if rest < 0:
            return way.id
    return ways[-1].id if ways else NEXT


KIND = Kind(
    name="split",
    params=Split,
    group="decide",
    title={"es": "Repartir al azar", "en": "Split by chance", "pt": "Dividir ao acaso"},
    icon="split",
    enter=enter,
    ports=ports,
    check=check,
)
