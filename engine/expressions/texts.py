"""Functions on texts, lists and numbers that need no language."""

import math

from engine.expressions.errors import ExpressionFault
from engine.expressions.folding import fold
from engine.expressions.values import equal, kind_of
from engine.types.limits import LIMITS


def _text(function: str, value: object) -> str:
    if isinstance(value, str):
        return value
    raise ExpressionFault(
        f"{function} wants a text, found {kind_of(value)}; write string(...) around it"
    )


def folded(value: object) -> str:
    return fold(_text("fold", value))


def lower(value: object) -> str:
    return _text("lower", value).lower()


def upper(value: object) -> str:
    return _text("upper", value).upper()


def trim(value: object) -> str:
    return _text("trim", value).strip()


def title(value: object) -> str:
    """Every word with a capital: `ana o'neill` becomes `Ana O'neill`."""
    return " ".join(word[:1].upper() + word[1:].lower() for word in _text("title", value).split())


def join(items: object, between: object = ", ") -> str:
    if not isinstance(items, list):
        raise ExpressionFault(f"join wants a list, found {kind_of(items)}")
    separator, parts = _text("join", between), [_text("join", item) for item in items]
    _allow(sum(map(len, parts)) + len(separator) * len(parts))
    return separator.join(parts)


def split(value: object, at: object) -> list[object]:
    separator = _text("split", at)
    if not separator:
        raise ExpressionFault("split wants the text to split at, found an empty one")
    return list(_text("split", value).split(separator))


def replace(value: object, old: object, new: object, times: object = -1) -> str:
    """The text with `old` replaced everywhere, or only so many times from the left."""
    text, before, after = (_text("replace", given) for given in (value, old, new))
    if isinstance(times, bool) or not isinstance(times, int):
        raise ExpressionFault(f"replace wants a whole number of times, found {kind_of(times)}")
    _allow(len(text) + text.count(before) * (len(after) - len(before)))
    return text.replace(before, after, times)


def _allow(length: int) -> None:
    """Refuses a text before it is made, where it would be too long to keep."""
    if length > LIMITS.variable_bytes:
        raise ExpressionFault(f"the text grows over {LIMITS.variable_bytes} characters")


def contains(value: object, part: object) -> bool:
    """Whether a text holds another text, or a list an item."""
    if isinstance(value, list):
        return any(equal(item, part) for item in value)
    return _text("contains", part) in _text("contains", value)


def starts_with(value: object, part: object) -> bool:
    return _text("startsWith", value).startswith(_text("startsWith", part))


def ends_with(value: object, part: object) -> bool:
    return _text("endsWith", value).endswith(_text("endsWith", part))


def size(value: object) -> int:
    """Characters of a text, items of a list, entries of an object."""
    if isinstance(value, str | list | dict | bytes):
        return len(value)
    raise ExpressionFault(f"size wants a text, a list or an object, found {kind_of(value)}")


def round_half_up(value: object, decimals: object = 0) -> int | float:
    """The number rounded, halves away from zero; whole where no decimals are asked for."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ExpressionFault(f"round wants a number, found {kind_of(value)}")
    if isinstance(decimals, bool) or not isinstance(decimals, int) or not 0 <= decimals <= 9:
        raise ExpressionFault("round wants 0 to 9 decimals")
    if isinstance(value, int) or not math.isfinite(value):
        return value
    scaled = abs(value) * 10**decimals
    # A half that binary fractions put just below (1.005) still counts as a half.
    rounded = math.copysign(math.floor(scaled + 0.5 + 1e-9), value)
    return int(rounded) if decimals == 0 else rounded / 10**decimals
