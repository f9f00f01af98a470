"""Edges, ports and targets: what leads nowhere, or to what does not exist."""

from collections.abc import Iterator

from engine.nodes.protocol import NEXT
from engine.project.decode import nearest
from engine.project.draft import Draft, DraftNode
from engine.types.issue import Issue

# Ports whose lack of an edge is a usual way to end a flow.
_MAY_END = {NEXT, "else", "empty"}
_OTHERWISE = {
    "failed": {
        "ask": "connect it or set retries to 0",
        "location": "connect it or set retries to 0",
    },
    "other": {"choices": "connect it, or set retries to 0 and free_text to false"},
}


def check(draft: Draft) -> Iterator[Issue]:
    for node in draft.nodes.values():
        yield from _edges(node, draft)
        yield from _targets(node, draft)
        if node.params is not None and not node.faults:
            yield from _open_ports(node)


def _edges(node: DraftNode, draft: Draft) -> Iterator[Issue]:
    known = node.params is not None and not node.faults
    for port, to in node.node.edges.items():
        if to not in draft.nodes:
            message = f"port {port!r} leads to {to!r}, which does not exist"
            remedy = nearest(to, draft.nodes) or "connect it to a node"
            yield node.issue("edge-to-nothing", f"edges.{port}", message, remedy)
        if known and port not in node.ports:
            message = f"there is no port {port!r}"
            remedy = f"remove the edge; {nearest(port, node.ports)}".removesuffix("; ")
            yield node.issue("unknown-port", f"edges.{port}", message, remedy)


def _targets(node: DraftNode, draft: Draft) -> Iterator[Issue]:
    for use in node.uses:
        if use.role == "target" and use.value and use.value not in draft.nodes:
            message = f"it names the node {use.value!r}, which does not exist"
            remedy = nearest(use.value, draft.nodes) or "choose a node of the bot"
            yield node.issue("unknown-target", use.path, message, remedy)


def _open_ports(node: DraftNode) -> Iterator[Issue]:
    kind = node.node.kind
    for port in node.ports:
        if port in node.node.edges:
            continue
        if kind == "intent" and port == NEXT:
            message = "the intent has no response"
            yield node.issue("no-response", f"edges.{port}", message, "connect its first response")
        elif port not in _MAY_END:
            message = f"port {port!r} leads nowhere"
            remedy = _OTHERWISE.get(port, {}).get(kind, "connect it to what should follow")
            if port in _OTHERWISE and getattr(node.params, "once", False):
                remedy = "connect it or set once to false"
            yield node.issue("open-port", f"edges.{port}", message, remedy, "warning")
