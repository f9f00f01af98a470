"""The words of an expression: names, numbers, texts and signs, each with its place."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from engine.expressions.errors import ExpressionError

_PATTERN = re.compile(
    r"""
    (?P<space>(?:[\ \t\r\n\f]+|//[^\n]*)+)
  | (?P<text>(?:[bB][rR]?|[rR][bB]?)?(?:
        \"{3}(?:[^\\]|\\.)*?\"{3} | '{3}(?:[^\\]|\\.)*?'{3}
      | "(?:[^\\"\r\n]|\\.)*" | '(?:[^\\'\r\n]|\\.)*'))
  | (?P<name>[_a-zA-Z][_a-zA-Z0-9]*)
  | (?P<decimal>[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)
  | (?P<whole>0x[0-9a-fA-F]+[uU]?|[0-9]+[uU]?)
  | (?P<sign>&&|\|\||==|!=|<=|>=|[-<>!+*/%?:.,()\[\]{}])
    """,
    re.VERBOSE | re.DOTALL,
)

# What people write by habit from elsewhere, with what is meant here.
_HABITS = {"=": "==", "&": "&&", "|": "||", "<>": "!=", "$": "the bare name, without $"}

_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|X([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})"
    r"|([0-3][0-7]{2})|(.))",
    re.DOTALL,
)
_LETTERS = {
    "n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v",
    "\\": "\\", '"': '"', "'": "'", "`": "`", "?": "?",
}  # fmt: skip


class Token(NamedTuple):
    """`kind` is text, name, decimal, whole, sign or end; `word` is as written."""

    kind: str
    word: str
    at: int


def tokens(source: str, start: int = 0) -> Iterator[Token]:
    """The tokens of the source from `start`, spaces and comments left out, then an `end`."""
    at = start
    while at < len(source):
        match = _PATTERN.match(source, at)
        if match is None:
            raise ExpressionError(_unreadable(source, at), at)
        kind = match.lastgroup or ""
        if kind != "space":
            yield Token(kind, match.group(), at)
        at = match.end()
    yield Token("end", "", at)


def _unreadable(source: str, at: int) -> str:
    found = source[at]
    place = f"found {found!r} at character {at + 1}"
    if found in "\"'":
        return f"{place}: the text has no closing {found}, or a \\ in it that means nothing"
    if found in _HABITS:
        return f"{place}: write {_HABITS[found]}"
    if found.isalpha():
        return f"{place}: names hold a-z, 0-9 and _ only; texts stand between quotes"
    return f"{place}: take it out, or put texts between quotes"


def text_of(token: Token) -> str | bytes:
    """What a text token means, its escapes resolved; bytes where it is written b"..."."""
    word = token.word
    quote = min(word.find(mark) for mark in "\"'" if mark in word)
    prefix, body = word[:quote].lower(), word[quote:]
    ends = 3 if body[:3] in ('"""', "'''") and len(body) >= 6 else 1
    body = body[ends:-ends]
    if "r" not in prefix and "\\" in body:
        body = _ESCAPE.sub(lambda match: _unescape(match, token), body)
    return body.encode("utf-8") if "b" in prefix else body


def _unescape(match: re.Match[str], token: Token) -> str:
    hexadecimal = match[1] or match[2] or match[3] or match[4]
    if hexadecimal or match[5]:
        code = int(hexadecimal, 16) if hexadecimal else int(match[5], 8)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise ExpressionError(_bad_escape(match[0], token), token.at)
        return chr(code)
    if match[6] not in _LETTERS:
        raise ExpressionError(_bad_escape(match[0], token), token.at)
    return _LETTERS[match[6]]


def _bad_escape(written: str, token: Token) -> str:
    return (
        f"found {written!r} in the text at character {token.at + 1}: it means nothing; "
        r"write \\ for a backslash, or r before the opening quote"
    )
