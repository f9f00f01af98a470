"""Variables read before anything can have set them.

A reading is too early where each node that sets the variable comes only after it: the reader
dominates every setter, in the graph with all intents as starts.
"""

from collections.abc import Iterator

from engine.expressions import ExpressionError, compile_expression, compile_template
from engine.nodes.graph import dominators
from engine.project.draft import Draft, DraftNode
from engine.types.issue import Issue

_READ_ROLES = {"template", "text", "label", "tag", "expression"}
# Where a name without a value simply makes a condition false.
_CONDITIONS = {"condition", "valid", "when"}


def check(draft: Draft) -> Iterator[Issue]:
    starts = [id_ for id_, node in draft.nodes.items() if node.node.kind == "intent"]
    above = dominators(draft.ways, starts)
    for node in draft.nodes.values():
        if node.id not in above:
            continue
        for path, name in _readings(node, draft):
            if all(_comes_first(node.id, setter, above) for setter in draft.setters[name]):
                message = f"{name!r} is read here, but nothing can have set it before"
                remedy = f"set {name!r} earlier, or give the variable a default"
                yield node.issue("read-before-set", path, message, remedy, "warning")


def _readings(node: DraftNode, draft: Draft) -> Iterator[tuple[str, str]]:
    """Path and name of each variable without a default that the node needs the value of."""
    own: set[str] = set()
    for use in node.uses:
        if use.role == "sets":
            pending = use.value
            if node.node.kind != "set" or use.path.startswith("clear"):
                own.add(pending)
        elif use.role in _READ_ROLES and use.path.rpartition(".")[2] not in _CONDITIONS:
            for name in sorted(_names(use.role, use.texts)):
                known = draft.bot.variables.get(name)
                has_default = known is not None and known.default is not None
                if name in draft.setters and not has_default and name not in own:
                    yield use.path, name


def _names(role: str, sources: tuple[str, ...]) -> set[str]:
    names: set[str] = set()
    for source in sources:
        try:
            if role == "expression":
                names |= compile_expression(source).names if source.strip() else frozenset()
            else:
                names |= compile_template(source).names
        except ExpressionError:
            continue
    return {name.partition(".")[0] for name in names}


def _comes_first(reader: str, setter: str, above: dict[str, str]) -> bool:
    """Whether every path to the setter passes the reader; so it is where no path leads there."""
    if setter not in above:
        return True
    while setter and setter != reader:
        setter = above[setter]
    return setter == reader
