"""JavaScript read by tree-sitter; nothing of it ever runs."""

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    from tree_sitter import Node

# Longer scripts are not read: no bot's expression comes near.
LONGEST = 200_000
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


class Untranslatable(Struct, frozen=True):
    """What our expressions cannot say, and where it stands, counted from 1.

    `fails`: JavaScript itself stops here, as it is none, or reads a name that is nowhere.
    """

    what: str
    line: int = 1
    column: int = 1
    fails: bool = False

    def __str__(self) -> str:
        return f"{self.what} (line {self.line}, column {self.column})"


class Refusal(Exception):  # noqa: N818 -- not a mistake of the program: it becomes a result
    """A part of a script that has no counterpart."""

    def __init__(self, what: str, node: "Node | None" = None) -> None:
        super().__init__(what)
        self.problem = Untranslatable(what, *(_place(node) if node else (1, 1)))


GLOBALS = frozenset(
    {
        "AbortController", "Array", "BigInt", "Boolean", "Buffer", "Date", "Error", "Infinity",
        "Intl", "JSON", "Map", "Math", "NaN", "Number", "Object", "Promise", "Proxy", "Reflect",
        "RegExp", "Set", "String", "Symbol", "URL", "URLSearchParams", "WeakMap", "XMLHttpRequest",
        "alert", "arguments", "atob", "btoa", "clearTimeout", "console", "crypto",
        "decodeURI", "decodeURIComponent", "document", "encodeURI", "encodeURIComponent", "eval",
        "fetch", "global", "globalThis", "isFinite", "isNaN", "localStorage", "location", "module",
        "navigator", "parent", "parseFloat", "parseInt", "process", "require", "sessionStorage",
        "setInterval", "setTimeout", "setVariable", "structuredClone", "top", "undefined",
        "window",
    }
)  # fmt: skip
DECLARING = {"formal_parameters", "variable_declarator", "object_pattern", "array_pattern"}
DECLARING |= {"arrow_function", "function_declaration", "for_in_statement", "catch_clause"}


def names_read(root: "Node") -> set[str]:
    """The names that a script reads and does not declare itself."""
    read_: set[str] = set()
    declared: set[str] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting += node.named_children
        if node.type == "shorthand_property_identifier_pattern":
            declared.add(written(node))
        elif node.type in {"identifier", "shorthand_property_identifier"}:
            value = node.parent.child_by_field_name("value") if node.parent else None
            body = node.parent.child_by_field_name("body") if node.parent else None
            binds = node.parent is not None and node.parent.type in DECLARING
            (declared if binds and node not in (value, body) else read_).add(written(node))
    return read_ - declared - GLOBALS


def read(source: str) -> "Node":
    """The root of the tree of a script; `Refusal` where it is no JavaScript."""
    if len(source) > LONGEST:
        raise Refusal(f"a script of {len(source)} characters is too long")
    root = tree_of(source)
    if root.has_error:
        raise Refusal(f"{_shown(_broken(root))} is not JavaScript", _broken(root))
    return root


def parts(node: "Node") -> list["Node"]:
    """The children that mean something."""
    return [child for child in node.named_children if child.type != "comment"]


def field(node: "Node", name: str) -> "Node":
    """A child by its name; `Refusal` where the script lacks it."""
    found = node.child_by_field_name(name)
    if found is None:
        raise Refusal(f"{written(node)[:40]!r} lacks a part", node)
    return found


def written(node: "Node") -> str:
    """The words of the script."""
    return (node.text or b"").decode("utf-8", "replace")


def text_of(node: "Node") -> str:
    """What a string, or a piece of a template, says."""
    return "".join(
        _unescaped(written(child)) if child.type == "escape_sequence" else written(child)
        for child in node.named_children
    )


def piece(node: "Node") -> str:
    """What a fragment or an escape of a text says."""
    return _unescaped(written(node)) if node.type == "escape_sequence" else written(node)


def _unescaped(escape: str) -> str:
    body = escape[1:]
    if code := re.fullmatch(r"x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]+)\}", body):
        number = int(code[1] or code[2] or code[3], 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    return ESCAPES.get(body, body)


def tree_of(source: str) -> "Node":
    """The root of the tree of a script, whatever it is worth."""
    try:
        import tree_sitter_javascript  # noqa: PLC0415 -- the extra `importers`
        from tree_sitter import Language, Parser  # noqa: PLC0415 -- as above
    except ImportError as error:
        raise TertuliaError(
            "JavaScript of other platforms is read with tree-sitter; "
            "install it: pip install 'tertulia[importers]'"
        ) from error
    parser = Parser(Language(tree_sitter_javascript.language()))
    return parser.parse(source.encode("utf-8", "replace")).root_node


def _broken(node: "Node") -> "Node":
    """The first place where the script is broken."""
    while True:
        inner = next((child for child in node.children if child.has_error), None)
        if node.is_error or node.is_missing or inner is None:
            return node
        node = inner


def _shown(node: "Node") -> str:
    return repr(written(node)[:40]) if written(node) else "the end of the script"


def _place(node: "Node") -> tuple[int, int]:
    """The line and the column of a node, in characters."""
    root = _root(node)
    before = (root.text or b"")[: node.start_byte - root.start_byte].decode("utf-8", "replace")
    row, column = root.start_point
    if "\n" in before:
        row, column = row + before.count("\n"), 0
    return row + 1, column + len(before.rpartition("\n")[2]) + 1


def _root(node: "Node") -> "Node":
    while node.parent is not None:
        node = node.parent
    return node
