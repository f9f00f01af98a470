"""A level of the tree as a choice: its nodes in order, the first whose condition holds."""

from collections.abc import Sequence

from engine.importers.naming import Names
from engine.importers.watson.conversion import Conversion, wish_of
from engine.importers.watson.flow import Flow
from engine.importers.watson.known import Known, simplified
from engine.importers.watson.order import Entry
from engine.importers.watson.tree import FALSE, TRUE, Binary, Expr
from engine.nodes.branch import Branch, Case
from engine.types.bot import NOT_UNDERSTOOD

# Keys of where ways lead: to the dialog node itself, to the choice below it, to the choice among
# its level from it on (what fits none follows, or the root), to where a message goes that no child
# is for, and nowhere.
BODY, CHILDREN, AMONG, FROM = "body ", "children ", "among ", "from "
ROOT, END = "root", "end"
UNMATCHED = f"unmatched {NOT_UNDERSTOOD}"


def draw_level(
    flow: Flow, wish: str, entries: Sequence[Entry], known: Known, otherwise: str, title: str = ""
) -> None:
    """Leads to the node whose turn it is; `otherwise` where none of them is meant."""
    conversion = flow.conversion
    open_ways, last = choose(conversion, entries, known)
    final = f"{BODY}{last.node.id}" if last else otherwise
    names, cases = Names(("else",)), list[tuple[Case, str]]()
    for entry, expr in open_ways:
        condition = conversion.test(entry.node, expr)
        if condition == "true":
            final = f"{BODY}{entry.node.id}"
            break
        id_ = names.take(wish_of(entry.node), "case", 50)
        cases.append((Case(id=id_, condition=condition), f"{BODY}{entry.node.id}"))
    if not cases:
        flow.lead(final)
        return
    params = Branch(cases=tuple(case for case, _ in cases))
    branch = flow.then(wish, "branch", params, title=title, ends=())
    for case, key in cases:
        flow.fork((branch, case.id)).lead(key)
    flow.fork((branch, "else")).lead(final)


def choose(
    conversion: Conversion, entries: Sequence[Entry], known: Known
) -> tuple[list[tuple[Entry, Expr]], Entry | None]:
    """The nodes that may be meant, with what is open of their conditions, and the first one that
    is meant in any case."""
    open_ways: list[tuple[Entry, Expr]] = []
    for entry in entries:
        expr = simplified(_whole(conversion, entry), known)
        if expr == TRUE:
            return open_ways, entry
        if expr != FALSE:
            open_ways.append((entry, expr))
    return open_ways, None


def is_total(conversion: Conversion, entries: Sequence[Entry]) -> bool:
    """Whether one of the nodes takes every message."""
    return choose(conversion, entries, Known())[1] is not None


def _whole(conversion: Conversion, entry: Entry) -> Expr:
    """The condition of a node and of the folders around it; without one it is only jumped to."""
    node = entry.node
    expr = conversion.condition(node, node.conditions) if node.conditions else FALSE
    for folder in reversed(entry.folders):
        if folder.conditions:
            expr = Binary("&&", conversion.condition(folder, folder.conditions), expr)
    return expr
