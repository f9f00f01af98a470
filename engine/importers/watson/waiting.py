"""After the wait: the children first, then the rest of the dialog, as a digression or for good."""

from engine.importers.watson.conversion import Conversion, title_of, wish_of
from engine.importers.watson.flow import Flow
from engine.importers.watson.known import Known
from engine.importers.watson.levels import ROOT, draw_level
from engine.importers.watson.source import DialogNode
from engine.importers.watson.translate import OWN
from engine.nodes.branch import Branch, Case
from engine.nodes.call import Call
from engine.nodes.set import Set

DIGRESS = "digress "


def draw_waiting(flow: Flow, node: DialogNode) -> None:
    """The choice among the children for the message that came; nothing was said meanwhile."""
    conversion = flow.conversion
    if conversion.mentions("returning_from_digression"):
        returning = conversion.vocabulary.own(*OWN["returning_from_digression"])
        flow.then(f"{wish_of(node)}_back", "set", Set(clear=(returning,)))
    title = f"After {title_of(node)}" if title_of(node) else ""
    key = f"{DIGRESS}{node.id}" if comes_back(conversion, node) else ROOT
    draw_level(flow, f"{wish_of(node)}_next", conversion.tree.level(node.id), Known(), key, title)


def comes_back(conversion: Conversion, node: DialogNode) -> bool:
    """Whether a message that leads away from a node may lead back to it."""
    return node.digress_out != "allow_all_never_return" and bool(returning_roots(conversion))


def returning_roots(conversion: Conversion) -> tuple[str, ...]:
    """The nodes of the root that return after a digression into them."""
    return tuple(
        entry.node.id for entry in conversion.tree.level("") if entry.digress_in == "returns"
    )


def draw_digression(conversion: Conversion, topic: str, node: DialogNode, back: str) -> None:
    """A message for a node that returns is answered by a visit; others leave for good."""
    flow = Flow(conversion, topic, node.place, key=f"{DIGRESS}{node.id}")
    case = Case(id="returns", condition=conversion.returns_when)
    branch = flow.then(
        f"{wish_of(node)}_digress",
        "branch",
        Branch(cases=(case,)),
        title="Is it answered on the way?",
        ends=(),
    )
    flow.fork((branch, "else")).lead(ROOT)
    away = flow.fork((branch, "returns"))
    visit = Call(target=conversion.elsewhere)
    away.then(f"{wish_of(node)}_visit", "call", visit, title="Answer, and come back")
    if conversion.mentions("returning_from_digression"):
        returning = conversion.vocabulary.own(*OWN["returning_from_digression"])
        away.then("coming_back", "set", Set(variables={returning: "true"}))
    away.lead(back)
