"""Trees with names put in their places: a template's parameters become what was handed over."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from engine.importers.composer.tree import (
    Call,
    Entries,
    Index,
    Items,
    Joined,
    Lambda,
    Literal,
    Member,
    Name,
    Operation,
    Tree,
)

Names = Mapping[str, Tree]
# The functions over a list whose second argument is the name of an item.
OVER_ITEMS = frozenset({"foreach", "select", "where", "any", "all"})


def substitute(tree: Tree, names: Names, call: Callable[[Call], Tree | None]) -> Tree:
    """The tree with names replaced, and with each call for which `call` gives something else."""
    match tree:
        case Name(name=name):
            return names.get(name, tree)
        case Member(of=of):
            return replace(tree, of=substitute(of, names, call))
        case Index(of=of, key=key):
            return Index(substitute(of, names, call), substitute(key, names, call))
        case Items(items=items):
            return Items(_all(items, names, call))
        case Joined(parts=parts):
            return Joined(_all(parts, names, call))
        case Operation(operands=operands):
            return replace(tree, operands=_all(operands, names, call))
        case Entries(entries=entries):
            return Entries(tuple((key, substitute(v, names, call)) for key, v in entries))
        case Lambda(name=name, body=body):
            return Lambda(name, substitute(body, _without(names, name), call))
        case Call():
            return _call(tree, names, call)
        case Literal():
            return tree


def _call(tree: Call, names: Names, call: Callable[[Call], Tree | None]) -> Tree:
    arguments = tree.arguments
    if tree.name.lower() in OVER_ITEMS and len(arguments) == 3 and isinstance(arguments[1], Name):
        inner = _without(names, arguments[1].name)
        body = substitute(arguments[2], inner, call)
        filled = Call(tree.name, (substitute(arguments[0], names, call), arguments[1], body))
    else:
        filled = Call(tree.name, _all(arguments, names, call))
    return call(filled) or filled


def _all(
    trees: tuple[Tree, ...], names: Names, call: Callable[[Call], Tree | None]
) -> tuple[Tree, ...]:
    return tuple(substitute(one, names, call) for one in trees)


def _without(names: Names, name: str) -> Names:
    return {key: tree for key, tree in names.items() if key != name}
