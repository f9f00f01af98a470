"""Circles in which nobody is asked anything: there they ran until the server stopped them."""

import msgspec
from msgspec.structs import replace

from engine.importers.report import Account
from engine.nodes import KINDS
from engine.nodes.graph import cycles
from engine.types.bot import Node, Topic

STEP = "connect it to a question, or to where the circle is to end"


def open_circles(topics: dict[str, Topic], account: Account) -> dict[str, Topic]:
    """The topics without edges that close a circle which nothing leads out of."""
    nodes = {name: node for topic in topics.values() for name, node in topic.nodes.items()}
    while closing := _closing(nodes):
        name, port = closing
        edges = {one: to for one, to in nodes[name].edges.items() if one != port}
        nodes[name] = replace(nodes[name], edges=edges)
        how = "the flow went round here without asking anything; the circle was opened"
        account.approximate("circles", name, nodes[name].source, how, STEP, node=name)
    return {
        name: replace(topic, nodes={one: nodes[one] for one in topic.nodes})
        for name, topic in topics.items()
    }


def _closing(nodes: dict[str, Node]) -> tuple[str, str] | None:
    """The last edge of a circle without a question and without a way out of it."""
    moving = {name for name, node in nodes.items() if not KINDS[node.kind].waits}
    ways = {
        name: tuple(to for to in _targets(nodes[name]) if to in moving) for name in sorted(moving)
    }
    for group in cycles(ways):
        inside = set(group)
        if any(_leads_out(nodes[name], inside) for name in group):
            continue
        for name in sorted(group, key=list(nodes).index, reverse=True):
            for port, to in nodes[name].edges.items():
                if to in inside:
                    return name, port
    return None


def _targets(node: Node) -> tuple[str, ...]:
    target = node.params.get("target")
    return (*node.edges.values(), *((target,) if isinstance(target, str) else ()))


def _leads_out(node: Node, inside: set[str]) -> bool:
    kind = KINDS[node.kind]
    ports = kind.ports(msgspec.convert(node.params, kind.params))
    return any(port not in node.edges for port in ports) or any(
        to not in inside for to in _targets(node)
    )
