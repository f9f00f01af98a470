"""Watson's expressions in words: names, shorthands, texts, numbers and signs."""

import re
from collections.abc import Iterator

from msgspec import Struct

from engine.importers.watson.tree import Unreadable

# `@city:(New York)`, `@city:Boston`: a value ends where an operator or a bracket begins.
VALUE = r":(?:\((?P<{0}long>[^)]*)\)|(?P<{0}short>[^\s()&|!=<>,?:\[\]{{}}]+))"
TOKEN = re.compile(
    r"\s+"
    r"|(?P<text>'(?:[^']|'')*'|\"(?:[^\"\\]|\\.|\"\")*\")"
    r"|(?P<number>\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)[LlFfDd]?"
    r"|\#(?P<intent>[^\W_][\w-]*|_[\w-]*)"
    r"|@(?P<entity>\(\s*[^)]+?\s*\)|[^\W\d][\w-]*)(?:" + VALUE.format("e") + ")?"
    r"|\$(?P<context>\(\s*[^)]+?\s*\)|[^\W][\w]*)(?:" + VALUE.format("c") + ")?"
    r"|(?P<word>[^\W\d]\w*)"
    r"|(?P<sign>\?\.(?!\d)|\.!\[|\.\?\[|\.\^\[|\.\$\[|&&|\|\||==|!=|<=|>=|\?\?|\?:|[-+*/%^!<>=?:.,()\[\]{}])"
)
# Words that are signs, in any spelling of their capitals.
WORDS = {
    "and": "&&",
    "or": "||",
    "not": "!",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "div": "/",
    "mod": "%",
}


class Token(Struct, frozen=True):
    """`kind` is text, number, intent, entity, context, word, sign or end."""

    kind: str
    text: str
    value: str | None = None


END = Token("end", "")


def tokens_of(source: str) -> Iterator[Token]:
    """The tokens of an expression; raises `Unreadable` at a sign that means nothing."""
    at = 0
    while at < len(source):
        match = TOKEN.match(source, at)
        if match is None:
            raise Unreadable(f"{source[at : at + 12]!r} means nothing at character {at + 1}")
        at = match.end()
        if match.lastgroup is not None:
            yield _token(match)
    yield END


def _token(match: re.Match[str]) -> Token:
    for kind, mark in (("entity", "e"), ("context", "c")):
        if match[kind] is not None:
            value = match[f"{mark}long"]
            value = match[f"{mark}short"] if value is None else value.strip()
            return Token(kind, match[kind].strip("() "), value)
    if match["text"] is not None:
        return Token("text", _unquoted(match["text"]))
    for kind in ("number", "intent", "sign"):
        if match[kind] is not None:
            return Token(kind, match[kind])
    word = match["word"]
    sign = WORDS.get(word.lower())
    return Token("sign", sign) if sign else Token("word", word)


def _unquoted(text: str) -> str:
    quote = text[0]
    inner = text[1:-1].replace(quote * 2, quote)
    return inner.replace('\\"', '"')
