"""The ports of drawn nodes: what their kinds say of their settings as they are now."""

from collections.abc import Iterable
from typing import Any

import msgspec

from engine.nodes import KINDS
from engine.nodes.protocol import NEXT
from workbench.edits import Op, Plain, value_at

# By bot, topic and node.
Ports = dict[str, dict[str, dict[str, tuple[str, ...]]]]


def node_ports(node: Plain) -> tuple[str, ...]:
    """A node's ports in order. Where its settings are not sound yet: those that lead on."""
    kind = KINDS.get(node.get("kind", ""))
    drawn = tuple(node.get("edges", {}))
    if kind is None:
        return drawn or (NEXT,)
    try:
        # `Any`: each kind has params of its own.
        params: Any = msgspec.convert(node.get("params", {}), kind.params)
    except msgspec.ValidationError:
        return drawn or (NEXT,)
    ports = kind.ports(params)
    # An edge of a port that is gone stays in sight, so that it can be taken away.
    return (*ports, *(port for port in drawn if port not in ports))


def topic_ports(topic: Plain) -> dict[str, tuple[str, ...]]:
    """The ports of every node of a topic."""
    return {name: node_ports(node) for name, node in topic.get("nodes", {}).items()}


def ports_of(tree: Plain, ops: Iterable[Op]) -> Ports:
    """The ports of the nodes that an edit touched, for those that are there after it."""
    found: Ports = {}
    for op in ops:
        path = op.path
        if len(path) < 4 or path[0] != "bots" or path[2] != "topics":
            continue
        if len(path) > 4 and path[4] != "nodes":
            continue
        bot, topic = str(path[1]), str(path[3])
        drawn = value_at(tree, path[:4])
        if not isinstance(drawn, dict):
            continue
        nodes = drawn.get("nodes", {})
        names = [str(path[5])] if len(path) > 5 else list(nodes)
        into = found.setdefault(bot, {}).setdefault(topic, {})
        into.update({name: node_ports(nodes[name]) for name in names if name in nodes})
    return found
