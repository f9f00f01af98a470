"""Pieces of our expressions while they are put together."""

import json
from collections.abc import Iterator

from msgspec import Struct


class Cel(Struct, frozen=True):
    """An expression; `needs` are conditions without which it has no value.

    `kind` is text, number, truth, list, object, moment or any; `whole` says that it may stand
    beside an operator without brackets.
    """

    code: str
    kind: str = "any"
    needs: tuple[str, ...] = ()
    whole: bool = True


def quoted(text: str) -> str:
    """A text as an expression."""
    return json.dumps(text, ensure_ascii=False)


def pattern(text: str) -> str:
    """A pattern as an expression, readable where it can be."""
    return f'r"{text}"' if '"' not in text and "\n" not in text else quoted(text)


def bracketed(cel: Cel) -> str:
    """The code as one operand."""
    return cel.code if cel.whole else f"({cel.code})"


def all_of(*parts: str) -> str:
    """Conditions that must hold together, each once."""
    kept = dict.fromkeys(one for part in parts for one in _apart(part, " && "))
    kept.pop("true", None)
    kept.pop("", None)
    if "false" in kept:
        return "false"
    if len(kept) < 2:
        return next(iter(kept), "true")
    return " && ".join(f"({one})" if _loose(one, "||", " ? ") else one for one in kept)


def any_of(*parts: str) -> str:
    """Conditions of which one is enough."""
    kept = dict.fromkeys(one for part in parts for one in _apart(part, " || "))
    kept.pop("false", None)
    if "true" in kept:
        return "true"
    if len(kept) < 2:
        return next(iter(kept), "false")
    return " || ".join(f"({one})" if _loose(one, " ? ") else one for one in kept)


def negated(condition: str) -> str:
    """The opposite of a condition."""
    if condition in {"true", "false"}:
        return "false" if condition == "true" else "true"
    if _loose(condition, "&&", "||", " ? "):
        return f"!({condition})"
    for sign, other in ((" == ", " != "), (" != ", " == ")):
        if _loose(condition, sign):
            return condition.replace(sign, other, 1)
    if _loose(condition, " < ", " > ", " <= ", " >= ", " in "):
        return f"!({condition})"
    return condition[1:] if condition.startswith("!") else f"!{condition}"


def _apart(condition: str, sign: str) -> list[str]:
    """The parts of a condition beside a sign; another sign of its level keeps them together."""
    if _loose(condition, " ? ") or (sign == " && " and _loose(condition, "||")):
        return [condition]
    parts, start = list[str](), 0
    for at in _places(condition, sign):
        parts.append(condition[start:at])
        start = at + len(sign)
    return [*parts, condition[start:]]


def _loose(code: str, *signs: str) -> bool:
    """Whether one of the signs stands outside of brackets and texts."""
    return any(True for sign in signs for _ in _places(code, sign))


def _places(code: str, sign: str) -> Iterator[int]:
    """Where a sign stands outside of brackets and texts."""
    depth, quote, raw, at = 0, "", False, 0
    while at < len(code):
        letter = code[at]
        if quote:
            if letter == "\\" and not raw:
                at += 1
            elif letter == quote:
                quote = ""
        elif letter in "\"'":
            quote, raw = letter, code[max(0, at - 1) : at] == "r"
        elif letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth -= 1
        elif depth == 0 and code.startswith(sign, at):
            yield at
        at += 1
