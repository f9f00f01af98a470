"""Functions on numbers, and the changes of any value into a number or a text."""

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal

from engine.expressions.errors import ExpressionFault
from engine.expressions.values import kind_of, plain
from engine.expressions.words import as_json

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
# Whole numbers up to here are the same in every language that keeps numbers as decimals.
_EXACT = 2**53
# Room for the digits of the largest number and its decimals.
_WIDE = Context(prec=340)


def floor(value: object) -> int:
    """The largest whole number that is not above."""
    return math.floor(_number("floor", value))


def ceil(value: object) -> int:
    """The smallest whole number that is not below."""
    return math.ceil(_number("ceil", value))


def absolute(value: object) -> int | float:
    """The number without its sign."""
    return abs(_number("abs", value))


def fixed(value: object, decimals: object = 0) -> str:
    """The number with so many decimals after a point, halves away from zero: `2.50`."""
    if isinstance(decimals, bool) or not isinstance(decimals, int) or not 0 <= decimals <= 20:
        raise ExpressionFault("fixed wants 0 to 20 decimals")
    exact = Decimal(_number("fixed", value))
    return f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE):f}"


def power(base: object, exponent: object) -> int | float:
    """The number multiplied with itself so many times; whole where it comes out whole."""
    result = math.pow(_number("power", base), _number("power", exponent))
    return _tidy(result)


def total(items: object) -> int | float:
    """The sum of a list of numbers; 0 of an empty one."""
    if not isinstance(items, list):
        raise ExpressionFault(f"sum wants a list, found {kind_of(items)}")
    return sum(_number("sum", item) for item in items)


def as_number(value: object) -> int | float | None:
    """The value as a number: a text is read whole and counts 0 where it is empty, yes counts
    1 and no 0; no value where it is no number."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if not isinstance(value, str):
        return None
    text = value.strip()
    if not text:
        return 0
    return _tidy(float(text)) if _NUMBER.fullmatch(text) else None


def as_text(value: object) -> str:
    """The value as a text: of a list its items with commas between, of an object its JSON;
    empty where there is no value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(_tidy(value))
    if isinstance(value, list):
        return ",".join(map(as_text, value))
    if isinstance(value, dict):
        return as_json(value)
    return str(plain(value))


def _number(function: str, value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ExpressionFault(f"{function} wants a number, found {kind_of(value)}")
    if not math.isfinite(value):
        raise ExpressionFault(f"{function} wants a finite number")
    return value


def _tidy(value: float) -> int | float:
    return int(value) if value.is_integer() and abs(value) < _EXACT else value
