"""Liquid read by python-liquid into its tree; nothing of it is ever rendered."""

from collections.abc import Callable
from typing import Any

from engine.types.issue import TertuliaError

# Our expression for a path of names and numbers; empty where it is not known.
Naming = Callable[[tuple[str | int, ...]], str]
# Longer templates are not read: no message comes near.
LONGEST = 100_000
NEEDED = "install it: pip install 'tertulia[importers]'"


class Refusal(Exception):  # noqa: N818 -- not a mistake of the program: it becomes a result
    """A part of a template that has no counterpart."""


def read(source: str) -> list[object]:
    """The nodes of a template; `Refusal` where it is no Liquid."""
    if len(source) > LONGEST:
        raise Refusal(f"a template of {len(source)} characters is too long")
    if "{{" not in source and "{%" not in source:
        return [source]
    try:
        from liquid import Environment  # noqa: PLC0415 -- the extra `importers`
        from liquid.exceptions import LiquidError  # noqa: PLC0415
    except ImportError as error:
        raise TertuliaError(f"Liquid templates are read by python-liquid; {NEEDED}") from error
    try:
        return list(Environment().parse(source).nodes)
    except LiquidError as error:
        raise Refusal(f"is not Liquid: {str(error).splitlines()[0]}") from error


def kind(node: object) -> str:
    """The name of a node's class: the library's tree is told apart by it, without importing it."""
    return type(node).__name__


def part(node: object, name: str) -> Any:  # the library's nodes have no common type
    """A part of a node."""
    return getattr(node, name, None)
