"""Values worth trying: those with which a bot's expressions compare a name."""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from engine.expressions import (
    Expression,
    ExpressionError,
    ExpressionFault,
    Missing,
    compile_expression,
)
from engine.expressions.closures import build
from engine.expressions.tree import (
    Binary,
    Call,
    Choose,
    ListOf,
    Literal,
    Tree,
    Unary,
    children,
    is_macro,
    names_read,
    path,
)
from engine.project.draft import Draft, DraftNode
from engine.runtime.pathfinder.samples import sample
from engine.types.value import Value

# Values by the dotted name that is compared with them.
Hints = Mapping[str, tuple[Value, ...]]

SOMETHING = "x"
# Types of names that may stand for yes or no by themselves; None where nothing is declared.
YES_OR_NO = frozenset({"yes_no", "any", None})
NAMES_SOLVED = 4
VALUES_TRIED = 6
# Calls that show what their first argument holds: who compares them compares that.
SHOWING = frozenset(
    {
        *("trim", "fold", "lower", "upper", "string", "as_text", "outlined"),
        *("as_number", "number_in", "numbers_in", "moment_in", "format_moment", "time_in"),
    }
)
# Calls that look for their second argument in the first, and what of it makes them find it.
LOOKING: dict[str, Callable[[str], Sequence[str]]] = {
    "any_word": lambda words: re.findall(r"\w+", words)[:WORDS_TRIED],
    "matches": lambda pattern: [sample(pattern)],
    **dict.fromkeys(
        ("all_words", "phrase_in", "same_words", "contains", "startsWith", "endsWith"),
        lambda words: [words],
    ),
}
WORDS_TRIED = 3
# What has the number, the moment or whatever else a condition finds missing.
PRESENT = ("7", "2026-03-10")


def hints(drawn: Draft) -> dict[str, tuple[Value, ...]]:
    """The values with which the bot's expressions compare each name."""
    found: dict[str, list[Value]] = {}
    for node in drawn.nodes.values():
        for expression in expressions_of(node):
            for name, value in values_for(expression.tree):
                known = found.setdefault(name, [])
                fits = not isinstance(value, bool) or drawn.types.get(name) in YES_OR_NO
                if fits and value not in known:
                    known.append(value)
    return {name: tuple(values) for name, values in found.items()}


def expressions_of(node: DraftNode) -> Iterator[Expression]:
    """The conditions and computed values of a node, compiled; those that are wrong left out."""
    sources = [use.value for use in node.uses if use.role == "expression"]
    for source in [*([node.node.when] if node.node.when else []), *sources]:
        try:
            yield compile_expression(source)
        except ExpressionError:
            continue


def solve(
    expression: Expression, wanted: bool, known: Hints, before: Mapping[str, Value]
) -> dict[str, Value] | None:
    """Values for the names of a condition with which it is as wanted, as few as possible.

    `before` are the values that names have already. None where those known do not do it.
    """
    names = sorted(expression.names)
    if len(names) > NAMES_SOLVED:
        return None
    here: dict[str, list[Value]] = {}
    for name, value in values_for(expression.tree, before):
        here.setdefault(name, []).append(value)
    tried = [_once([None, *here.get(name, ()), *known.get(name, ()), SOMETHING]) for name in names]
    combinations = itertools.product(*(values[:VALUES_TRIED] for values in tried))
    for values in sorted(combinations, key=lambda row: sum(value is not None for value in row)):
        given: dict[str, Value] = {}
        given |= ((n, v) for n, v in zip(names, values, strict=True) if v is not None)
        if _holds(expression, {**before, **given}) is wanted:
            return given
    return None


def _once(values: Iterable[Value]) -> list[Value]:
    """The values in order, each once; lists among them cannot be hashed."""
    found: list[Value] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found


