"""What conversations can get to: predefined intents, unreachable nodes."""

from collections.abc import Iterator

from engine.nodes.graph import reachable
from engine.project.draft import Draft, DraftNode
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
    for node in draft.nodes.values():
        if node.id not in found:
            message = "no intent, edge, goto or call leads here"
            remedy = "connect it or remove it"
            yield node.issue("unreachable-node", "", message, remedy, "warning")
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
