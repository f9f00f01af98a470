"""A text that fits a pattern: for intents that are only understood by one."""

import re
from collections.abc import Iterable, Sequence
from re import _constants as codes  # type: ignore[attr-defined]  # private, but there since 3.11
from re import _parser as parser  # type: ignore[attr-defined]  # as above
from typing import Any

ANY_SIGN = "x"
CATEGORIES = {
    codes.CATEGORY_DIGIT: "7",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_NOT_WORD: " ",
}
MOST_REPEATED = 3


def sample(pattern: str) -> str:
    """The shortest text that comes easily, "" where there is none or it does not fit."""
    try:
        text = _of(parser.parse(pattern))
        return text if re.search(pattern, text) else ""
    except (re.error, KeyError, RecursionError, OverflowError):
        return ""


# `Any` here and below: the parser's tuples of an operation and what belongs to it.
def _of(parsed: Iterable[tuple[Any, Any]]) -> str:
    return "".join(_one(operation, given) for operation, given in parsed)


def _one(operation: Any, given: Any) -> str:
    if operation is codes.LITERAL:
        return chr(given)
    if operation is codes.NOT_LITERAL:
        return ANY_SIGN if given != ord(ANY_SIGN) else "y"
    if operation is codes.ANY:
        return ANY_SIGN
    if operation is codes.IN:
        return _of_class(given)
    if operation is codes.BRANCH:
        return _of(given[1][0])
    if operation is codes.SUBPATTERN:
        return _of(given[-1])
    if operation in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}:
        least, _, repeated = given
        return _of(repeated) * min(least, MOST_REPEATED) if least else ""
    # Ends, word boundaries and what looks ahead or behind take no sign.
    return ""


def _of_class(members: Sequence[tuple[Any, Any]]) -> str:
    negated = members[0][0] is codes.NEGATE
    if negated:
        inside = "[" + "".join(re.escape(chr(g)) for o, g in members if o is codes.LITERAL) + "]"
        return next((sign for sign in "xa7 -" if inside == "[]" or not re.match(inside, sign)), "")
    operation, given = members[0]
    if operation is codes.LITERAL:
        return chr(given)
    if operation is codes.RANGE:
        return chr(given[0])
    return CATEGORIES[given]
