"""What functions of RapidPro are made of: writers that turn arguments into an expression."""

from collections.abc import Callable
from typing import Protocol

from engine.importers.rapidpro.excellent import Tree
from engine.importers.rapidpro.values import (
    Made,
    Untranslatable,
    as_number,
    as_text,
    constant,
    quoted,
)


class Translator(Protocol):
    """What a function needs to translate its arguments."""

    day_first: bool
    categories: tuple[str, ...]

    def tree(self, tree: Tree) -> Made: ...
    def body(self, tree: Tree, item: Made, more: tuple[Tree, ...]) -> Made: ...
    def test(self, kind: str, arguments: tuple[Tree, ...]) -> Made: ...
    def results(self, names: tuple[str, ...]) -> Made: ...


Arguments = tuple[Tree, ...]
Writer = Callable[[Translator, Arguments], Made]
EMPTY, SPACE, ZERO = Made('""', "text"), Made('" "', "text"), Made("0", "number")


def of(make: Callable[..., Made], least: int, most: int | None = None) -> Writer:
    """A function whose arguments are all translated before."""
    highest = least if most is None else most

    def write(translator: Translator, arguments: Arguments) -> Made:
        if not least <= len(arguments) <= highest:
            raise Untranslatable(f"it has {len(arguments)} arguments, not {least} to {highest}")
        return make(*[translator.tree(one) for one in arguments])

    return write


def text(pattern: str, count: int = 1) -> Writer:
    """A text made of texts; `{0}`, `{1}` stand for the arguments."""
    return of(lambda *args: Made(pattern.format(*map(as_text, args)), "text"), count)


def number(pattern: str, count: int = 1) -> Writer:
    """A number made of numbers."""
    return of(lambda *args: Made(pattern.format(*map(as_number, args)), "number"), count)


def written(made: Made, what: str) -> str:
    """An argument that must be written out; raises `Untranslatable`."""
    found = constant(made)
    if found is None:
        raise Untranslatable(f"{what} must be written out")
    return found


def whole(made: Made, what: str) -> int:
    """A whole number that must be written out, also with its sign; raises `Untranslatable`."""
    found = made.cel.strip("()") if made.cel.startswith("(-") else written(made, what)
    try:
        return int(float(found))
    except ValueError:
        raise Untranslatable(f"{what} {found!r} is no number") from None


def signs(made: Made) -> str:
    """Characters, written out, as they stand within the brackets of a pattern."""
    found = written(made, "the separating characters")
    return "".join(f"\\{sign}" if sign in r"\]^-[" else sign for sign in found)


def pattern(source: str) -> str:
    """A pattern as our expressions take it."""
    return quoted(source)
