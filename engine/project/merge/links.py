"""What leads from one node to another, and the links that a merge would leave without an end."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, get_args, get_type_hints

from msgspec import Meta, Struct, structs

from engine.nodes import KINDS
from engine.nodes.fields import Params
from engine.project.pieces import Path, Placed
from engine.types.bot import Node

Nodes = Mapping[str, Placed]


class Link(Struct, frozen=True):
    """A way from a node, by the path of its piece, to the id of another."""

    node: str
    path: Path
    target: str


def links(id_: str, node: Node) -> Iterator[Link]:
    """The edges of a node, and every setting that names another node."""
    for port, target in node.edges.items():
        yield Link(id_, ("edges", port), target)
    for name in _target_fields(node.kind):
        value = node.params.get(name)
        if isinstance(value, str):
            yield Link(id_, ("params", name), value)
        elif isinstance(value, list):
            for item in value:
                yield Link(id_, ("params", name, f"[{item}]"), str(item))


def lost_links(nodes: Nodes, sides: Sequence[Nodes]) -> dict[str, list[Link]]:
    """The links to nodes that are gone, by those, but for links that led nowhere on a side."""
    gone = {id_ for side in sides for id_ in side} - nodes.keys()
    lost: dict[str, list[Link]] = {}
    for id_, placed in nodes.items() if gone else ():
        for link in links(id_, placed.node):
            if link.target in gone and _is_sound(link, sides):
                lost.setdefault(link.target, []).append(link)
    return lost


def without(placed: Placed, lost: Link) -> Placed:
    """The node without one of its links: a port without an edge, an empty setting."""
    node = placed.node
    match lost.path:
        case ("edges", port):
            edges = {name: to for name, to in node.edges.items() if name != port}
            return structs.replace(placed, node=structs.replace(node, edges=edges))
        case ("params", name, *_):
            value = node.params[name]
            left = [id_ for id_ in value if id_ != lost.target] if isinstance(value, list) else ""
            params = node.params | {name: left}
            return structs.replace(placed, node=structs.replace(node, params=params))
    return placed


def has_link(nodes: Nodes, link: Link) -> bool:
    """Whether the node has the link there."""
    return link.node in nodes and link in links(link.node, nodes[link.node].node)


def _is_sound(link: Link, sides: Sequence[Nodes]) -> bool:
    return all(link.target in side for side in sides if has_link(side, link))


@cache
def _target_fields(kind: str) -> tuple[str, ...]:
    known = KINDS.get(kind)
    return _fields(known.params) if known else ()


def _fields(params: type[Params]) -> tuple[str, ...]:
    hints = get_type_hints(params, include_extras=True)
    return tuple(name for name, hint in hints.items() if _leads(hint))


# `Any`: a type's annotation.
def _leads(hint: Any) -> bool:
    metas = [meta for meta in getattr(hint, "__metadata__", ()) if isinstance(meta, Meta)]
    if any((meta.extra or {}).get("role") == "target" for meta in metas):
        return True
    return any(_leads(inner) for inner in get_args(hint))
