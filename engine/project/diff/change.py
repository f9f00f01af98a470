"""One difference between two versions of a project."""

from typing import Literal

from msgspec import Struct

from engine.project.diff.sight import Sight, What, called, location
from engine.project.encode import plain
from engine.project.pieces import MISSING, Placed, Row
from engine.types.bot import Bot, CodeAction, Comment, EntityTable, Topic
from engine.types.issue import Location
from engine.types.value import Value

Kind = Literal["added", "removed", "changed", "moved"]


class Change(Struct, frozen=True, omit_defaults=True):
    """What became different. `name` says which of its place's things of that sort it is.

    `before` and `after` are plain values; of a row only the cells that differ, of a thing
    with pieces of its own its plain form. A moved node has its topics there, a changed order
    the names in their order. `location` lies in the version after, of what is gone before.
    """

    kind: Kind
    what: What
    location: Location
    name: str = ""
    language: str = ""
    before: Value = None
    after: Value = None


def change(kind: Kind, sight: Sight, before: object, after: object) -> Change:
    """The change at a place, with what it is called there."""
    it = called(sight)
    place = location(sight)
    return Change(kind, it.what, place, it.name, it.language, shown(before), shown(after))


def shown(value: object) -> Value:
    """A piece as a plain value, without what is too large to be shown."""
    match value:
        case Placed():
            return shown(value.node)
        case Row():
            return dict(zip(value.columns, value.cells, strict=False))
        case Bot():
            return value.name
        case Topic():
            return dict(value.title)
        case EntityTable():
            return list(value.columns)
        case CodeAction():
            return value.source
        case Comment():
            return value.text
        case dict():
            return value
    return None if value is MISSING else plain(value)
