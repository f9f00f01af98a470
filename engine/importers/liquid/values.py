"""Values and conditions of Liquid: paths, literals, filters, comparisons."""

import json
import re
from typing import Protocol

from engine.importers.liquid.filters import DIFFERENT, apply
from engine.importers.liquid.reading import Refusal, kind, part

SIGNS = {
    "EqExpression": "==",
    "NeExpression": "!=",
    "LtExpression": "<",
    "GtExpression": ">",
    "LeExpression": "<=",
    "GeExpression": ">=",
}
NOTHING = frozenset({"Nil", "Empty", "Blank"})
DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


class Names(Protocol):
    """What a value needs to know: our names, and a list of what differs."""

    hows: list[str]

    def find(self, path: tuple[str | int, ...]) -> str: ...


def quoted(words: str) -> str:
    """A text within an expression."""
    return json.dumps(words, ensure_ascii=False)


def value(names: Names, node: object) -> str:
    """The expression of a value."""
    match kind(node):
        case "FilteredExpression":
            return _filtered(names, node)
        case "TernaryFilteredExpression":
            return _chosen(names, node)
        case "Path":
            return names.find(_path(node))
        case "StringLiteral":
            return quoted(part(node, "value"))
        case "IntegerLiteral" | "FloatLiteral":
            return json.dumps(part(node, "value"))
        case "TrueLiteral" | "FalseLiteral":
            return "true" if kind(node) == "TrueLiteral" else "false"
        case "Nil":
            return "null"
        case "Empty" | "Blank":
            return '""'
        case "BooleanExpression":
            return condition(names, part(node, "expression"))
        case _:
            raise Refusal(f"a {kind(node)} has no counterpart")


def condition(names: Names, node: object) -> str:
    """The expression of a condition: it has a value whatever is missing."""
    match kind(node):
        case "BooleanExpression":
            return condition(names, part(node, "expression"))
        case "LogicalAndExpression" | "LogicalOrExpression":
            sign = "&&" if kind(node) == "LogicalAndExpression" else "||"
            left, right = (condition(names, part(node, one)) for one in ("left", "right"))
            return f"({left} {sign} {right})"
        case "LogicalNotExpression":
            return f"!({condition(names, part(node, 'expression'))})"
        case "_AnyExpression":
            several = part(node, "expressions")
            tests = [_compared(names, part(node, "left"), "==", one) for one in several]
            return f"({' || '.join(tests)})"
        case "ContainsExpression":
            left, right = (value(names, part(node, one)) for one in ("left", "right"))
            return _guarded(f"contains({left}, {right})", left, right)
        case name if name in SIGNS:
            return _compared(names, part(node, "left"), SIGNS[name], part(node, "right"))
        case "TrueLiteral" | "FalseLiteral":
            return value(names, node)
        case _:
            # Everything but nil and false counts as true.
            made = value(names, node)
            return f"({known(made)} && {made} != false)"


def known(made: str) -> str:
    """Whether an expression has a value."""
    if DOTTED.fullmatch(made):
        return "true" if made in {"true", "false"} else f"has({made})"
    return f'as_text({made}) != ""'


def _compared(names: Names, left: object, sign: str, right: object) -> str:
    if kind(left) in NOTHING and sign in {"==", "!="}:
        left, right = right, left
    one, other = value(names, left), value(names, right)
    if kind(right) in NOTHING:
        there = known(one) if kind(right) == "Nil" else f'as_text({one}) != ""'
        return f"({there})" if sign == "!=" else f"!({there})"
    if sign == "!=":
        return f"!({_guarded(f'{one} == {other}', one, other)})"
    return _guarded(f"{one} {sign} {other}", one, other)


def _guarded(test: str, *values: str) -> str:
    """The test, false where one of the values is missing."""
    guards = [known(one) for one in values if _may_be_missing(one)]
    return f"({' && '.join([*dict.fromkeys(guards), test])})"


def _may_be_missing(made: str) -> bool:
    return not re.fullmatch(r'"[^"]*"|-?\d+(\.\d+)?|true|false|null', made)


def _filtered(names: Names, node: object) -> str:
    made = value(names, part(node, "left"))
    for one in part(node, "filters") or ():
        name = part(one, "name")
        arguments = []
        for argument in part(one, "args") or ():
            if kind(argument) != "PositionalArgument":
                raise Refusal(f"a named argument of the filter {name} has no counterpart")
            arguments.append(value(names, part(argument, "value")))
        made = apply(name, made, tuple(arguments))
        if not made:
            raise Refusal(f"the filter {name} has no counterpart with {len(arguments)} arguments")
        if name in DIFFERENT:
            names.hows.append(f"the filter {name}: {DIFFERENT[name]}")
    return made


def _chosen(names: Names, node: object) -> str:
    if part(node, "tail_filters"):
        raise Refusal("filters behind a choice have no counterpart")
    otherwise = part(node, "alternative")
    test = condition(names, part(node, "condition"))
    other = value(names, otherwise) if otherwise is not None else '""'
    return f"({test} ? {value(names, part(node, 'left'))} : {other})"


def _path(node: object) -> tuple[str | int, ...]:
    steps: list[str | int] = []
    for step in part(node, "path"):
        if not isinstance(step, str | int):
            raise Refusal("a name that is computed has no counterpart")
        steps.append(step)
    return tuple(steps)