def nested(values: Mapping[str, object]) -> dict[str, object]:
    """Values by dotted names as objects: `order.status` becomes a member of `order`."""
    found: dict[str, object] = {}
    for name, value in values.items():
        *above, last = name.split(".")
        place = found
        for part in above:
            inner = place.setdefault(part, {})
            if not isinstance(inner, dict):
                inner = place[part] = {}
            place = inner
        place[last] = value
    return found


def _holds(expression: Expression, values: Mapping[str, Value]) -> bool | None:
    try:
        return expression.evaluate(nested(values)) is True
    except Missing:
        return False
    except ExpressionFault:
        return None


def subject(tree: Tree) -> str:
    """The dotted name whose value a tree shows, plainly or with something for its absence."""
    match tree:
        case Choose(yes=shown, no=Literal()):
            return subject(shown)
        case Call(function=function, target=None, arguments=(shown, *_)) if function in SHOWING:
            return subject(shown)
        case Call(function=function, target=shown, arguments=()) if shown and function in SHOWING:
            return subject(shown)
        case _:
            return path(tree)


def values_for(tree: Tree, before: Mapping[str, Value] = {}) -> Iterator[tuple[str, Value]]:
    """Each name that a condition compares, with each value worth trying for it; `before` are
    the values that names have which it is compared with."""
    if isinstance(tree, Binary):
        for one, other in ((tree.left, tree.right), (tree.right, tree.left)):
            if name := subject(one):
                yield from ((name, value) for value in _beside(tree.sign, other))
    if isinstance(tree, Call) and tree.function in LOOKING:
        yield from _looked_for(tree, before)
    if isinstance(tree, Call) and tree.target is not None and is_macro(tree):
        yield from _of_items(tree, subject(tree.target))
    if isinstance(tree, Call) and tree.function == "has" and (name := path(tree.arguments[0])):
        yield name, SOMETHING
    for part in _conditions(tree):
        if name := path(part):
            yield from ((name, True), (name, False))
    for child in children(tree):
        if not path(child):
            yield from values_for(child, before)


def _looked_for(call: Call, before: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """What makes a text (or a list) hold what a call looks for in it."""
    given = call.arguments if call.target is None else (call.target, *call.arguments)
    name = subject(given[0]) if len(given) > 1 else ""
    if not name:
        return
    sought = given[1]
    wanted = sought.value if isinstance(sought, Literal) else before.get(subject(sought))
    if not isinstance(wanted, str):
        return
    if name == "contact.tags":
        yield name, [wanted]
    else:
        yield from ((name, text) for text in LOOKING[call.function](wanted))


def _of_items(macro: Call, shown: str) -> Iterator[tuple[str, Value]]:
    """What is compared with each item of a list, as `numbers_in(said).exists(n, n > 5)` does,
    is worth trying for what the list is taken from."""
    item, body = path(macro.arguments[0]), macro.arguments[-1]
    if shown:
        yield from ((shown, value) for name, value in values_for(body) if name == item)


def _conditions(tree: Tree) -> Iterable[Tree]:
    """The parts that stand for yes or no by themselves."""
    if isinstance(tree, Unary) and tree.sign == "!":
        return (tree.of,)
    if isinstance(tree, Binary) and tree.sign in {"&&", "||"}:
        return (tree.left, tree.right)
    return (tree,)


def _beside(sign: str, tree: Tree) -> Iterator[Value]:
    """The values worth trying for a name on the other side of a comparison."""
    values = [tree] if isinstance(tree, Literal) else []
    if isinstance(tree, Call) and not any(names_read(tree)):
        values = [Literal(_worked_out(tree))]
    if isinstance(tree, ListOf) and sign == "in":
        values = [item for item in tree.items if isinstance(item, Literal)]
    for literal in values:
        value = literal.value
        if isinstance(value, bytes):
            continue
        if value is None:
            yield from PRESENT
            continue
        yield value
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield from (value - 1, value + 1)


def _worked_out(tree: Tree) -> str | None:
    """The text that an expression without names gives, None where it gives none."""
    try:
        value = build(tree)({})
    except (Missing, ExpressionFault):
        return None
    return value if isinstance(value, str) else None
