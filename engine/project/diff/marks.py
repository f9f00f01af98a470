"""Changes as marks on the graph of a bot."""

from collections.abc import Iterable

from msgspec import Struct

from engine.project.diff.change import Change, Kind


class Marks(Struct, frozen=True):
    """What to draw on a graph: nodes by (topic, node), edges by (topic, node, port).

    A moved node is removed from one topic and added to the other. A node with no change but
    of its edges is not marked, its edges are.
    """

    nodes: dict[tuple[str, str], Kind]
    edges: dict[tuple[str, str, str], Kind]


def by_node(changes: Iterable[Change], bot: str = "") -> Marks:
    """The changes as marks on the graph of a bot; without one, of all bots together."""
    nodes: dict[tuple[str, str], Kind] = {}
    edges: dict[tuple[str, str, str], Kind] = {}
    for one in changes:
        place = one.location
        here = (place.topic, place.node)
        if not place.node or (bot and place.bot != bot):
            continue
        if one.what == "edge":
            edges[*here, one.name] = one.kind
        elif one.what != "node":
            nodes.setdefault(here, "changed")
        elif one.kind == "moved":
            nodes[here] = "added"
            nodes[str(one.before), place.node] = "removed"
        else:
            nodes[here] = one.kind
            edges |= {(*here, port): one.kind for port in _ports(one)}
    return Marks(nodes, edges)


def _ports(change: Change) -> tuple[str, ...]:
    """The connected ports of a node that was added or removed."""
    drawn = change.after if change.kind == "added" else change.before
    edges = drawn.get("edges") if isinstance(drawn, dict) else None
    return tuple(edges) if isinstance(edges, dict) else ()
