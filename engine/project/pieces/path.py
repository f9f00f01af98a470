"""Where a piece is, and what follows from that alone."""

from collections.abc import Iterable
from typing import Any, Final

from msgspec import Struct

# The names that lead to a piece. In brackets: an item of a list, a row, a conversation of a test.
Path = tuple[str, ...]
# `Any`: pieces are values of every type that a project is made of.
Pieces = dict[str, Any]

# Lists whose order says nothing: of a bot, and in the settings of nodes.
_SETS_OF_BOTS = {"channels", "expertise", "queues", "secrets"}
_SETS_OF_NODES = {"add", "clear", "events", "interrupted_by", "patterns", "remove", "to"}
_SETS_BY_LANGUAGE = {"keywords", "phrases", "synonyms"}


class Missing(Struct, frozen=True):
    """The type of `MISSING`: there is no such piece."""


MISSING: Final = Missing()


def is_item(path: Path) -> bool:
    """Whether the path ends at an item of a list, a row, or a conversation of a test."""
    return path[-1:] != () and path[-1].startswith("[")


def is_listed(path: Path, values: Iterable[object]) -> bool:
    """Whether the pieces of such values stand in an order."""
    is_rows = path[2:3] == ("entities",) and path[4:] == ("rows",)
    return is_rows or any(isinstance(value, list | tuple | str) for value in values)


def has_order(path: Path) -> bool:
    """Whether the order of such a list says something."""
    match path:
        case ("bots", _, name):
            return name not in _SETS_OF_BOTS
        case ("bots", _, "topics", _, "comments"):
            return False
        case ("bots", _, "nodes", _, "params", *_, by, name):
            return by not in _SETS_BY_LANGUAGE and name not in _SETS_OF_NODES
        case ("bots", _, "nodes", _, "params", name):
            return name not in _SETS_OF_NODES
    return True


def is_whole(path: Path, values: Iterable[object]) -> bool:
    """Whether two such pieces of one name, made apart, are two things rather than one."""
    kinds = (Struct, str)
    return is_item(path) or any(
        isinstance(value, kinds) and value is not MISSING for value in values
    )


def is_placement(path: Path) -> bool:
    """Whether the path leads to where something is drawn."""
    match path:
        case ("bots", _, "topics", _, "layout", *_):
            return True
        case ("bots", _, "topics", _, "comments", _, "x" | "y"):
            return True
    return False


def is_same(path: Path, one: object, other: object) -> bool:
    """Whether two pieces are equal for sure; those that hold nodes have to be looked into."""
    if one is other:
        return True
    holds_nodes = len(path) < 3 and path[:1] in {(), ("bots",)}
    return not holds_nodes and bool(one == other)
