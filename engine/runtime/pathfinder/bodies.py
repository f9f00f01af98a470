"""What a service may answer so that the results of an `http` node get values: the members that
its expressions read, with the values that conditions ask for further on."""

from collections.abc import Iterator, Mapping

from engine.expressions import Expression, ExpressionError, compile_expression
from engine.expressions.tree import (
    Call,
    Index,
    Literal,
    MapOf,
    Member,
    Name,
    Tree,
    children,
    is_macro,
    names_read,
    path,
)
from engine.runtime.pathfinder.hints import SOMETHING, Hints, nested, values_for
from engine.types.value import Value

BODIES_TRIED = 6
BODY = "response.body"

# The items of a list by its place in the body.
Lists = dict[str, list[dict[str, Value]]]


def bodies(results: Mapping[str, str], known: Hints) -> Iterator[dict[str, object]]:
    """Bodies of which each result is made, a few at most that differ in wished values; then one
    that holds nothing."""
    made = {name: one for name, source in results.items() if (one := _compiled(source))}
    lists: Lists = {}
    for expression in made.values():
        _look(expression.tree, {}, lists)
    for items in lists.values():
        # The fullest first: who takes the first that fits finds everything in it.
        items.sort(key=len, reverse=True)
    wished = {
        place: (*values, SOMETHING)
        for name, values in known.items()
        if (place := _place(name, made)) and place not in lists
    }
    read = {name for one in made.values() for name in one.names if name.startswith(f"{BODY}.")}
    plain: dict[str, Value] = {
        place: SOMETHING
        for place in sorted(name.removeprefix(f"{BODY}.") for name in read)
        if not _is_above(place, wished) and not _is_above(place, lists)
    }
    most = max((len(values) for values in wished.values()), default=1)
    for turn in range(min(most, BODIES_TRIED)):
        chosen = {place: values[turn % len(values)] for place, values in wished.items()}
        yield nested({**plain, **lists, **chosen})
    # A service that has nothing to say.
    yield {}


def _place(name: str, made: Mapping[str, Expression]) -> str:
    """Where in the body the value of a name comes from, "" where it does not."""
    root, _, member = name.partition(".")
    tree = made[root].tree if root in made else None
    while isinstance(tree, MapOf):
        key, _, member = member.partition(".")
        tree = next((v for k, v in tree.entries if isinstance(k, Literal) and k.value == key), None)
    found = path(tree) if tree else ""
    if found != BODY and not found.startswith(f"{BODY}."):
        return ""
    return f"{found}.{member}".removeprefix(BODY).strip(".")


def _look(tree: Tree, wanted: Mapping[str, Value], lists: Lists) -> None:
    """Notes an item for each list of the body that a macro goes through, with the members that
    it reads; `wanted` are those that are read of what the tree gives."""
    if isinstance(tree, Member):
        _look(tree.of, {tree.name: SOMETHING}, lists)
    elif isinstance(tree, Index):
        _look(tree.of, wanted, lists)
    elif isinstance(tree, Call) and tree.target is not None and is_macro(tree):
        item = {**_members(tree), **wanted}
        place = path(tree.target)
        if place.startswith(f"{BODY}."):
            lists.setdefault(place.removeprefix(f"{BODY}."), []).append(item)
        else:
            _look(tree.target, item, lists)
    else:
        for child in children(tree):
            _look(child, {}, lists)


def _members(macro: Call) -> dict[str, Value]:
    """What a macro reads of each item, with the values that it compares it with."""
    own, *rest = macro.arguments
    start = f"{own.name}." if isinstance(own, Name) else ""
    members: dict[str, Value] = {
        name.removeprefix(start): SOMETHING
        for argument in rest
        for name, _ in names_read(argument)
        if name.startswith(start)
    }
    for argument in rest:
        for name, value in values_for(argument):
            member = name.removeprefix(start)
            # Of several values the first is the one that is sought; yes and no are mere guesses.
            free = members.get(member, SOMETHING) == SOMETHING
            if name.startswith(start) and free and not isinstance(value, bool):
                members[member] = value
    return members


def _is_above(place: str, others: Mapping[str, object]) -> bool:
    return any(other == place or other.startswith(f"{place}.") for other in others)


def _compiled(source: str) -> Expression | None:
    try:
        return compile_expression(source)
    except ExpressionError:
        return None
