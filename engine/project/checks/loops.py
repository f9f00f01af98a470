"""Circles in which nobody is asked anything: the engine would stop them as endless."""

from collections.abc import Iterator

from engine.nodes.graph import cycles
from engine.project.draft import Draft, DraftNode
from engine.types.issue import Issue


def check(draft: Draft) -> Iterator[Issue]:
    moving = {id_ for id_, node in draft.nodes.items() if not node.asks}
    ways = {id_: tuple(to for to in draft.ways[id_] if to in moving) for id_ in moving}
    ordered = {id_: ways[id_] for id_ in sorted(ways)}
    for group in cycles(ordered):
        nodes = [draft.nodes[id_] for id_ in sorted(group)]
        names = ", ".join(repr(node.id) for node in nodes[:6]) + (" ..." if len(nodes) > 6 else "")
        jumps = any(node.node.kind == "goto" for node in nodes)
        code = "goto-loop" if jumps else "endless-loop"
        message = f"a circle without a question: {names}"
        if any(_leads_out(node, set(group), draft) for node in nodes):
            remedy = "make sure that a condition ends it, or ask something within it"
            yield nodes[0].issue(code, "", message, remedy, "warning")
        else:
            yield nodes[0].issue(code, "", message, "ask something within it, or lead out of it")


def _leads_out(node: DraftNode, group: set[str], draft: Draft) -> bool:
    """Whether some way from the node leaves the circle or ends the flow."""
    if any(port not in node.node.edges for port in node.ports):
        return True
    return any(to not in group for to in draft.ways[node.id])
