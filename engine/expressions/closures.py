"""A tree made callable: each node becomes a closure, so that evaluating costs no walk."""

from collections.abc import Callable

from engine.expressions import operators
from engine.expressions.errors import ExpressionFault, Missing
from engine.expressions.functions import TYPE_NAMES, build_call
from engine.expressions.logic import build_choose, build_join, build_not, build_sure
from engine.expressions.macros import build_has, build_macro
from engine.expressions.operators import NULL_ALLOWED, OPERATORS
from engine.expressions.tree import (
    Binary,
    Call,
    Choose,
    Index,
    ListOf,
    Literal,
    MapOf,
    Member,
    Name,
    Tree,
    Unary,
    is_logical,
    is_macro,
    path,
)
from engine.expressions.values import Scope, kind_of

Run = Callable[[Scope], object]


def build(tree: Tree) -> Run:
    """A function from a scope to the tree's value, which may raise Missing or a fault."""
    match tree:
        case Literal(value=value):
            return lambda _scope: value
        case Name(name=name):
            return _name(name)
        case Member():
            return _member(tree)
        case Index():
            return _index(tree)
        case Call():
            return _call(tree)
        case ListOf(items=items):
            runs = [build(item) for item in items]
            return lambda scope: [run(scope) for run in runs]
        case MapOf():
            return _map(tree)
        case Unary(sign=sign, of=of):
            return build_not(build(of), path(of)) if sign == "!" else _minus(of)
        case Binary(sign=sign):
            return _logic(tree) if sign in ("&&", "||") else _binary(tree)
        case Choose(test=test, yes=yes, no=no):
            return build_choose(build(test), build(yes), build(no), path(test))


def _logic(tree: Binary) -> Run:
    sides = build(tree.left), build(tree.right)
    if is_logical(tree.left) and is_logical(tree.right):
        return build_sure(*sides, sign=tree.sign)
    return build_join(*sides, names=(path(tree.left), path(tree.right)), sign=tree.sign)


def _name(name: str) -> Run:
    if name in TYPE_NAMES:
        return _type_name(name)

    def read(scope: Scope) -> object:
        try:
            return scope[name]
        except KeyError:
            raise Missing(name) from None

    return read


def _type_name(name: str) -> Run:
    """`int` in `type(x) == int`, unless a variable has that name."""

    def read(scope: Scope) -> object:
        try:
            return scope[name]
        except KeyError:
            return name

    return read


def _member(tree: Member) -> Run:
    of, name, dotted = build(tree.of), tree.name, path(tree) or tree.name

    def read(scope: Scope) -> object:
        value = of(scope)
        if isinstance(value, dict):
            try:
                return value[name]
            except KeyError:
                raise Missing(dotted) from None
        if value is None:
            raise Missing(dotted)
        raise ExpressionFault(f"{dotted!r}: {kind_of(value)} has no part {name!r}")

    return read


def _index(tree: Index) -> Run:
    of, key_of, name = build(tree.of), build(tree.key), path(tree.of)

    def read(scope: Scope) -> object:
        value, key = of(scope), key_of(scope)
        if isinstance(value, list):
            if isinstance(key, bool) or not isinstance(key, int):
                raise ExpressionFault(f"a list's index is a whole number, found {kind_of(key)}")
            if not 0 <= key < len(value):
                raise ExpressionFault(
                    f"the list {name!r} has {len(value)} items, none at {key}; the first is at 0"
                )
            return value[key]
        if value is None and name:
            raise Missing(name)
        if isinstance(value, dict) and isinstance(key, str | int):
            if key in value:
                return value[key]
            raise Missing(f"{name}.{key}" if name else str(key))
        raise ExpressionFault(f"{kind_of(value)} has nothing at {kind_of(key)}")

    return read


def _map(tree: MapOf) -> Run:
    entries = [(build(key), build(value)) for key, value in tree.entries]

    def collect(scope: Scope) -> object:
        made: dict[str, object] = {}
        for key_of, value_of in entries:
            key = key_of(scope)
            if not isinstance(key, str):
                raise ExpressionFault(f"an object's key is a text, found {kind_of(key)}")
            made[key] = value_of(scope)
        return made

    return collect


def _call(tree: Call) -> Run:
    if is_macro(tree) and tree.target is not None:
        own, *rest = tree.arguments
        bodies = [build(argument) for argument in rest]
        name = own.name if isinstance(own, Name) else ""
        return build_macro(tree.function, build(tree.target), path(tree.target), name, bodies)
    if tree.function == "has" and tree.target is None:
        (argument,) = tree.arguments
        return build_has(argument, build(argument))
    given = tree.arguments if tree.target is None else (tree.target, *tree.arguments)
    return build_call(
        tree.function, [build(part) for part in given], [path(part) for part in given]
    )


def _minus(of: Tree) -> Run:
    run, name = build(of), path(of)

    def minus(scope: Scope) -> object:
        value = run(scope)
        if value is None and name:
            raise Missing(name)
        return operators.negative(value)

    return minus


def _binary(tree: Binary) -> Run:
    if isinstance(tree.left, Name) and isinstance(tree.right, Literal):
        quick = _name_with_literal(tree.sign, tree.left.name, tree.right.value)
        if quick is not None:
            return quick
    compute, left, right = OPERATORS[tree.sign], build(tree.left), build(tree.right)
    if tree.sign in NULL_ALLOWED:
        return lambda scope: compute(left(scope), right(scope))
    names = path(tree.left), path(tree.right)

    def calculate(scope: Scope) -> object:
        one, other = left(scope), right(scope)
        if one is None and names[0]:
            raise Missing(names[0])
        if other is None and names[1]:
            raise Missing(names[1])
        return compute(one, other)

    return calculate


def _name_with_literal(sign: str, name: str, literal: object) -> Run | None:
    """The commonest comparison, `age >= 18`, without a call for either side."""
    compute = OPERATORS[sign]
    if name in TYPE_NAMES:
        return None
    if sign == "==" and isinstance(literal, str):

        def is_text(scope: Scope) -> object:
            try:
                return scope[name] == literal
            except KeyError:
                raise Missing(name) from None

        return is_text
    direct = operators.DIRECT.get(sign)
    if direct is None or type(literal) is not int:
        return None
    null_allowed = sign in NULL_ALLOWED

    def compare(scope: Scope) -> object:
        try:
            value = scope[name]
        except KeyError:
            raise Missing(name) from None
        if type(value) is int:
            return direct(value, literal)
        if value is None and not null_allowed:
            raise Missing(name)
        return compute(value, literal)

    return compare
