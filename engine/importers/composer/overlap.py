"""Which patterns may fit the same message: tried on messages made of the patterns themselves.

A recognizer there takes the first of its patterns that fits; here each intent stands for
itself, so that the later one must stay closed where an earlier one fits.
"""

from itertools import islice, product

import re2

# Messages made of one pattern, and of one part of it.
MOST, MOST_OF_PART = 24, 6
# A pattern with more groups is not looked into.
DEEPEST = 60
CLASSES = {"d": "1", "w": "a", "s": " ", "b": "", "B": "", "D": "a", "W": " ", "S": "a"}


def earlier_rivals(patterns: tuple[str, ...], earlier: list[str]) -> list[str]:
    """Those of the earlier patterns that fit a message which one of the patterns fits too."""
    return [rival for rival in earlier if any(_meet(rival, one) for one in patterns)]


def messages_of(pattern: str) -> list[str]:
    """Some messages that a pattern may fit; parts that are optional with and without."""
    if pattern.count("(") > DEEPEST:
        return []
    found, _ = _either(pattern, 0)
    return list(dict.fromkeys(found))[:MOST]


def _meet(first: str, second: str) -> bool:
    one, other = re2.compile(first), re2.compile(second)
    tried = (*messages_of(first), *messages_of(second))
    return any(one.search(text) and other.search(text) for text in tried)


def _either(pattern: str, at: int) -> tuple[list[str], int]:
    """The messages of alternatives up to a closing bracket, and where that is."""
    found: list[str] = []
    while True:
        more, at = _sequence(pattern, at)
        found += more
        if at >= len(pattern) or pattern[at] != "|":
            return found[:MOST], at
        at += 1


def _sequence(pattern: str, at: int) -> tuple[list[str], int]:
    parts: list[list[str]] = []
    while at < len(pattern) and pattern[at] not in "|)":
        part, at = _item(pattern, at)
        part, at = _repeated(part, pattern, at)
        parts.append(part)
    joined = ("".join(each) for each in islice(product(*parts), MOST))
    return list(joined), at


def _item(pattern: str, at: int) -> tuple[list[str], int]:
    sign = pattern[at]
    if sign == "(":
        found, end = _either(pattern, _inside(pattern, at + 1))
        return found, end + 1
    if sign == "[":
        end = pattern.find("]", at + 2)
        return [_of_class(pattern[at + 1 : end])], (end if end > 0 else len(pattern)) + 1
    if sign == "\\":
        escaped = pattern[at + 1 : at + 2]
        return [CLASSES.get(escaped, escaped)], at + 2
    if sign in "^$":
        return [""], at + 1
    return [" " if sign == "." else sign], at + 1


def _inside(pattern: str, at: int) -> int:
    """Where the content of a group begins, after its flags or name."""
    if pattern[at : at + 1] != "?":
        return at
    for end in range(at, len(pattern)):
        if pattern[end] in ":>":
            return end + 1
        if pattern[end] == ")":
            return end
    return len(pattern)


def _of_class(content: str) -> str:
    plain = content.lstrip("^")
    if content.startswith("^"):
        return "z"
    return CLASSES.get(plain[1:2], plain[1:2]) if plain.startswith("\\") else plain[:1]


def _repeated(part: list[str], pattern: str, at: int) -> tuple[list[str], int]:
    sign = pattern[at : at + 1]
    if sign == "{":
        end = pattern.find("}", at)
        return part, (end if end > 0 else at) + 1
    if sign not in ("?", "*", "+") or not sign:
        return part[:MOST_OF_PART], at
    at += 1 + (pattern[at + 1 : at + 2] == "?")
    return (part if sign == "+" else [*part[:MOST_OF_PART], ""]), at
