"""Expressions of ours in the making: CEL text with its type, and the changes of type."""

import json
import re

from msgspec import Struct

WORD = re.compile(r"[A-Za-z_]\w*")
# A moment as RapidPro writes it: `2018-04-11T13:24:30.123456-05:00`.
STAMP = "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX"


class Untranslatable(Exception):  # noqa: N818 -- not a mistake of the program: it is reported
    """Our expressions cannot say this; the text says why."""


class Made(Struct, frozen=True):
    """An expression and its type: a type of variables, `none`, or any.

    `guard` is the condition under which it has a value; empty where it always has one. Where
    there is none RapidPro has nothing, which counts as an empty text; or, with `fails`, an error,
    which spoils what it is part of.
    """

    cel: str
    type: str = "any"
    guard: str = ""
    fails: bool = False
    spoken: str = ""


def literal(value: float | int | str | bool | None) -> Made:
    """A constant."""
    if value is None:
        return Made("null", "none")
    if isinstance(value, bool):
        return Made("true" if value else "false", "yes_no")
    if isinstance(value, str):
        return Made(quoted(value), "text")
    return Made(repr(value), "number")


def constant(made: Made) -> str | None:
    """The text of a constant; nothing where it is none."""
    if made.type == "text" and made.cel.startswith('"') and not made.guard:
        try:
            found = json.loads(made.cel)
        except ValueError:
            return None
        return found if isinstance(found, str) else None
    if made.type == "number" and re.fullmatch(r"-?\d+(\.\d+)?", made.cel):
        return made.cel
    return None


def quoted(text: str) -> str:
    """A text as CEL writes it."""
    return json.dumps(text, ensure_ascii=False)


def member(of: Made, key: str) -> Made:
    """A part of an object or a list, by a constant key."""
    if key.isdigit():
        return Made(f"at({of.cel}, {key})", "any", of.guard, of.fails)
    if WORD.fullmatch(key) is None:
        return Made(f"at({of.cel}, {quoted(key)})", "any", of.guard, of.fails)
    cel = f"{of.cel}.{key}"
    return Made(cel, "any", f"has({cel})", True)


def name(word: str, type_: str = "any", *, fails: bool = True) -> Made:
    """A variable that may not have been set."""
    return Made(word, type_, f"has({word})", fails)


def safe(made: Made, otherwise: str) -> str:
    """The expression, or `otherwise` where it has no value."""
    return f"({made.guard} ? {made.cel} : {otherwise})" if made.guard else made.cel


def unless_failed(made: Made, otherwise: str) -> str:
    """The expression, or `otherwise` where it has nothing; an error stays one."""
    return made.cel if made.fails else safe(made, otherwise)


def as_text(made: Made) -> str:
    """The value as a text, in the midst of an expression."""
    return unless_failed(Made(_text(made), "text", made.guard, made.fails), '""')


def text_of(made: Made) -> str:
    """The value as a text; empty where there is none, or only an error."""
    return safe(Made(_text(made), "text", made.guard), '""')


def _text(made: Made) -> str:
    cel = made.cel
    if made.spoken:
        return made.spoken
    if made.type == "none":
        return '""'
    if made.type == "number" and constant(made) is not None:
        return quoted(cel)
    if made.type == "yes_no":
        return f'({cel} ? "true" : "false")'
    if made.type == "datetime":
        return f"format_moment({cel}, {quoted(STAMP)})"
    if made.type == "time":
        return f'({cel} + ".000000")'
    return cel if made.type in {"text", "date", "group", "contact"} else f"outlined({cel})"


def as_number(made: Made) -> str:
    """The value as a number; none where there is nothing, which is an error there too."""
    if made.type == "number":
        return made.cel
    written = constant(made)
    if written is not None:
        try:
            value = float(written)
        except ValueError:
            return f"as_number({made.cel})"
        return repr(int(value)) if value.is_integer() else repr(value)
    return f"as_number({made.cel})"


def as_whole(made: Made) -> str:
    """The value as a whole number."""
    number = as_number(made)
    return number if re.fullmatch(r"-?\d+", number) else f"int({number})"


def as_moment(made: Made) -> str:
    """The value as a moment."""
    if made.type == "datetime":
        return made.cel
    return f"moment({as_text(made)})"


def as_date(made: Made) -> str:
    """The value as a date, a text such as `2026-11-23`."""
    if made.type == "date":
        return made.cel
    return f'format_moment({as_moment(made)}, "yyyy-MM-dd")'


def as_time(made: Made) -> str:
    """The value as a time of day, a text such as `15:30:00`."""
    if made.type == "time":
        return made.cel
    if made.type == "datetime":
        return f'format_moment({made.cel}, "HH:mm:ss")'
    return f"time_in({as_text(made)})"


def as_list(made: Made) -> str:
    """The value as a list; empty where there is none."""
    return safe(made, "[]")


def as_condition(made: Made) -> str:
    """Whether the value counts as true."""
    if made.type == "yes_no":
        return unless_failed(made, "false")
    if made.type == "number":
        return f"{as_number(made)} != 0"
    if made.type in {"list", "object"}:
        return f"size({safe(made, '[]')}) > 0"
    text = as_text(made)
    return f'({text} != "" && lower({text}) != "false")'
