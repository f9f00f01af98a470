"""What may come with an event from outside, as the bot's conditions look into it."""

from engine.expressions import ExpressionError, compile_expression
from engine.expressions.tree import path
from engine.nodes.set import Set
from engine.project.draft import Draft
from engine.runtime.pathfinder.hints import SOMETHING, Hints
from engine.types.value import Value

DATA = "event.data"
TRIED = 24


def event_data(drawn: Draft, known: Hints) -> tuple[dict[str, Value], ...]:
    """Objects that differ in one member each from one that holds something everywhere."""
    members: dict[str, list[Value]] = {}
    for name in _names_of_data(drawn):
        for other, values in known.items():
            member = other.removeprefix(f"{name}.")
            if member != other and "." not in member:
                found = members.setdefault(member, [])
                found += (value for value in values if value not in found)
    plain: dict[str, Value] = dict.fromkeys(members, SOMETHING)
    made = [plain | {member: value} for member, values in members.items() for value in values]
    return tuple(made[:TRIED])


def _names_of_data(drawn: Draft) -> set[str]:
    """The names under which the data of an event is kept, its own with them."""
    names = {DATA}
    for node in drawn.nodes.values():
        if not isinstance(node.params, Set):
            continue
        for name, source in node.params.variables.items():
            try:
                if path(compile_expression(source).tree) == DATA:
                    names.add(name)
            except ExpressionError:
                continue
    return names
