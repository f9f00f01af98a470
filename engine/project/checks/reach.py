"""What conversations can get to: predefined intents, unreachable nodes, dead ends."""

from collections.abc import Iterator

from engine.nodes.protocol import NEXT
from engine.project.draft import Draft, DraftNode
from engine.project.graph import reachable
from engine.types.bot import NOT_UNDERSTOOD, STARTUP
from engine.types.issue import Issue

_PREDEFINED = {
    STARTUP: "it greets who comes",
    NOT_UNDERSTOOD: "it answers what nothing else understands",
}


def check(draft: Draft) -> Iterator[Issue]:
    yield from _predefined(draft)
    intents = [node.id for node in draft.nodes.values() if node.node.kind == "intent"]
    found = reachable(draft.ways, intents)
    called = _called(draft)
    for node in draft.nodes.values():
        if node.id not in found:
            message = "no intent, edge, goto or call leads here"
            remedy = "connect it or remove it"
            yield node.issue("unreachable-node", "", message, remedy, "warning")
        elif node.id not in called and _is_dead_end(node):
            message = "the conversation ends here with an answer that offers no next step"
            remedy = "end with a question or buttons, or go to a menu"
            yield node.issue("dead-end", "", message, remedy, "advice")
    if STARTUP in draft.nodes:
        yield from _startup(draft.nodes[STARTUP], draft)


def _predefined(draft: Draft) -> Iterator[Issue]:
    for name, why in _PREDEFINED.items():
        node = draft.nodes.get(name)
        if node is None or node.node.kind != "intent":
            found = "is missing" if node is None else f"is of the kind {node.node.kind!r}"
            message = f"the intent {name!r} {found}: {why}"
            remedy = f"add a node of the kind 'intent' with the id {name!r}"
            yield draft.issue("predefined-intent", "", message, remedy)


def _startup(node: DraftNode, draft: Draft) -> Iterator[Issue]:
    ahead = reachable(draft.ways, [node.id]) - {node.id}
    if ahead and not any(draft.nodes[id_].asks for id_ in ahead):
        message = "the startup message leads to no question and no menu"
        remedy = "end it with buttons, so that people see what they can do"
        yield node.issue("startup-without-menu", "", message, remedy, "warning")


def _is_dead_end(node: DraftNode) -> bool:
    if node.kind is None or node.kind.group != "say" or node.asks or node.ports != (NEXT,):
        return False
    if NEXT in node.node.edges or node.id == STARTUP:
        return False
    texts = [text for use in node.uses if use.role == "text" for text in use.texts]
    return not any("?" in text or "http" in text for text in texts)


def _called(draft: Draft) -> set[str]:
    """Nodes of subflows: what follows there is up to the caller."""
    starts = [
        str(node.node.params.get("target"))
        for node in draft.nodes.values()
        if node.node.kind == "call"
    ]
    return reachable(draft.ways, starts)
