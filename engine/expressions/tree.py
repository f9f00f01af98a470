"""An expression as a tree, and what can be asked of any tree."""

from collections.abc import Iterator

from msgspec import Struct


class Literal(Struct, frozen=True):
    """A value as written. `unsigned` marks a whole number written with `u`."""

    value: bool | int | float | str | bytes | None
    at: int = 0
    unsigned: bool = False


class Name(Struct, frozen=True):
    name: str
    at: int = 0


class Member(Struct, frozen=True):
    """`of.name`"""

    of: "Tree"
    name: str
    at: int = 0


class Index(Struct, frozen=True):
    """`of[key]`"""

    of: "Tree"
    key: "Tree"
    at: int = 0


class Call(Struct, frozen=True):
    """`function(arguments)`, or `target.function(arguments)`."""

    function: str
    target: "Tree | None"
    arguments: tuple["Tree", ...]
    at: int = 0


class ListOf(Struct, frozen=True):
    items: tuple["Tree", ...]
    at: int = 0


class MapOf(Struct, frozen=True):
    entries: tuple[tuple["Tree", "Tree"], ...]
    at: int = 0


class Unary(Struct, frozen=True):
    """`!of` or `-of`"""

    sign: str
    of: "Tree"
    at: int = 0


class Binary(Struct, frozen=True):
    sign: str
    left: "Tree"
    right: "Tree"
    at: int = 0


class Choose(Struct, frozen=True):
    """`test ? yes : no`"""

    test: "Tree"
    yes: "Tree"
    no: "Tree"
    at: int = 0


Tree = Literal | Name | Member | Index | Call | ListOf | MapOf | Unary | Binary | Choose

# Calls whose first argument is a name of their own, bound while the others are evaluated.
MACROS = frozenset({"all", "exists", "exists_one", "map", "filter"})


def is_macro(tree: Tree) -> bool:
    return isinstance(tree, Call) and tree.target is not None and tree.function in MACROS


_LOGICAL = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "&&", "||"})


def is_logical(tree: Tree) -> bool:
    """Whether the tree gives yes or no whenever it gives anything."""
    if isinstance(tree, Binary):
        return tree.sign in _LOGICAL
    if isinstance(tree, Unary):
        return tree.sign == "!"
    return isinstance(tree, Literal) and isinstance(tree.value, bool)


def children(tree: Tree) -> tuple[Tree, ...]:
    """The trees right below this one, in the order written."""
    match tree:
        case Member(of=of) | Unary(of=of):
            return (of,)
        case Index(of=of, key=key):
            return (of, key)
        case Call(target=target, arguments=arguments):
            return arguments if target is None else (target, *arguments)
        case ListOf(items=items):
            return items
        case MapOf(entries=entries):
            return tuple(part for entry in entries for part in entry)
        case Binary(left=left, right=right):
            return (left, right)
        case Choose(test=test, yes=yes, no=no):
            return (test, yes, no)
        case _:
            return ()


def depth(tree: Tree) -> int:
    """How many levels the tree has; counted without recursion, as it may be too many."""
    level, levels = [tree], 0
    while level:
        levels += 1
        level = [child for parent in level for child in children(parent)]
    return levels


def path(tree: Tree) -> str:
    """`contact.name` for a chain of names, "" for anything else."""
    names: list[str] = []
    while isinstance(tree, Member):
        names.append(tree.name)
        tree = tree.of
    if not isinstance(tree, Name):
        return ""
    return ".".join([tree.name, *reversed(names)])


def names_read(tree: Tree, bound: frozenset[str] = frozenset()) -> Iterator[tuple[str, int]]:
    """Each dotted name that the tree reads, with its place; a macro's own names left out."""
    dotted = path(tree)
    if dotted:
        if dotted.partition(".")[0] not in bound:
            yield dotted, tree.at
        return
    if isinstance(tree, Call) and is_macro(tree) and tree.target is not None:
        yield from names_read(tree.target, bound)
        own, *rest = tree.arguments
        inner = bound | {own.name} if isinstance(own, Name) else bound
        for argument in rest:
            yield from names_read(argument, inner)
        return
    for child in children(tree):
        yield from names_read(child, bound)


def calls(tree: Tree) -> Iterator[Call]:
    """Every call in the tree."""
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, Call):
            yield node
        pending.extend(children(node))
