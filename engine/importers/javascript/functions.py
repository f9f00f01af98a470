"""What JavaScript brings along: Math, Number, String, Object, Array, JSON, Date and others."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.importers.javascript.made import (
    SUM,
    Made,
    as_number,
    as_text,
    bare,
    both,
    call,
    list_of,
    literal,
    negation,
    quoted,
    tight,
)
from engine.importers.javascript.moments import NOW, milliseconds
from engine.importers.javascript.reading import Refusal, written
from engine.importers.javascript.scope import Path, Scope

if TYPE_CHECKING:
    from tree_sitter import Node

Given = list[Made]
Write = Callable[[Scope, Given, "Node"], Made]
WHOLE_PATTERN = r"^\s*[-+]?\d+"
DECIMAL_PATTERN = r"^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?"


def _numeric(pattern: str, level: int = 7) -> Write:
    """A function of one number; `{0}` stands for it."""

    def write(_scope: Scope, given: Given, _node: "Node") -> Made:
        one = as_number(given[0])
        return Made(pattern.format(tight(one, level)), "number", one.guard)

    return write


def _extreme(function: str) -> Write:
    def write(_scope: Scope, given: Given, node: "Node") -> Made:
        numbers = [as_number(one) for one in given]
        if not numbers:
            raise Refusal(f"{written(node)[:60]!r} of nothing", node)
        guards = both(*[one.guard for one in numbers])
        return Made(call(function, list_of(bare(one) for one in numbers).cel), "number", guards)

    return write


def extreme_of_list(function: str, items: Made) -> Made:
    """`Math.max(...items)`."""
    numbers = items.cel if items.items == "number" else f"{tight(items, 7)}.map(n, as_number(n))"
    return Made(call(function, numbers), "number", both(items.guard, f"size({items.cel}) > 0"))


def _power(_scope: Scope, given: Given, _node: "Node") -> Made:
    one, other = as_number(given[0]), as_number(given[1])
    return Made(call("power", one.cel, other.cel), "number", both(one.guard, other.guard))


def _number(scope: Scope, given: Given, _node: "Node") -> Made:
    if not given:
        return literal(0)
    return milliseconds(scope, given[0]) if given[0].type == "moment" else as_number(given[0])


def _text(_scope: Scope, given: Given, _node: "Node") -> Made:
    return as_text(given[0]) if given else literal("")


def _parse(pattern: str) -> Write:
    def write(_scope: Scope, given: Given, node: "Node") -> Made:
        if len(given) > 1 and given[1].cel != "10":
            raise Refusal(f"{written(node)[:60]!r}: numbers to another base than 10", node)
        one = given[0]
        if one.type == "number":
            cel = call("int", one.cel) if pattern is WHOLE_PATTERN else one.cel
            return Made(cel, "number", one.guard)
        text = as_text(one).cel
        guard = call("matches", text, quoted(pattern))
        cel = call("as_number", call("first_match", text, quoted(pattern)))
        return Made(cel, "number", guard)

    return write


def _is_no_number(_scope: Scope, given: Given, _node: "Node") -> Made:
    return Made(negation(as_number(given[0]).guard or "true"), "yes_no", level=SUM)


def _is_number(_scope: Scope, given: Given, _node: "Node") -> Made:
    return Made(f"({as_number(given[0]).guard or 'true'})", "yes_no")


def _is_whole(_scope: Scope, given: Given, _node: "Node") -> Made:
    one = given[0]
    cel = one.cel
    kinds = f"(type({cel}) == int || type({cel}) == double && floor({cel}) == {tight(one, SUM)})"
    return Made(f"({both(one.guard, kinds)})", "yes_no")


def _is_list(_scope: Scope, given: Given, _node: "Node") -> Made:
    one = given[0]
    if one.type != "any":
        return literal(one.type == "list")
    return Made(f"({both(one.guard, f'type({one.cel}) == list')})", "yes_no")


def _keys(_scope: Scope, given: Given, _node: "Node") -> Made:
    return Made(call("keys", given[0].cel), "list", given[0].guard, "text")


def _values(_scope: Scope, given: Given, _node: "Node") -> Made:
    of = given[0].cel
    return Made(f"keys({of}).map(k, at({of}, k))", "list", given[0].guard)


def _entries(_scope: Scope, given: Given, _node: "Node") -> Made:
    of = given[0].cel
    return Made(f"keys({of}).map(k, [k, at({of}, k)])", "list", given[0].guard, "list")


def _assign(_scope: Scope, given: Given, _node: "Node") -> Made:
    made = given[0].cel
    for one in given[1:]:
        made = one.cel if made == "{}" else call("merge", made, one.cel)
    return Made(made, "object")


def _stringify(scope: Scope, given: Given, _node: "Node") -> Made:
    scope.note("JSON is written with spaces after commas and colons")
    return Made(call("json", given[0].cel), "text", given[0].guard)


def _parse_json(_scope: Scope, given: Given, _node: "Node") -> Made:
    return Made(call("parse_json", as_text(given[0]).cel))


def _encode(_scope: Scope, given: Given, _node: "Node") -> Made:
    return Made(call("url_encode", as_text(given[0]).cel), "text")


def _copy(_scope: Scope, given: Given, node: "Node") -> Made:
    if len(given) == 1 and given[0].type == "list":
        return given[0]
    raise Refusal(f"{written(node)[:60]!r}", node)


def _now(_scope: Scope, _given: Given, _node: "Node") -> Made:
    return milliseconds(_scope, NOW)


def _boolean(_scope: Scope, _given: Given, node: "Node") -> Made:
    raise Refusal(f"{written(node)[:60]!r}", node)


FUNCTIONS: dict[Path, tuple[Write, int]] = {
    ("Math", "round"): (_numeric("floor({0} + 0.5)", SUM), 1),
    ("Math", "floor"): (_numeric("floor({0})", 0), 1),
    ("Math", "ceil"): (_numeric("ceil({0})", 0), 1),
    ("Math", "trunc"): (_numeric("int({0})", 0), 1),
    ("Math", "abs"): (_numeric("abs({0})", 0), 1),
    ("Math", "sqrt"): (_numeric("power({0}, 0.5)", 0), 1),
    ("Math", "pow"): (_power, 2),
    ("Math", "max"): (_extreme("max"), 1),
    ("Math", "min"): (_extreme("min"), 1),
    ("Number",): (_number, 0),
    ("String",): (_text, 0),
    ("parseInt",): (_parse(WHOLE_PATTERN), 1),
    ("Number", "parseInt"): (_parse(WHOLE_PATTERN), 1),
    ("parseFloat",): (_parse(DECIMAL_PATTERN), 1),
    ("Number", "parseFloat"): (_parse(DECIMAL_PATTERN), 1),
    ("isNaN",): (_is_no_number, 1),
    ("isFinite",): (_is_number, 1),
    ("Number", "isInteger"): (_is_whole, 1),
    ("Array", "isArray"): (_is_list, 1),
    ("Array", "from"): (_copy, 1),
    ("Object", "keys"): (_keys, 1),
    ("Object", "values"): (_values, 1),
    ("Object", "entries"): (_entries, 1),
    ("Object", "assign"): (_assign, 1),
    ("JSON", "stringify"): (_stringify, 1),
    ("JSON", "parse"): (_parse_json, 1),
    ("encodeURIComponent",): (_encode, 1),
    ("Date", "now"): (_now, 0),
}
