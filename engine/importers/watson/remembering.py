"""The context that a node sets, as values of variables."""

from engine.importers.watson.cel import Cel
from engine.importers.watson.conversion import title_of, wish_of
from engine.importers.watson.flow import Flow
from engine.importers.watson.source import DialogNode
from engine.nodes.set import Set


def draw_context(
    flow: Flow,
    node: DialogNode,
    *,
    words: dict[str, Cel] | None = None,
    when: str = "",
    wish: str = "",
    title: str = "",
) -> None:
    """A `set` node for what the node puts into the context, if it does."""
    conversion = flow.conversion
    values: dict[str, str] = {}
    cleared: list[str] = []
    for name, value in node.context.items():
        variable = conversion.vocabulary.variable(name)
        if value is None or value == "null":
            cleared.append(variable)
        else:
            values[variable] = conversion.value(node, value, words)
    if not (values or cleared):
        return
    params = Set(variables=values, clear=tuple(one for one in cleared if one not in values))
    flow.then(wish or f"{wish_of(node)}_remember", "set", params, title=title, when=when)
    forget(flow, node, when)


def forget(flow: Flow, node: DialogNode, when: str = "") -> None:
    """A `set` node that unsets what the node removed from the context by its expressions."""
    removed = flow.conversion.removed.pop(node.id, [])
    if removed:
        params = Set(clear=tuple(dict.fromkeys(removed)))
        flow.then(f"{wish_of(node)}_forget", "set", params, title=title_of(node), when=when)
