"""Expressions of JavaScript as ours: one function a kind of node of the tree."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.importers.javascript.calls import call_function, construct
from engine.importers.javascript.literals import array, number, object_of, regex, string, template
from engine.importers.javascript.made import (
    BOTH,
    EITHER,
    NOTHING,
    SIGN,
    Made,
    as_condition,
    as_number,
    bare,
    both,
    bracketed,
    call,
    choose,
    constant,
    literal,
    negation,
    tight,
)
from engine.importers.javascript.members import entry
from engine.importers.javascript.moments import milliseconds
from engine.importers.javascript.operators import OPERATORS, plus, truth
from engine.importers.javascript.reading import Refusal, field, parts, written
from engine.importers.javascript.scope import Path, Scope

if TYPE_CHECKING:
    from tree_sitter import Node

CONSTANTS = {
    ("Math", "PI"): literal(3.141592653589793),
    ("Math", "E"): literal(2.718281828459045),
    ("Number", "MAX_SAFE_INTEGER"): literal(2**53 - 1),
}


def value(scope: Scope, node: "Node") -> Made:
    """The expression for what a node gives; `Refusal` where there is none."""
    draw = KINDS.get(node.type)
    if draw is None:
        raise Refusal(f"{written(node)[:60]!r} ({node.type.replace('_', ' ')})", node)
    with scope.level(node):
        return draw(scope, node)


def condition(scope: Scope, node: "Node") -> str:
    """The condition for whether JavaScript takes what a node gives for true."""
    if node.type == "parenthesized_expression":
        return condition(scope, parts(node)[-1])
    sign = written(field(node, "operator")) if node.type in SIGNED else ""
    if sign == "!":
        return negation(condition(scope, field(node, "argument")))
    if sign in {"&&", "||"}:
        left, right = (condition(scope, field(node, side)) for side in ("left", "right"))
        if sign == "&&":
            return both(left, right)
        return f"{bracketed(left, EITHER)} || {bracketed(right, EITHER)}"
    return as_condition(value(scope, node))


SIGNED = {"unary_expression", "binary_expression"}


def path_of(node: "Node") -> Path | None:
    """`a.b["c"]` as a, b, c; none where it is no such path."""
    if node.type in {"identifier", "this"}:
        return (written(node),)
    if node.type == "parenthesized_expression":
        return path_of(parts(node)[-1])
    if node.type not in {"member_expression", "subscript_expression"}:
        return None
    of = path_of(field(node, "object"))
    if of is None:
        return None
    if node.type == "member_expression":
        return (*of, written(field(node, "property")))
    index = field(node, "index")
    return (*of, written(index)[1:-1]) if index.type == "string" else None


def _name(scope: Scope, node: "Node") -> Made:
    word = written(node)
    own = scope.own(word, node)
    if isinstance(own, Made):
        return own
    if own is None and (made := scope.free((word,))):
        return made
    if word in {"NaN", "Infinity", "undefined"}:
        return NOTHING
    what = "is a function" if own else "is a name that is not known here"
    raise Refusal(f"{word!r} {what}", node)


def _member(scope: Scope, node: "Node") -> Made:
    path = path_of(node)
    if path and (made := scope.free(path)):
        return made
    if path in CONSTANTS and path[0] not in scope.known:
        return CONSTANTS[path]
    of, name = value(scope, field(node, "object")), written(field(node, "property"))
    if name == "length" and of.type in {"any", "text", "list"}:
        return Made(call("size", of.cel), "number", of.guard)
    if of.type not in {"any", "object"}:
        raise Refusal(f"{written(node)[:60]!r}: a {of.type} has no {name!r} here", node)
    return entry(of, name)


def _subscript(scope: Scope, node: "Node") -> Made:
    path = path_of(node)
    if path and (made := scope.free(path)):
        return made
    of, key = value(scope, field(node, "object")), value(scope, field(node, "index"))
    name = constant(key)
    if isinstance(name, str) and not name.isdigit():
        return entry(of, name)
    if isinstance(name, str):
        key = literal(int(name))
    cel = call("at", of.cel, key.cel)
    guards = both(of.guard, key.guard, f"{cel} != null")
    return Made(cel, "text" if of.type == "text" else of.items, guards)


def _bracketed(scope: Scope, node: "Node") -> Made:
    inner = parts(node)
    if len(inner) != 1 or inner[0].type == "sequence_expression":
        raise Refusal(f"{written(node)[:60]!r}: several expressions in one", node)
    return value(scope, inner[0])


def _unary(scope: Scope, node: "Node") -> Made:
    sign, argument = written(field(node, "operator")), field(node, "argument")
    if sign == "!":
        return truth(negation(condition(scope, argument)))
    if sign == "void":
        return NOTHING
    if sign == "typeof":
        raise Refusal("typeof outside of a comparison with a text", node)
    if sign not in {"-", "+"}:
        raise Refusal(f"the sign {sign}", node)
    of = value(scope, argument)
    if of.type == "moment":
        of = milliseconds(scope, of)
    of = as_number(of)
    known = constant(of)
    if sign == "-" and isinstance(known, int | float):
        return literal(-known)
    return of if sign == "+" else Made(f"-{tight(of, SIGN)}", "number", of.guard, level=SIGN)


def _binary(scope: Scope, node: "Node") -> Made:
    sign, left, right = (field(node, name) for name in ("operator", "left", "right"))
    word = written(sign)
    if word == "+":
        return plus([value(scope, one) for one in _summands(node)], scope)
    if word in {"&&", "||", "??"}:
        return _logical(scope, word, left, right)
    if word in {"===", "==", "!==", "!="} and "unary_expression" in {left.type, right.type}:
        kind = _typeof(scope, left, right)
        if kind:
            return truth(kind if "!" not in word else negation(kind))
    compute = OPERATORS.get(word)
    if compute is None:
        raise Refusal(f"the sign {word}", sign)
    return compute(value(scope, left), value(scope, right), scope)


def _summands(node: "Node") -> list["Node"]:
    """The parts of `a + b + c`, from the left."""
    found: list[Node] = []
    while node.type == "binary_expression" and written(field(node, "operator")) == "+":
        found.append(field(node, "right"))
        node = field(node, "left")
    return [node, *reversed(found)]


def _logical(scope: Scope, sign: str, left: "Node", right: "Node") -> Made:
    one, other = value(scope, left), value(scope, right)
    if sign == "??":
        return choose(one.guard or "true", bare(one), other)
    if one.type == other.type == "yes_no":
        first, second = as_condition(one), as_condition(other)
        if sign == "&&":
            return truth(both(first, second))
        return truth(f"{bracketed(first, EITHER)} || {bracketed(second, EITHER)}")
    first = condition(scope, left)
    if sign == "&&":
        return choose(first, other, one)
    return choose(first, bare(one), other)


def _typeof(scope: Scope, left: "Node", right: "Node") -> str:
    """The condition behind `typeof x == "string"`; empty where it is something else."""
    if left.type != "unary_expression" or written(field(left, "operator")) != "typeof":
        left, right = right, left
    if right.type != "string" or written(field(left, "operator")) != "typeof":
        return ""
    argument, name = field(left, "argument"), written(right)[1:-1]
    if argument.type == "identifier" and _is_unknown(scope, argument):
        return "true" if name == "undefined" else "false"
    of = value(scope, argument)
    if name == "undefined":
        return negation(of.guard or "true")
    kinds = {"string": ("string",), "boolean": ("bool",), "number": ("int", "double")}
    kinds |= {"object": ("list", "map")}
    if name not in kinds:
        return "false"
    tests = " || ".join(f"type({of.cel}) == {kind}" for kind in kinds[name])
    return both(of.guard, bracketed(tests, BOTH))


def _is_unknown(scope: Scope, node: "Node") -> bool:
    word = written(node)
    return scope.own(word, node) is None and scope.free((word,)) is None


def _ternary(scope: Scope, node: "Node") -> Made:
    test = condition(scope, field(node, "condition"))
    yes, no = (value(scope, field(node, name)) for name in ("consequence", "alternative"))
    return choose(test, yes, no)


def _template(scope: Scope, node: "Node") -> Made:
    return template(scope, node, value)


def _call(scope: Scope, node: "Node") -> Made:
    return call_function(scope, node, value, condition)


def _new(scope: Scope, node: "Node") -> Made:
    return construct(scope, node, value)


KINDS: dict[str, Callable[[Scope, "Node"], Made]] = {
    "identifier": _name,
    "undefined": lambda _scope, _node: NOTHING,
    "null": lambda _scope, _node: NOTHING,
    "true": lambda _scope, _node: literal(True),
    "false": lambda _scope, _node: literal(False),
    "number": number,
    "string": string,
    "template_string": _template,
    "regex": regex,
    "array": lambda scope, node: array(scope, node, value),
    "object": lambda scope, node: object_of(scope, node, value),
    "member_expression": _member,
    "subscript_expression": _subscript,
    "parenthesized_expression": _bracketed,
    "unary_expression": _unary,
    "binary_expression": _binary,
    "ternary_expression": _ternary,
    "call_expression": _call,
    "new_expression": _new,
    "await_expression": lambda scope, node: value(scope, parts(node)[-1]),
}
