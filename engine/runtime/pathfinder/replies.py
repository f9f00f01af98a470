"""What a person may send where the flow looks into the message only further on.

An answer that is kept in a variable, or the message that ends a wait, is often told apart by
a branch some nodes later: what its conditions look for is worth sending.
"""

from collections.abc import Iterator, Mapping

from engine.expressions import Expression, ExpressionError, compile_expression
from engine.nodes.ask import Ask
from engine.nodes.branch import ELSE, Branch
from engine.nodes.set import Set
from engine.project.chat import Act, Says
from engine.project.draft import Draft, DraftNode
from engine.runtime.pathfinder.answers import FILE, NONSENSE
from engine.runtime.pathfinder.distances import Distances
from engine.runtime.pathfinder.hints import values_for
from engine.types.state import Frame

NODES_FOLLOWED = 40
TEXT, MEDIA = "message.text", "message.media"


def replies(
    node: DraftNode, drawn: Draft, goal: Distances, stack: tuple[Frame, ...] = ()
) -> Iterator[tuple[Act, float]]:
    """What the branches behind a waiting node look for, each with how far the goal is behind
    the way that it should take."""
    # The part of the message that each name holds.
    holds = {TEXT: TEXT, MEDIA: MEDIA}
    if isinstance(node.params, Ask) and node.params.variable:
        holds[node.params.variable] = TEXT
    seen = {node.id}
    ahead = list(node.node.edges.values())
    while ahead and len(seen) < NODES_FOLLOWED:
        id_ = ahead.pop(0)
        one = drawn.nodes.get(id_)
        if one is None or id_ in seen:
            continue
        seen.add(id_)
        if isinstance(one.params, Set):
            holds |= _holding(one.params, holds)
        elif isinstance(one.params, Branch):
            yield from _sought(one.id, one.params, holds, goal, stack)
        if not one.asks:
            ahead += one.node.edges.values()


def _holding(params: Set, holds: Mapping[str, str]) -> dict[str, str]:
    """The variables that hold a part of the message from here on."""
    found = {}
    for name, source in params.variables.items():
        expression = _compiled(source)
        read = expression and next(_read(expression, holds), "")
        if read:
            found[name] = read
    return found


def _sought(
    branch: str,
    params: Branch,
    holds: Mapping[str, str],
    goal: Distances,
    stack: tuple[Frame, ...],
) -> Iterator[tuple[Act, float]]:
    looked = False
    for case in params.cases:
        expression = _compiled(case.condition)
        parts = set(_read(expression, holds)) if expression else set()
        if expression is None or not parts:
            continue
        looked = True
        ahead = goal.of_port(branch, case.id, stack)
        if MEDIA in parts:
            yield FILE, ahead
        for name, value in values_for(expression.tree):
            if _held(name, holds) == TEXT and isinstance(value, str | int | float):
                yield Says(0, str(value)), ahead
    if looked:
        yield Says(0, NONSENSE), goal.of_port(branch, ELSE, stack)


def _read(expression: Expression, holds: Mapping[str, str]) -> Iterator[str]:
    """The parts of the message that an expression reads."""
    return (part for name in sorted(expression.names) if (part := _held(name, holds)))


def _held(name: str, holds: Mapping[str, str]) -> str:
    """The part of the message that a name holds, by itself or by the object above it."""
    return holds.get(name) or holds.get(name.partition(".")[0], "")


def _compiled(source: str) -> Expression | None:
    try:
        return compile_expression(source)
    except ExpressionError:
        return None
