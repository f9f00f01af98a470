"""The signs of adaptive expressions, and the holes `${...}` of a text."""

import re

from engine.importers.composer.tree import Untranslatable

TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
  | (?P<name>(?:[$%\#~]|@@|@)?[^\W\d]\w*(?:!(?!=))?|[$@](?=[.\[]))
  | (?P<sign>=>|==|!=|<=|>=|<>|&&|\|\||\?\?|[-+*/%^&<>!?:,.()\[\]{}=])
  | (?P<quoted>`(?:[^`\\]|\\.)*`)
    )""",
    re.VERBOSE | re.DOTALL,
)


def holes(text: str) -> list[str | tuple[str]]:
    """The text's plain parts, and its holes `${...}` as one-tuples of their insides."""
    parts: list[str | tuple[str]] = []
    at = 0
    while (start := text.find("${", at)) >= 0:
        if start and text[start - 1] == "\\":
            parts.append(text[at : start - 1] + "${")
            at = start + 2
            continue
        end = _closing(text, start + 2)
        if end < 0:
            break
        parts += [text[at:start], (text[start + 2 : end],)]
        at = end + 1
    parts.append(text[at:])
    return [part for part in parts if part]


def _closing(text: str, at: int) -> int:
    depth, quote = 0, ""
    while at < len(text):
        sign = text[at]
        if quote:
            if sign == "\\":
                at += 1
            elif sign == quote:
                quote = ""
        elif sign in "'\"`":
            quote = sign
        elif sign in "{([":
            depth += 1
        elif sign in "})]":
            if sign == "}" and depth == 0:
                return at
            depth -= 1
        at += 1
    return -1


def tokens(source: str) -> list[tuple[str, str]]:
    found = []
    at, text = 0, source.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise Untranslatable(f"cannot read {text[at : at + 20]!r}")
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found
