"""Entries of objects, and names for the parts of an object or a list."""

from typing import TYPE_CHECKING

from engine.importers.javascript.made import SIGN, WORD, Made, both, call, quoted, tight
from engine.importers.javascript.reading import Refusal, field, parts, text_of, written
from engine.importers.javascript.scope import Closure

if TYPE_CHECKING:
    from tree_sitter import Node


def entry(of: Made, name: str) -> Made:
    """The entry of an object by a name."""
    if WORD.fullmatch(name) and name not in RESERVED:
        cel = f"{tight(of, SIGN + 1)}.{name}"
        return Made(cel, "any", both(of.guard if "(" in of.cel else "", f"has({cel})"))
    cel = call("at", of.cel, quoted(name))
    return Made(cel, "any", both(of.guard, f"{cel} != null"))


RESERVED = {"true", "false", "null", "in", "as", "break", "const", "continue", "else", "for"}
RESERVED |= {"function", "if", "import", "let", "loop", "package", "namespace", "return", "var"}
RESERVED |= {"void", "while"}


def taken_apart(of: Made, pattern: "Node") -> dict[str, Made | Closure]:
    """The names of `{a, b: c}` or `[a, b]` with their values."""
    found: dict[str, Made | Closure] = {}
    if pattern.type == "array_pattern":
        for at, child in enumerate(parts(pattern)):
            if child.type == "rest_pattern" and parts(child)[0].type == "identifier":
                rest = call("slice", of.cel, str(at))
                found[written(parts(child)[0])] = Made(rest, "list", of.guard, of.items)
                continue
            if child.type != "identifier":
                raise Refusal(f"{written(child)[:40]!r} within a pattern", child)
            cel = call("at", of.cel, str(at))
            found[written(child)] = Made(cel, of.items, f"{cel} != null")
        return found
    if pattern.type != "object_pattern":
        raise Refusal(f"{written(pattern)[:40]!r} in place of a name", pattern)
    for child in parts(pattern):
        if child.type == "shorthand_property_identifier_pattern":
            found[written(child)] = entry(of, written(child))
        elif child.type == "pair_pattern" and field(child, "value").type == "identifier":
            key = field(child, "key")
            name = text_of(key) if key.type == "string" else written(key)
            found[written(field(child, "value"))] = entry(of, name)
        else:
            raise Refusal(f"{written(child)[:40]!r} within a pattern", child)
    return found
