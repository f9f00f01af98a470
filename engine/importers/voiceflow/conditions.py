"""Conditions as Voiceflow's editor builds them, in the old and the new spelling, as ours."""

from collections.abc import Sequence

from engine.importers.botpress.memory import quoted
from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text
from engine.importers.javascript import Untranslatable, condition
from engine.importers.voiceflow.names import Scope
from engine.importers.voiceflow.slate import plain

NUMBERS = {
    "greater": ">",
    "greater_than": ">",
    "less": "<",
    "less_than": "<",
    "greater_or_equal": ">=",
    "less_or_equal": "<=",
}
TEXTS = {
    "contains": "contains({0}, {1})",
    "not_contain": "!contains({0}, {1})",
    "not_contains": "!contains({0}, {1})",
    "starts_with": "startsWith({0}, {1})",
    "ends_with": "endsWith({0}, {1})",
    "equals": "{0} == {1}",
    "is": "{0} == {1}",
    "not_equal": "{0} != {1}",
    "is_not": "{0} != {1}",
}
SUMS = {"plus": "+", "minus": "-", "times": "*", "divide": "/"}
FULL = '({0} != null && !({0} in ["", 0]))'
DEEPEST = 40


class NotSaid(Exception):  # noqa: N818 -- no mistake of the program: the caller reports it
    """A condition that has no counterpart; the text says which."""


def condition_of(scope: Scope, found: Mapping, depth: int = 0) -> str:
    """A condition; raises `NotSaid`."""
    if depth > DEEPEST:
        raise NotSaid("it is nested too deeply")
    type_, value = text(found.get("type")), found.get("value")
    if type_ in {"advance", "expression"} or text(found.get("logicInterface")) == "expression":
        return _script(scope, plain(value if not isinstance(value, list) else value[:1]))
    inner = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    if type_ in {"and", "or", ""} and inner:
        sign = " || " if type_ == "or" else " && "
        return sign.join(f"({condition_of(scope, mapping(one), depth + 1)})" for one in inner)
    if type_ == "not":
        one = mapping(value if isinstance(value, dict) else inner[0] if inner else {})
        return f"!({condition_of(scope, one, depth + 1)})"
    if type_ in {"variable", "value"}:
        return FULL.format(value_of(scope, found, depth + 1))
    return _comparison(scope, type_, inner, depth)


def _comparison(scope: Scope, type_: str, sides: Sequence[object], depth: int) -> str:
    if not sides:
        raise NotSaid(f"{type_!r} compares nothing")
    one = value_of(scope, mapping(sides[0]), depth + 1)
    if type_ == "has_value":
        return FULL.format(one)
    if type_ in {"is_empty", "has_no_value"}:
        return f"!{FULL.format(one)}"
    if len(sides) < 2:
        raise NotSaid(f"{type_!r} compares with nothing")
    other = value_of(scope, mapping(sides[1]), depth + 1)
    if type_ in NUMBERS:
        return f"as_number({one}) {NUMBERS[type_]} as_number({other})"
    if type_ in TEXTS:
        return TEXTS[type_].format(f"as_text({one})", f"as_text({other})")
    raise NotSaid(f"{type_!r} is no comparison that is known")


def value_of(scope: Scope, found: Mapping, depth: int = 0) -> str:
    """An expression for a side of a comparison or an assignment; raises `NotSaid`."""
    if depth > DEEPEST:
        raise NotSaid("it is nested too deeply")
    type_, value = text(found.get("type")), found.get("value")
    if type_ in {"variable", "slot", "entity"}:
        return scope.read(scope.name(text(value)))
    if type_ in {"advance", "expression"}:
        return script_value(scope, plain(value))
    if type_ in SUMS:
        sides = [value_of(scope, one, depth + 1) for one in mappings(value)]
        if len(sides) != 2:
            raise NotSaid(f"{type_!r} wants two values")
        return f"(as_number({sides[0]}) {SUMS[type_]} as_number({sides[1]}))"
    return literal(scope, plain(value) or text(value))


def literal(scope: Scope, written: str) -> str:
    """A value as it is typed: a number where it is one, else a text with its holes."""
    plain_text = written.strip()
    try:
        number = float(plain_text)
    except ValueError:
        return scope.text_value(written.strip().strip('"'))
    whole = number == int(number) if abs(number) < 1e15 else False
    return str(int(number)) if whole else quoted(plain_text)


def script_value(scope: Scope, written: str) -> str:
    """What an expression of JavaScript gives; raises `NotSaid`."""
    made = scope.expression(written)
    if isinstance(made, Untranslatable):
        raise NotSaid(str(made))
    return made.cel


def _script(scope: Scope, written: str) -> str:
    made = condition(scope.script(written), scope.naming())
    if isinstance(made, Untranslatable):
        raise NotSaid(str(made))
    return made.cel
