"""Expressions of ours in the making: CEL text with its type, and the changes of type."""

import json
import re

from msgspec import Struct

WORD = re.compile(r"[A-Za-z_]\w*")


class Untranslatable(Exception):  # noqa: N818 -- not a mistake of the program: it is reported
    """Our expressions cannot say this; the text says why."""


class Made(Struct, frozen=True):
    """An expression and its type. `guard` is the condition under which it has a value; empty
    where it always has one."""

    cel: str
    type: str = "any"
    guard: str = ""


def literal(value: float | int | str | bool | None) -> Made:
    """A constant."""
    if value is None:
        return Made("null", "none")
    if isinstance(value, bool):
        return Made("true" if value else "false", "yes_no")
    if isinstance(value, str):
        return Made(quoted(value), "text")
    return Made(repr(value), "number")


def quoted(text: str) -> str:
    """A text as CEL writes it."""
    return json.dumps(text, ensure_ascii=False)


def member(of: Made, key: str) -> Made:
    """A part of an object or a list, by a constant key."""
    if key.isdigit():
        return Made(f"{of.cel}[{key}]", "any", of.guard)
    if WORD.fullmatch(key) is None:
        return Made(f"{of.cel}[{quoted(key)}]", "any", of.guard)
    cel = f"{of.cel}.{key}"
    return Made(cel, "any", f"has({cel})")


def name(word: str, type_: str = "any") -> Made:
    """A variable that may not have been set."""
    return Made(word, type_, f"has({word})")


def safe(made: Made, otherwise: str) -> str:
    """The expression, or `otherwise` where it has no value."""
    return f"({made.guard} ? {made.cel} : {otherwise})" if made.guard else made.cel


def as_text(made: Made) -> str:
    """The value as a text; empty where there is none."""
    cel = made.cel
    if made.type == "none":
        return '""'
    if made.type == "yes_no":
        cel = f'({cel} ? "true" : "false")'
    elif made.type == "list":
        cel = f"join({cel})"
    elif made.type == "object":
        cel = f"json({cel})"
    elif made.type != "text":
        cel = f"string({cel})"
    return safe(Made(cel, "text", made.guard), '""')


def as_number(made: Made) -> str:
    """The value as a number; 0 where there is none."""
    if made.type == "number" and not made.guard:
        return made.cel
    if made.type == "none":
        return "0"
    if made.type == "text" and made.cel.startswith('"') and not made.guard:
        try:
            value = float(json.loads(made.cel))
        except ValueError:
            return f"number_in({made.cel})"
        return repr(int(value)) if value.is_integer() else repr(value)
    return f"number_in({safe(made, '0')})"


def as_moment(made: Made) -> str:
    """The value as a moment."""
    if made.type == "datetime":
        return made.cel
    return f"moment({as_text(made)})"


def as_condition(made: Made) -> str:
    """Whether the value counts as true."""
    if made.type == "yes_no":
        return safe(made, "false")
    if made.type == "number":
        return f"{as_number(made)} != 0"
    text = as_text(made)
    return f'({text} != "" && lower({text}) != "false")'
