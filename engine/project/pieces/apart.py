"""Values taken to pieces and put together again, each type in its way."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct, structs

from engine.project.pieces.bots import Placed, of_bot, of_node, to_bot, to_node
from engine.project.pieces.lists import of_lists
from engine.project.pieces.path import MISSING, Path, Pieces
from engine.project.pieces.tables import Row, of_row, of_table, to_row, to_table
from engine.project.pieces.tests import of_test, to_test
from engine.types.bot import Bot, EntityTable
from engine.types.funnel import FunnelSpec


# `Any` in this module: pieces are values of every type that a project is made of.
def apart(path: Path, versions: Sequence[Any]) -> tuple[Pieces, ...] | None:
    """The pieces of each version of a value under the same names; what is missing has none.

    None where the value changes only as a whole.
    """
    present = [value for value in versions if value is not MISSING]
    if all(isinstance(value, list | tuple) for value in present):
        return of_lists([() if value is MISSING else value for value in versions])
    if len({type(value) for value in present}) > 1:
        return None
    found = [{} if value is MISSING else _pieces(path, value) for value in versions]
    whole = tuple(pieces for pieces in found if pieces is not None)
    return whole if len(whole) == len(found) else None


def together(pieces: Pieces, like: Any) -> Any:
    """The value that is made of the pieces, of the type of `like`."""
    match like:
        case Bot():
            return to_bot(pieces)
        case EntityTable():
            return to_table(pieces)
        case Placed():
            return to_node(pieces)
        case Row():
            return to_row(pieces)
        case Struct():
            return type(like)(**pieces)
        case list() | tuple():
            return type(like)(pieces.values())
        case str():
            return to_test(pieces)
    return pieces


def _pieces(path: Path, value: Any) -> Pieces | None:
    match value:
        case Bot():
            return of_bot(value)
        case EntityTable():
            return of_table(value)
        case Placed():
            return of_node(value)
        case Row():
            return of_row(value)
        case FunnelSpec():
            # Its rules make sense together only.
            return None
        case Struct():
            return structs.asdict(value)
        case dict():
            return value
        case str() if path[-2:-1] == ("tests",) and len(path) in {2, 4}:
            return of_test(value)
    return None
