"""Go through a list, one element after the other."""

from collections.abc import Iterator

from engine.nodes.checks import required
from engine.nodes.fields import Expression, Params, VariableName
from engine.nodes.protocol import Context, Finding, Kind, Leave, Restart
from engine.types.event import Event
from engine.types.limits import Limits
from engine.types.value import Value

ITEM = "item"
DONE = "done"


class Each(Params, frozen=True, kw_only=True):
    """Takes the port `item` once for each element of the list that `items` gives, with the
    element in `variable` and its number, from 0, in `index`. When the flow behind `item` ends,
    the next element has its turn; after the last one the port `done` is taken.

    The list is taken once, at the beginning. What is no list has no elements.
    """

    items: Expression
    variable: VariableName
    index: VariableName = ""


def enter(params: Each, context: Context) -> Leave:
    items = context.value(params.items)
    if not isinstance(items, list):
        if items is not None:
            context.warn("no-list", f"{params.items!r} is no list: nothing was gone through")
        items = []
    return _take(params, items, 0)


def resume(params: Each, context: Context, _event: Event | Restart) -> Leave:
    items, position = context.memory.get("items"), context.memory.get("next")
    if not isinstance(items, list) or not isinstance(position, int):
        return Leave(DONE)
    return _take(params, items, position)


def ports(_params: Each) -> tuple[str, ...]:
    return (ITEM, DONE)


def check(params: Each, _limits: Limits) -> Iterator[Finding]:
    yield from required(params.items, "items", "write the expression that gives the list")
    yield from required(params.variable, "variable", "name the variable that keeps the element")


def _take(params: Each, items: list[object], position: int) -> Leave:
    if position >= len(items):
        return Leave(DONE)
    # The elements of a plain list are plain values.
    values: dict[str, Value] = {params.variable: items[position]}  # type: ignore[dict-item]
    if params.index:
        values[params.index] = position
    return Leave(ITEM, variables=values, again={"items": items, "next": position + 1})


KIND = Kind(
    name="each",
    params=Each,
    group="decide",
    title={"es": "Por cada uno", "en": "For each", "pt": "Para cada um"},
    icon="each",
    enter=enter,
    ports=ports,
    resume=resume,
    check=check,
)
