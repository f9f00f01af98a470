"""Constants, texts with holes, lists and objects as they are written down."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.importers.javascript.made import (
    SUM,
    Made,
    as_text,
    call,
    constant,
    list_of,
    literal,
    quoted,
    safe,
    tight,
)
from engine.importers.javascript.reading import Refusal, field, parts, piece, text_of, written
from engine.importers.javascript.scope import Scope

if TYPE_CHECKING:
    from tree_sitter import Node

Value = Callable[[Scope, "Node"], Made]


def number(_scope: Scope, node: "Node") -> Made:
    """A number in any of its spellings."""
    word = written(node).replace("_", "").lower()
    try:
        if word.startswith(("0x", "0b", "0o")):
            return literal(int(word, 0))
        if re.fullmatch(r"0\d+", word):
            raise Refusal(f"the old spelling {word} of a number", node)
        return literal(float(word))
    except (ValueError, OverflowError) as error:
        raise Refusal(f"the number {word[:40]}", node) from error


def string(_scope: Scope, node: "Node") -> Made:
    """A text between quotes."""
    return literal(text_of(node))


def template(scope: Scope, node: "Node", value: Value) -> Made:
    """A text between backquotes, with its holes."""
    made: list[Made] = []
    for child in node.named_children:
        if child.type == "template_substitution":
            made.append(as_text(value(scope, parts(child)[-1])))
        else:
            made.append(literal(piece(child)))
    return joined(made)


def joined(texts: list[Made]) -> Made:
    """Texts one after the other; constants that meet become one."""
    merged: list[Made] = []
    for one in texts:
        said, before = constant(one), constant(merged[-1]) if merged else None
        if said == "":
            continue
        if isinstance(said, str) and isinstance(before, str):
            merged[-1] = literal(before + said)
        else:
            merged.append(one)
    if len(merged) < 2:
        return merged[0] if merged else literal("")
    return Made(" + ".join(tight(one, SUM) for one in merged), "text", level=SUM)


def regex(_scope: Scope, node: "Node") -> Made:
    """A pattern by itself means nothing to us."""
    raise Refusal(f"the pattern {written(node)[:60]} outside of a call", node)


def array(scope: Scope, node: "Node", value: Value) -> Made:
    """A list; `...other` puts the items of another list in."""
    runs: list[list[Made] | Made] = [[]]
    for child in parts(node):
        if child.type != "spread_element":
            last = runs[-1]
            if isinstance(last, Made):
                last = []
                runs.append(last)
            last.append(value(scope, child))
            continue
        of = value(scope, parts(child)[0])
        if of.type not in {"list", "any"}:
            raise Refusal(f"{written(child)[:60]!r}: only a list is spread here", child)
        runs.append(of)
    if len(runs) == 1 and isinstance(runs[0], list):
        return list_of(runs[0])
    lists = [list_of(run) if isinstance(run, list) else run for run in runs if run != []]
    return Made(" + ".join(tight(one, SUM) for one in lists), "list", level=SUM)


def object_of(scope: Scope, node: "Node", value: Value) -> Made:
    """An object; `...other` puts the entries of another object in."""
    runs: list[list[str] | str] = [[]]
    for child in parts(node):
        if child.type == "spread_element":
            runs.append(value(scope, parts(child)[0]).cel)
            continue
        last = runs[-1]
        if isinstance(last, str):
            last = []
            runs.append(last)
        last.append(_entry(scope, child, value))
    made = ""
    for run in runs:
        cel = run if isinstance(run, str) else "{" + ", ".join(run) + "}"
        if cel != "{}" or len(runs) == 1:
            made = call("merge", made, cel) if made else cel
    return Made(made, "object")


def _entry(scope: Scope, node: "Node", value: Value) -> str:
    if node.type == "shorthand_property_identifier":
        own = scope.own(written(node), node)
        made = own if isinstance(own, Made) else scope.free((written(node),))
        if made is None:
            raise Refusal(f"{written(node)!r} is a name that is not known here", node)
        return f"{quoted(written(node))}: {safe(made, 'null')}"
    if node.type != "pair":
        raise Refusal(f"{written(node)[:60]!r} ({node.type.replace('_', ' ')})", node)
    key = field(node, "key")
    made = value(scope, field(node, "value"))
    if key.type == "computed_property_name":
        return f"{as_text(value(scope, parts(key)[0])).cel}: {safe(made, 'null')}"
    name = text_of(key) if key.type == "string" else written(key)
    return f"{quoted(name)}: {safe(made, 'null')}"
