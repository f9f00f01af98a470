"""Watson's expressions as a tree: the part of SpEL that dialogs use, with its shorthands."""

from msgspec import Struct


class Literal(Struct, frozen=True):
    """A text, a number, true, false or null."""

    value: str | int | float | bool | None


class Intent(Struct, frozen=True):
    """`#name`."""

    name: str


class Entity(Struct, frozen=True):
    """`@name`, or with a value `@name:value`."""

    name: str
    value: str | None = None


class Context(Struct, frozen=True):
    """`$name`, `$(name)`, or with a value `$name:value`."""

    name: str
    value: str | None = None


class Name(Struct, frozen=True):
    """A bare word: `input`, `intents`, `anything_else`."""

    name: str


class Member(Struct, frozen=True):
    """`of.name`."""

    of: "Expr"
    name: str


class Index(Struct, frozen=True):
    """`of[key]`."""

    of: "Expr"
    key: "Expr"


class Call(Struct, frozen=True):
    """`of.name(arguments)`; without `of` a function."""

    of: "Expr | None"
    name: str
    arguments: tuple["Expr", ...] = ()


class Project(Struct, frozen=True):
    """`of.![each]`, what each item gives; `of.?[each]`, the items for which it holds."""

    of: "Expr"
    each: "Expr"
    keeps: bool = False


class Type(Struct, frozen=True):
    """`T(Math)`, or the class of a `new Name(...)`."""

    name: str


class Not(Struct, frozen=True):
    """`!of`."""

    of: "Expr"


class Minus(Struct, frozen=True):
    """`-of`."""

    of: "Expr"


class Binary(Struct, frozen=True):
    """`left sign right`; the signs are `&&`, `||`, comparisons and arithmetic."""

    sign: str
    left: "Expr"
    right: "Expr"


class Choose(Struct, frozen=True):
    """`test ? then : other`."""

    test: "Expr"
    then: "Expr"
    other: "Expr"


class Either(Struct, frozen=True):
    """`first ?: second`."""

    first: "Expr"
    second: "Expr"


class Items(Struct, frozen=True):
    """`{a, b}`, a list."""

    items: tuple["Expr", ...] = ()


Expr = (
    Literal
    | Intent
    | Entity
    | Context
    | Name
    | Member
    | Index
    | Call
    | Project
    | Type
    | Not
    | Minus
    | Binary
    | Choose
    | Either
    | Items
)

TRUE = Literal(True)
FALSE = Literal(False)


class Unreadable(Exception):  # noqa: N818 -- an author's slip, which the report tells
    """An expression that is not in the language, or a part of it that nothing here means."""
