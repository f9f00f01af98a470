"""Calls: of what JavaScript brings along, of methods, and of the script's own functions."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.importers.javascript import arrows, moments, patterns
from engine.importers.javascript.functions import FUNCTIONS, extreme_of_list
from engine.importers.javascript.made import (
    Made,
    as_text,
    both,
    call,
    constant,
    literal,
)
from engine.importers.javascript.methods import METHODS
from engine.importers.javascript.reading import Refusal, field, parts, written
from engine.importers.javascript.scope import Closure, Scope

if TYPE_CHECKING:
    from tree_sitter import Node

STANDARD = {path[0] for path in FUNCTIONS} | {"window", "process", "document", "Promise"}
Value = Callable[[Scope, "Node"], Made]
Condition = Callable[[Scope, "Node"], str]


def call_function(scope: Scope, node: "Node", value: Value, condition: Condition) -> Made:
    """What a call gives."""
    function = field(node, "function")
    if function.type == "parenthesized_expression":
        function = parts(function)[-1]
    if function.type in arrows.FUNCTIONS:
        closure = Closure(function, dict(scope.known))
        return arrows.apply(scope, closure, _given(scope, node, value), value, node)
    name = tuple(written(function).replace("?.", ".").split("."))
    if function.type == "identifier":
        own = scope.own(name[0], function)
        if isinstance(own, Closure):
            return arrows.apply(scope, own, _given(scope, node, value), value, node)
        if name == ("Boolean",) and own is None and parts(field(node, "arguments")):
            test = condition(scope, parts(field(node, "arguments"))[0])
            return Made(f"({test})", "yes_no")
    if name in FUNCTIONS and name[0] not in scope.known:
        return _standard(scope, name, node, value)
    brought = name[0] in STANDARD and name[0] not in scope.known
    if function.type != "member_expression" or brought:
        raise Refusal(f"the call of {written(function)[:60]!r}", node)
    return _method(scope, function, node, value)


def construct(scope: Scope, node: "Node", value: Value) -> Made:
    """`new Date(...)`; nothing else is made."""
    kind, arguments = written(field(node, "constructor")), node.child_by_field_name("arguments")
    if kind != "Date" or kind in scope.known:
        raise Refusal(f"{written(node)[:60]!r}", node)
    given = [value(scope, one) for one in parts(arguments)] if arguments else []
    return moments.date(scope, given, node)


def _given(scope: Scope, node: "Node", value: Value) -> list[Made]:
    arguments = parts(field(node, "arguments"))
    for one in arguments:
        if one.type == "spread_element":
            raise Refusal(f"{written(one)[:60]!r} as arguments", one)
    return [value(scope, one) for one in arguments]


def _standard(scope: Scope, name: tuple[str, ...], node: "Node", value: Value) -> Made:
    write, least = FUNCTIONS[name]
    arguments = parts(field(node, "arguments"))
    if name[-1] in {"max", "min"} and [one.type for one in arguments] == ["spread_element"]:
        return extreme_of_list(name[-1], value(scope, parts(arguments[0])[0]))
    if name == ("Array", "from") and len(arguments) == 1 and arguments[0].type == "new_expression":
        return _set(scope, arguments[0], value)
    given = _given(scope, node, value)
    if len(given) < least:
        raise Refusal(f"{written(node)[:60]!r} without what it wants", node)
    return write(scope, given, node)


def _set(scope: Scope, node: "Node", value: Value) -> Made:
    """`Array.from(new Set(list))`."""
    arguments = node.child_by_field_name("arguments")
    if written(field(node, "constructor")) != "Set" or arguments is None:
        raise Refusal(f"{written(node)[:60]!r}", node)
    of = value(scope, parts(arguments)[0])
    return Made(call("unique", of.cel), "list", of.guard, of.items)


def _method(scope: Scope, function: "Node", node: "Node", value: Value) -> Made:
    name, receiver = written(field(function, "property")), field(function, "object")
    arguments = parts(field(node, "arguments"))
    if receiver.type == "regex" and name in {"test", "exec"} and len(arguments) == 1:
        pattern, _ = patterns.pattern_of(receiver)
        text = as_text(value(scope, arguments[0]))
        if name == "test":
            return patterns.test(pattern, text)
        return patterns.match(pattern, everywhere=False, text=text)
    of = value(scope, receiver)
    if name in arrows.LIST_METHODS and arguments and of.type in {"any", "list"}:
        return arrows.on_list(scope, of, name, node, value)
    if arguments and arguments[0].type == "regex":
        return _with_pattern(scope, of, name, arguments, node, value)
    given = _given(scope, node, value)
    if of.type == "moment" and (made := moments.method(scope, of, name)):
        return made
    if name in {"replace", "replaceAll"} and len(given) == 2 and of.type in {"any", "text"}:
        return _replace(of, name, given, node)
    return _plain(scope, of, name, given, node)


def _plain(scope: Scope, of: Made, name: str, given: list[Made], node: "Node") -> Made:
    if name not in METHODS:
        raise Refusal(f"the method {name}", node)
    write, least, types = METHODS[name]
    if of.type not in {"any", *types.split()}:
        raise Refusal(f"{written(node)[:60]!r}: a {of.type} has no {name} here", node)
    if len(given) < least:
        raise Refusal(f"{written(node)[:60]!r} without what it wants", node)
    if of.type == "any" and types in {"text", "list"}:
        of = Made(of.cel, types, of.guard, of.items, of.level)
    return write(scope, of, given, node)


def _with_pattern(
    scope: Scope, of: Made, name: str, arguments: list["Node"], node: "Node", value: Value
) -> Made:
    if name in {"replace", "replaceAll"} and len(arguments) == 2:
        return patterns.replaced(arguments[0], of, value(scope, arguments[1]))
    pattern, everywhere = patterns.pattern_of(arguments[0])
    if name == "match":
        return patterns.match(pattern, everywhere=everywhere, text=of)
    raise Refusal(f"the method {name} with a pattern", node)


def _replace(of: Made, name: str, given: list[Made], node: "Node") -> Made:
    """JavaScript's `replace` of a text changes only the first one."""
    old, new = (as_text(one) for one in given)
    said = constant(new)
    if isinstance(said, str) and "$" in said:
        new = literal(said.replace("$$", "$"))
        if "$&" in said:
            raise Refusal(f"{written(node)[:60]!r}: what was found put in again", node)
    times = () if name == "replaceAll" else ("1",)
    return Made(call("replace", of.cel, old.cel, new.cel, *times), "text", both(of.guard))
