"""Adaptive expressions as trees; what a name, a call or a list of one says."""

from msgspec import Struct


class Untranslatable(Exception):  # noqa: N818 -- not a mistake: the caller reports it
    """An expression that cannot be read or said in ours; the text says why."""


class Literal(Struct, frozen=True):
    """A text, a number, true, false or null."""

    value: str | int | float | bool | None


class Name(Struct, frozen=True):
    """A name as written, with its sign (`$`, `@`, `#`, `%`)."""

    name: str


class Member(Struct, frozen=True):
    """`of.name`."""

    of: "Tree"
    name: str


class Index(Struct, frozen=True):
    """`of[key]`."""

    of: "Tree"
    key: "Tree"


class Call(Struct, frozen=True):
    """A function or a template with its arguments."""

    name: str
    arguments: tuple["Tree", ...]


class Operation(Struct, frozen=True):
    """One or two operands."""

    sign: str
    operands: tuple["Tree", ...]


class Items(Struct, frozen=True):
    """A list written out."""

    items: tuple["Tree", ...]


class Entries(Struct, frozen=True):
    """An object written out."""

    entries: tuple[tuple[str, "Tree"], ...]


class Joined(Struct, frozen=True):
    """A text with holes, in backticks."""

    parts: tuple["Tree", ...]


class Lambda(Struct, frozen=True):
    """`x => ...`."""

    name: str
    body: "Tree"


Tree = Literal | Name | Member | Index | Call | Operation | Items | Entries | Joined | Lambda
