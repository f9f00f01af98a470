"""Dates of JavaScript as our moments."""

from typing import TYPE_CHECKING

from engine.importers.javascript.made import (
    PRODUCT,
    SUM,
    WHOLE,
    Made,
    as_number,
    both,
    call,
    quoted,
    tight,
)
from engine.importers.javascript.reading import Refusal, written
from engine.importers.javascript.scope import Scope

if TYPE_CHECKING:
    from tree_sitter import Node

EPOCH = 'timestamp("1970-01-01T00:00:00Z")'
GETTERS = {
    "getFullYear": "getFullYear",
    "getMonth": "getMonth",
    "getDate": "getDate",
    "getDay": "getDayOfWeek",
    "getHours": "getHours",
    "getMinutes": "getMinutes",
    "getSeconds": "getSeconds",
    "getMilliseconds": "getMilliseconds",
}
NOW = Made("now", "moment")


def milliseconds(scope: Scope, made: Made) -> Made:
    """The milliseconds since 1970."""
    scope.note("a moment as a number counts whole seconds")
    cel = f"{call('between', EPOCH, made.cel, quoted('seconds'))} * 1000"
    return Made(cel, "number", made.guard, level=PRODUCT)


def date(scope: Scope, given: list[Made], node: "Node") -> Made:
    """`new Date(...)`."""
    if not given:
        return NOW
    if len(given) > 1:
        raise Refusal(f"{written(node)[:60]!r}: a date put together of numbers", node)
    (one,) = given
    if one.type == "moment":
        return one
    if one.type == "number":
        seconds = f"{tight(one, PRODUCT)} / 1000.0"
        return Made(call("shift", EPOCH, seconds, quoted("seconds")), "moment", one.guard)
    scope.note("a date is read as our `moment` reads it, in the bot's time zone")
    there = f"moment_in({one.cel}) != null"
    return Made(call("moment", one.cel), "moment", both(one.guard, there))


SETTERS = {
    "setDate": ("getDate", "days"),
    "setMonth": ("getMonth", "months"),
    "setFullYear": ("getFullYear", "years"),
    "setHours": ("getHours", "hours"),
    "setMinutes": ("getMinutes", "minutes"),
    "setSeconds": ("getSeconds", "seconds"),
}


def moved(of: Made, setter: str, part: Made) -> Made:
    """The date with one of its parts set: as much later as the part differs."""
    getter, unit = SETTERS[setter]
    number = as_number(part)
    before = f"{tight(of, WHOLE)}.{getter}()"
    rest = number.cel.removeprefix(f"{before} + ").removeprefix(f"{before} - ")
    count = f"{tight(number, SUM)} - {before}"
    if rest != number.cel:
        count = rest if number.cel.startswith(f"{before} + ") else f"-({rest})"
    return Made(call("shift", of.cel, count, quoted(unit)), "moment", both(of.guard, number.guard))


def method(scope: Scope, of: Made, name: str) -> Made | None:
    """What a method of a date gives; none for one that is not known."""
    if name in GETTERS:
        return Made(f"{of.cel}.{GETTERS[name]}()", "number", of.guard)
    if name in {"getTime", "valueOf"}:
        return milliseconds(scope, of)
    if name in {"toISOString", "toJSON", "toString"}:
        scope.note(f"{name} gives the moment with the offset of the bot's time zone")
        return Made(call("as_text", of.cel), "text", of.guard)
    if name in {"toLocaleDateString", "toDateString"}:
        scope.note(f"{name} writes the date as the conversation's language does")
        return Made(call("date", of.cel, quoted("short")), "text", of.guard)
    if name == "toLocaleTimeString":
        scope.note(f"{name} writes the time as the conversation's language does")
        return Made(call("time_of_day", of.cel), "text", of.guard)
    if name == "toLocaleString":
        scope.note(f"{name} writes the moment as the conversation's language does")
        parts = f'{call("date", of.cel, quoted("short"))} + " " + {call("time_of_day", of.cel)}'
        return Made(parts, "text", of.guard, level=SUM)
    return None
