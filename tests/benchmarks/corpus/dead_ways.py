"""Ways of branches that no conversation can take, whatever it says: what is read there only
ever has a few values, and none of them fits.

Such branches stand in the sources too, as when a flow asks a service's answer for a colour.
"""

import itertools
from collections.abc import Collection, Mapping

from engine.expressions import ExpressionError, ExpressionFault, Missing, compile_expression
from engine.expressions.closures import build
from engine.expressions.tree import Binary, Literal, MapOf, Tree, names_read
from engine.nodes.branch import ELSE, Branch
from engine.nodes.graph import Graph
from engine.nodes.set import Set
from engine.project.draft import Draft
from engine.runtime.pathfinder.hints import nested
from engine.types.value import Value

COMBINATIONS = 200


def dead_ways(drawn: Draft) -> dict[tuple[str, str], str]:
    """The ports of branches that are never taken, by (node, port), each with the reason."""
    known = _Assigned(drawn)
    dead: dict[tuple[str, str], str] = {}
    for id_, node in drawn.nodes.items():
        if not isinstance(node.params, Branch):
            continue
        settled = ""
        for case in node.params.cases:
            tree = _tree(case.condition)
            if settled:
                dead[id_, case.id] = f"{settled!r} always holds before"
            elif tree is not None and _is_always(tree, known, False):
                dead[id_, case.id] = f"{case.condition!r} never holds"
            elif tree is not None and _is_always(tree, known, True):
                settled = case.condition
        if settled:
            dead[id_, ELSE] = f"{settled!r} always holds"
    return dead


def never_holds(condition: str, drawn: Draft) -> bool:
    """Whether a condition is false whatever happens, as one that is switched off."""
    tree = _tree(condition)
    return tree is not None and _is_always(tree, _Assigned(drawn), False)


def without(
    ways: Graph, drawn: Draft, dead: Collection[tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    """The graph without ways that are never taken."""
    left = dict(ways)
    for node in {node for node, _ in dead}:
        edges = drawn.nodes[node].node.edges
        left[node] = tuple(to for port, to in edges.items() if (node, port) not in dead)
    return left


class _Assigned:
    """What the nodes of a bot give to each name. `free` names may be anything, with all that
    is below them."""

    def __init__(self, drawn: Draft) -> None:
        intents = {id_ for id_, one in drawn.nodes.items() if one.node.kind == "intent"}
        self.values: dict[str, set[Value]] = {
            "message.intent": {"", *intents},
            "message.confidence": {0.0, 1.0},
            "language": {*drawn.bot.languages},
        }
        self.free = {name for name, one in drawn.bot.variables.items() if one.default is not None}
        for node in drawn.nodes.values():
            if isinstance(node.params, Set):
                for name, source in node.params.variables.items():
                    self._add(name, _tree(source))
            else:
                names = (name for use in node.uses if use.role == "sets" for name in use.texts)
                self.free.update(names)

    def of(self, name: str) -> set[Value] | None:
        """The values that a name may have; None where it may have any."""
        *above, _ = itertools.accumulate(name.split("."), "{}.{}".format)
        if name in self.free or self.free.intersection(above):
            return None
        return self.values.get(name)

    def _add(self, name: str, tree: Tree | None) -> None:
        if isinstance(tree, MapOf):
            for key, value in tree.entries:
                if isinstance(key, Literal) and isinstance(key.value, str):
                    self._add(f"{name}.{key.value}", value)
        elif isinstance(tree, Literal) and not isinstance(tree.value, bytes):
            self.values.setdefault(name, set()).add(tree.value)
        else:
            self.free.add(name)


def _is_always(tree: Tree, known: _Assigned, wanted: bool) -> bool:
    """Whether a condition comes out as wanted with all values that its names may have."""
    if isinstance(tree, Binary) and tree.sign in {"&&", "||"}:
        parts = (_is_always(part, known, wanted) for part in (tree.left, tree.right))
        return all(parts) if (tree.sign == "&&") is wanted else any(parts)
    names = sorted({name for name, _ in names_read(tree)})
    choices: list[list[Value]] = []
    for name in names:
        values = known.of(name)
        if values is None:
            return False
        # A variable may not have been set yet.
        choices.append([*values, None])
    made = list(itertools.islice(itertools.product(*choices), COMBINATIONS + 1))
    if len(made) > COMBINATIONS:
        return False
    return all(_holds(tree, dict(zip(names, row, strict=True))) is wanted for row in made)


def _holds(tree: Tree, values: Mapping[str, Value]) -> bool | None:
    given = {name: value for name, value in values.items() if value is not None}
    try:
        return build(tree)(nested(given)) is True
    except Missing:
        return False
    except ExpressionFault:
        return None


def _tree(source: str) -> Tree | None:
    try:
        return compile_expression(source).tree
    except ExpressionError:
        return None
