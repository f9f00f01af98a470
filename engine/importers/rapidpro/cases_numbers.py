"""Tests of numbers, dates and times."""

from collections.abc import Callable

from engine.importers.rapidpro.case import Arguments, Test
from engine.importers.rapidpro.values import (
    STAMP,
    Made,
    as_moment,
    as_number,
    quoted,
    text_of,
)


def number(sign: str) -> Callable[[Made, Arguments], Test]:
    def make(operand: Made, arguments: Arguments) -> Test:
        wanted = as_number(arguments[0])
        if sign == "==":
            return Test(f"{wanted} in {_numbers(operand)}", f"outlined({wanted})")
        return _of_numbers(operand, f"item {sign} {wanted}")

    return make


def between(operand: Made, arguments: Arguments) -> Test:
    low, high = as_number(arguments[0]), as_number(arguments[1])
    return _of_numbers(operand, f"item >= {low} && item <= {high}")


def some_number(operand: Made, _arguments: Arguments) -> Test:
    numbers = _numbers(operand)
    return Test(f"size({numbers}) > 0", f"outlined(at({numbers}, 0))")


def _of_numbers(operand: Made, holds: str) -> Test:
    """The first of the numbers in a text for which a condition holds."""
    numbers = _numbers(operand)
    value = f"outlined(at({numbers}.filter(item, {holds}), 0))"
    return Test(f"{numbers}.exists(item, {holds})", value)


def _numbers(operand: Made) -> str:
    if operand.type == "number" and not operand.guard:
        return f"[{operand.cel}]"
    return f"numbers_in({text_of(operand)})"


DATES = "dates are read as day, month, year, or year, month, day; the workspace says which"


def some_date(operand: Made, _arguments: Arguments) -> Test:
    text = text_of(operand)
    return Test(f"moment_in({text}) != null", _stamp(text), DATES)


def date(sign: str) -> Callable[[Made, Arguments], Test]:
    def make(operand: Made, arguments: Arguments) -> Test:
        text, wanted = text_of(operand), as_moment(arguments[0])
        found = f'format_moment({text}, "yyyy-MM-dd")'
        compared = f'{found} {sign} format_moment({wanted}, "yyyy-MM-dd")'
        return Test(f"moment_in({text}) != null && {compared}", _stamp(text), DATES)

    return make


def _stamp(text: str) -> str:
    return f"format_moment({text}, {quoted(STAMP)})"


def time(operand: Made, _arguments: Arguments) -> Test:
    text = text_of(operand)
    return Test(f"time_in({text}) != null", f'(time_in({text}) + ".000000")')
