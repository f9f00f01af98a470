"""RapidPro's expressions evaluated as goflow does: for tests, apart from the importer.

Only the parser is the importer's own. What is evaluated is Python values: texts, numbers, yes
and no, lists, objects, moments, dates and times of day; None is goflow's nil.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from engine.importers.rapidpro.context import NAMES
from engine.importers.rapidpro.excellent import (
    Call,
    Constant,
    Member,
    Negative,
    Operation,
    ParseError,
    Reference,
    Tree,
    split_template,
)

# `Any` throughout: an expression's value is of any kind, as in the language it imitates.
Value = Any
Names = Mapping[str, Value]
WORD = re.compile(r"[\w']+|[^\w\s'\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]")
NUMBER = re.compile(r"[-+]?(?:[\d,]+(?:\.\d+)?|(?:\W|^)\.\d+)")


class Broken(Exception):  # noqa: N818 -- what goflow calls an error of an expression
    """An expression has no value."""


def fill(template: str, names: Names) -> tuple[str, bool]:
    """The text with its expressions, and whether all of them had a value."""
    words, sound = "", True
    for part in _parts(template):
        try:
            words += part if isinstance(part, str) else as_text(evaluate(part, names))
        except Broken:
            sound = False
    return words, sound


def value_of(template: str, names: Names) -> Value:
    """What a template gives: the value of an expression alone, else a text."""
    parts = _parts(template)
    if len(parts) == 1 and not isinstance(parts[0], str):
        try:
            return evaluate(parts[0], names)
        except Broken:
            return None
    return fill(template, names)[0]


def _parts(template: str) -> list[str | Tree]:
    try:
        return split_template(template, NAMES)
    except ParseError:
        return [template]


def evaluate(tree: Tree, names: Names) -> Value:
    """The value of an expression; raises `Broken`."""
    match tree:
        case Constant(value=value):
            return value
        case Reference(name=name):
            if name not in names:
                raise Broken(name)
            return names[name]
        case Member(of=of, key=key):
            return _member(evaluate(of, names), evaluate(key, names))
        case Negative(of=of):
            return -as_number(evaluate(of, names))
        case Call(function=function, arguments=arguments):
            return _call(function, arguments, names)
        case Operation(sign=sign, left=left, right=right):
            return OPERATIONS[sign](evaluate(left, names), evaluate(right, names))
    raise Broken(str(tree))


def _member(of: Value, key: Value) -> Value:
    if isinstance(of, list):
        at = int(as_number(key))
        if not -len(of) <= at < len(of):
            raise Broken(f"no item {at}")
        return of[at]
    if not isinstance(of, Mapping) or key not in of:
        raise Broken(f"no property {key}")
    return of[key]


def _call(function: str, arguments: tuple[Tree, ...], names: Names) -> Value:
    if function == "is_error":
        try:
            evaluate(arguments[0], names)
        except Broken:
            return True
        return False
    if function == "now":
        return names["now"]
    if function not in FUNCTIONS:
        raise Broken(f"{function}() is not known to these tests")
    return FUNCTIONS[function](*[evaluate(one, names) for one in arguments])


def as_text(value: Value) -> str:
    """The value as goflow writes it."""
    if isinstance(value, Mapping):
        return as_text(value.get("value", value.get("text", "")))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, dt.time):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, list):
        return f"[{', '.join(map(as_text, value))}]"
    return "" if value is None else str(value)


def as_number(value: Value) -> float:
    """The value as a number; nil is none."""
    if value is None:
        raise Broken("nil is no number")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    try:
        return float(as_text(value))
    except ValueError:
        raise Broken(f"{value!r} is no number") from None


def as_moment(value: Value) -> dt.datetime:
    """The value as a moment, in UTC."""
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC)
    try:
        found = dt.datetime.fromisoformat(as_text(value))
    except ValueError:
        raise Broken(f"{value!r} is no moment") from None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def as_clock(value: Value) -> dt.time:
    """The value as a time of day; an hour alone is one."""
    if isinstance(value, dt.datetime):
        return value.time()
    found = re.search(r"\b(\d{1,2})(?::?(\d{2}))?\b", as_text(value))
    if found is None or int(found[1]) > 23:
        raise Broken(f"{value!r} is no time")
    return dt.time(int(found[1]), int(found[2] or 0))


def truth(value: Value) -> bool:
    """Whether a value counts as true."""
    if isinstance(value, str):
        return value != "" and value.lower() != "false"
    return bool(value)


def words(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return WORD.findall(text.lower())


def numbers(text: str) -> list[float]:
    """All numbers of a text."""
    found = []
    for match in NUMBER.finditer(text):
        try:
            found.append(float(match[0].strip().replace(",", "")))
        except ValueError:
            continue
    return found


def _between(first: Value, second: Value, unit: str) -> int:
    one, other = as_moment(first), as_moment(second)
    if unit == "D":
        return (other.date() - one.date()).days
    seconds = {"s": 1, "m": 60, "h": 3600}[unit]
    return int((other - one).total_seconds() / seconds)


def _add(moment: Value, count: Value, unit: str) -> dt.datetime:
    days = {"D": 1, "W": 7}
    seconds = {"s": 1, "m": 60, "h": 3600}
    if unit in days:
        return as_moment(moment) + dt.timedelta(days=int(as_number(count)) * days[unit])
    return as_moment(moment) + dt.timedelta(seconds=int(as_number(count)) * seconds[unit])


def _split(text: Value, at: Value = "") -> list[str]:
    if not at:
        return WORD.findall(as_text(text))
    return [part for part in re.split(f"[{re.escape(at)}]", as_text(text)) if part]


def _match(text: Value, pattern: Value) -> str:
    found = re.search(as_text(pattern), as_text(text), re.IGNORECASE | re.MULTILINE)
    if found is None:
        raise Broken("nothing matches")
    return found[0]


def _mod(one: Value, other: Value) -> float:
    divisor = as_number(other)
    if not divisor:
        raise Broken("division by zero")
    return abs(as_number(one)) % divisor * (1 if as_number(one) >= 0 else -1)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "if": lambda test, yes, no: yes if truth(test) else no,
    "split": _split,
    "count": lambda value: 0 if value is None else len(value),
    "min": lambda *values: min(map(as_number, values)),
    "max": lambda *values: max(map(as_number, values)),
    "mod": _mod,
    "date": lambda value: as_moment(value).date(),
    "datetime": as_moment,
    "time": as_clock,
    "datetime_add": _add,
    "datetime_diff": _between,
    "weekday": lambda value: (as_moment(value).weekday() + 1) % 7,
    "replace": lambda text, old, new: as_text(text).replace(as_text(old), as_text(new)),
    "regex_match": _match,
    "urn_parts": lambda urn: {"scheme": as_text(urn).partition(":")[0]},
    "title": lambda text: as_text(text).title(),
    "lower": lambda text: as_text(text).lower(),
    "upper": lambda text: as_text(text).upper(),
}
OPERATIONS: dict[str, Callable[[Value, Value], Value]] = {
    "&": lambda one, other: as_text(one) + as_text(other),
    "=": lambda one, other: as_text(one) == as_text(other),
    "!=": lambda one, other: as_text(one) != as_text(other),
    "+": lambda one, other: as_number(one) + as_number(other),
    "-": lambda one, other: as_number(one) - as_number(other),
    "*": lambda one, other: as_number(one) * as_number(other),
    "/": lambda one, other: as_number(one) / as_number(other),
    "<": lambda one, other: as_number(one) < as_number(other),
    "<=": lambda one, other: as_number(one) <= as_number(other),
    ">": lambda one, other: as_number(one) > as_number(other),
    ">=": lambda one, other: as_number(one) >= as_number(other),
}
