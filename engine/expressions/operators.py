"""CEL's operators on values. Unlike CEL, whole and decimal numbers mix in arithmetic."""

import math
import operator
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from engine.expressions.errors import ExpressionFault
from engine.expressions.values import equal, kind_of

_INT = 2**63
# Characters of a text or items of a list while computing; what is kept is far less.
_LONGEST = 1_000_000


def _is_number(value: object) -> bool:
    return type(value) is int or type(value) is float


def _order(compare: Callable[..., bool], sign: str) -> Callable[[object, object], bool]:
    def ordered(left: object, right: object) -> bool:
        one, other = type(left), type(right)
        if one is other and one in (int, float, str, bool, timedelta):
            return compare(left, right)
        if _is_number(left) and _is_number(right):
            return compare(left, right)
        moments = _moments(left, right)
        if moments is not None:
            return compare(*moments)
        raise ExpressionFault(
            f"{sign} cannot compare {kind_of(left)} with {kind_of(right)}; make both the same kind"
        )

    return ordered


def _moments(left: object, right: object) -> tuple[datetime, datetime] | None:
    """Both as timestamps where one is; the other may be ISO text, as variables hold it."""
    if not (isinstance(left, datetime) or isinstance(right, datetime)):
        return None
    one, other = _moment(left), _moment(right)
    if one is None or other is None:
        return None
    if one.tzinfo is None:
        return one.replace(tzinfo=other.tzinfo), other
    return one, other if other.tzinfo else other.replace(tzinfo=one.tzinfo)


def _moment(value: object) -> datetime | None:
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, datetime) else None


def _add(left: object, right: object) -> object:
    if isinstance(left, str) and isinstance(right, str):
        return _joined(left, right)
    if isinstance(left, list) and isinstance(right, list):
        return _joined(left, right)
    if isinstance(left, datetime | timedelta) and isinstance(right, timedelta):
        return _shift(operator.add, left, right)
    if isinstance(left, timedelta) and isinstance(right, datetime):
        return _shift(operator.add, right, left)
    return _reckon(operator.add, "+", left, right)


def _joined(left: Any, right: Any) -> object:  # two texts or two lists
    if len(left) + len(right) > _LONGEST:
        raise ExpressionFault(f"+ gives more than {_LONGEST} characters or items")
    return left + right


def _subtract(left: object, right: object) -> object:
    if isinstance(left, datetime | timedelta) and isinstance(right, timedelta):
        return _shift(operator.sub, left, right)
    if isinstance(left, datetime) and isinstance(right, datetime):
        if (left.tzinfo is None) == (right.tzinfo is None):
            return left - right
        raise ExpressionFault("only one of the two timestamps has a time zone")
    return _reckon(operator.sub, "-", left, right)


def _shift(compute: Callable[..., object], left: object, right: object) -> object:
    try:
        return compute(left, right)
    except OverflowError:
        raise ExpressionFault("the moment lies outside the years 1 to 9999") from None


def _multiply(left: object, right: object) -> object:
    return _reckon(operator.mul, "*", left, right)


def _divide(left: object, right: object) -> object:
    return _reckon(_quotient, "/", left, right)


def _remainder(left: object, right: object) -> object:
    return _reckon(_rest, "%", left, right)


def _quotient(left: int | float, right: int | float) -> int | float:
    if isinstance(left, int) and isinstance(right, int):
        whole = abs(left) // abs(right)
        return whole if (left < 0) == (right < 0) else -whole
    return left / right


def _rest(left: int | float, right: int | float) -> int | float:
    if isinstance(left, float) or isinstance(right, float):
        if right == 0:
            raise ZeroDivisionError
        return math.fmod(left, right)
    rest = abs(left) % abs(right)
    return -rest if left < 0 else rest


def _reckon(compute: Callable[..., int | float], sign: str, left: object, right: object) -> object:
    if not (_is_number(left) and _is_number(right)):
        raise ExpressionFault(
            f"{sign} cannot take {kind_of(left)} and {kind_of(right)}; "
            "write string(...) to join texts, double(...) to compute with them"
        )
    try:
        result = compute(left, right)
    except ZeroDivisionError:
        raise ExpressionFault(f"{sign} divides by zero; check the divisor first") from None
    except OverflowError:
        raise ExpressionFault(f"{sign} gives a number that is too large") from None
    if type(result) is int and not -_INT <= result < _INT:
        raise ExpressionFault(f"{sign} gives a whole number that is too large")
    return result


def _is_in(left: object, right: object) -> bool:
    if isinstance(right, list):
        return any(equal(left, item) for item in right)
    if isinstance(right, dict):
        if isinstance(left, str | int):
            return left in right
        raise ExpressionFault(f"`in` an object wants a text, its key, found {kind_of(left)}")
    raise ExpressionFault(
        f"`in` looks in a list or an object, found {kind_of(right)}; for texts write a.contains(b)"
    )


def _different(left: object, right: object) -> bool:
    return not equal(left, right)


def negative(value: object) -> object:
    """CEL's unary minus."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ExpressionFault(f"- wants a number, found {kind_of(value)}")
    if value == -_INT and isinstance(value, int):
        raise ExpressionFault("- gives a whole number that is too large")
    return -value


# By sign; `==`, `!=` and `in` take null like any value, the others refuse it.
OPERATORS: dict[str, Callable[[object, object], object]] = {
    "==": equal,
    "!=": _different,
    "in": _is_in,
    "<": _order(operator.lt, "<"),
    "<=": _order(operator.le, "<="),
    ">": _order(operator.gt, ">"),
    ">=": _order(operator.ge, ">="),
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "%": _remainder,
}
NULL_ALLOWED = frozenset({"==", "!=", "in"})
# The bare comparison of two numbers, for callers that know them to be numbers.
DIRECT: dict[str, Callable[..., bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
