"""A merged bot made sound: no link to what one side removed, every node in a flow that there is."""

from msgspec import structs

from engine.project.diff import Change, Sight, change, differences
from engine.project.merge.conflict import Conflicts, of_side
from engine.project.merge.links import Link, Nodes, has_link, lost_links, without
from engine.project.pieces import MISSING, Pieces, Placed
from engine.types.bot import Topic

Sides = tuple[Pieces, Pieces, Pieces]


def mend(sight: Sight, sides: Sides, found: Pieces, conflicts: Conflicts) -> Pieces:
    """The pieces of a bot, made sound.

    A node that one side removed and the other leads to is a conflict: it is there, or nothing
    leads to it. A flow stays as long as a node is drawn in it.
    """
    nodes = _linked(sight, sides, found["nodes"], conflicts)
    topics: dict[str, Topic] = dict(found["topics"])
    for placed in nodes.values():
        if placed.topic not in topics:
            drawn = (side["topics"].get(placed.topic) for side in sides[::-1] if side)
            topics[placed.topic] = next(topic for topic in drawn if topic is not None)
    topics = {name: _drawn(name, topic, nodes, sides[1:]) for name, topic in topics.items()}
    return found | {"nodes": nodes, "topics": topics}


def _linked(
    sight: Sight, sides: Sides, merged: dict[str, Placed], conflicts: Conflicts
) -> dict[str, Placed]:
    """The nodes with every link led to its end; a node that comes back may bring lost ones."""
    base, ours, theirs = (side.get("nodes", {}) for side in sides)
    nodes = dict(merged)
    while lost := lost_links(nodes, (ours, theirs)):
        for target, links in lost.items():
            three = tuple(side.get(target, MISSING) for side in (base, ours, theirs))
            inner = sight.inner("nodes").inner(target, values=three)
            by_ours, by_theirs = (
                differences(inner, three[0], value) + _linking(sight, base, side, links)
                for value, side in ((three[1], ours), (three[2], theirs))
            )
            called = change("changed", inner, three[0], MISSING)
            kept = of_side(three, conflicts.settle(inner, called, three, by_ours, by_theirs))
            if kept is not MISSING:
                nodes[target] = kept
                continue
            for link in links:
                nodes[link.node] = without(nodes[link.node], link)
    return nodes


def _linking(sight: Sight, base: Nodes, side: Nodes, links: list[Link]) -> tuple[Change, ...]:
    """The links that one side made, as changes."""
    made = [link for link in links if has_link(side, link) and not has_link(base, link)]
    return tuple(
        change("added", _sight_of(sight, side, link), MISSING, link.target) for link in made
    )


def _sight_of(sight: Sight, nodes: Nodes, link: Link) -> Sight:
    at = sight.inner("nodes").inner(link.node, values=(nodes[link.node],))
    for step in link.path:
        at = at.inner(step)
    return at


def _drawn(name: str, topic: Topic, nodes: Nodes, sides: tuple[Pieces, ...]) -> Topic:
    """The flow without places of nodes that are gone from it, but those that a side left there."""
    layout = {
        id_: place
        for id_, place in topic.layout.items()
        if _is_in(name, id_, nodes)
        or any(
            _has_place(side, name, id_) and not _is_in(name, id_, side["nodes"]) for side in sides
        )
    }
    return structs.replace(topic, layout=layout)


def _is_in(topic: str, id_: str, nodes: Nodes) -> bool:
    return id_ in nodes and nodes[id_].topic == topic


def _has_place(side: Pieces, topic: str, id_: str) -> bool:
    drawn = side.get("topics", {}).get(topic)
    return isinstance(drawn, Topic) and id_ in drawn.layout
