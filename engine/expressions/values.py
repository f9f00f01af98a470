"""What expressions compute with: kinds, CEL's equality, and results as plain values."""

import math
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from engine.expressions.errors import ExpressionFault
from engine.types.limits import LIMITS
from engine.types.value import Value

# Whole numbers have 64 bits, as in CEL and in the store.
_INT = 2**63
# Characters that fit the limit of bytes whatever they are: most texts, without being measured.
_SHORT = LIMITS.variable_bytes // 4


class Scope(Protocol):
    """The names an expression sees: `KeyError` for one that is unknown.

    Values are plain ones, or timestamps (aware `datetime`). `rows`, where it is there, is a
    function from the name of an entity table to its rows as objects.
    """

    def __getitem__(self, name: str, /) -> object: ...


_KINDS = {
    bool: "yes/no",
    int: "a number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "an object",
    datetime: "a timestamp",
    timedelta: "a duration",
    bytes: "bytes",
    type(None): "no value",
}


def kind_of(value: object) -> str:
    """What the value is, in a designer's words."""
    return _KINDS.get(type(value), type(value).__name__)


def equal(left: object, right: object) -> bool:
    """CEL's `==`: 1 equals 1.0, never true, also inside lists and objects."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and _all_equal(left, right)
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and _all_equal(
            left.values(), [right[key] for key in left]
        )
    return left == right


def _all_equal(left: Iterable[object], right: Iterable[object]) -> bool:
    try:
        return all(map(equal, left, right))
    except RecursionError:
        raise ExpressionFault("the values nest too deeply to be compared") from None


def plain(value: object) -> Value:
    """The value as JSON can say it, timestamps as ISO text, durations in seconds.

    `ExpressionFault` where it cannot be said, or takes over `LIMITS.variable_bytes`.
    """
    if type(value) is str and len(value) <= _SHORT:
        return value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if -_INT <= value < _INT else _rounded(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ExpressionFault("the result is not a finite number; check what it is divided by")
        return value
    if isinstance(value, str):
        if len(value) * 4 > LIMITS.variable_bytes:
            _bound(len(value.encode("utf-8", "replace")))
        return value
    simple = _simple(value, [LIMITS.variable_bytes])
    if isinstance(simple, list | dict):
        try:
            _bound(len(msgspec.json.encode(simple)))
        except (msgspec.MsgspecError, ValueError, TypeError, RecursionError) as problem:
            raise ExpressionFault(f"the result is no plain value: {problem}") from None
    return simple


def _bound(size: int) -> None:
    if size > LIMITS.variable_bytes:
        raise ExpressionFault(
            f"the result is too large: at most {LIMITS.variable_bytes} bytes are kept; "
            "take a part of it"
        )


def _simple(value: object, left: list[int]) -> Value:
    """The value without kinds of CEL; `left` counts down what may still be looked at, as a
    value that holds another many times is larger than the memory it takes."""
    left[0] -= 1 if not isinstance(value, str) else len(value)
    if left[0] < 0:
        _bound(LIMITS.variable_bytes + 1)
    if isinstance(value, list | tuple):
        return [_simple(item, left) for item in value]
    if isinstance(value, dict):
        return {_key(key): _simple(item, left) for key, item in value.items()}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = value.total_seconds()
        return int(seconds) if seconds.is_integer() else seconds
    if isinstance(value, int | float):
        return plain(value)
    if value is None or isinstance(value, str):
        return value
    raise ExpressionFault(f"the result is {kind_of(value)}: write string(...) around it")


def _rounded(value: int) -> float:
    """A whole number of over 64 bits, which only services give, as most languages read it."""
    try:
        return float(value)
    except OverflowError:
        raise ExpressionFault("the number has too many digits to be kept") from None


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise ExpressionFault(
            f"an object's key is {kind_of(key)}: only texts are kept; put it in quotes"
        )
    return key
