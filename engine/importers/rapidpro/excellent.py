"""RapidPro's expression language read into a tree: texts with `@`, and what stands in `@(...)`.

Both ages of the language are read: the present one, and Excel's way of the legacy flows.
"""

import re
from typing import ClassVar

from msgspec import Struct

TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>\"(?:[^\"\\]|\\.|\"\")*\")"
    r"|(?P<name>[^\W\d]\w*)|(?P<sign>=>|<=|>=|<>|!=|[-+*/^&=<>()\[\],.]))"
)
# From the loosest to the tightest; `^` groups to the left, as RapidPro's does.
LEVELS = (("&",), ("=", "!=", "<>"), ("<", "<=", ">", ">="), ("+", "-"), ("*", "/"), ("^",))
DEPTH = 60
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"'} | dict.fromkeys("abfv", " ")
ESCAPE = re.compile(r"\\(?:([abfnrtv\\\"])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))")
ESCAPED = re.compile(rf"(?:[^\\]|{ESCAPE.pattern})*", re.DOTALL)


class ParseError(Exception):
    """The text is no expression; the message says where."""


class Constant(Struct, frozen=True):
    """A number, a text, true, false or null."""

    value: float | int | str | bool | None


class Reference(Struct, frozen=True):
    """A name of the context, or of a function."""

    name: str


class Member(Struct, frozen=True):
    """A part of a value by its key, which is an expression."""

    of: "Tree"
    key: "Tree"


class Call(Struct, frozen=True):
    """A function with its arguments."""

    function: str
    arguments: tuple["Tree", ...]


class Operation(Struct, frozen=True):
    """Two values joined by an operator."""

    sign: str
    left: "Tree"
    right: "Tree"


class Negative(Struct, frozen=True):
    """A number with its sign turned."""

    of: "Tree"


class Lambda(Struct, frozen=True):
    """An anonymous function."""

    names: tuple[str, ...]
    body: "Tree"


Tree = Constant | Reference | Member | Call | Operation | Negative | Lambda


def parse(source: str) -> Tree:
    """The tree of an expression; raises `ParseError`."""
    parser = _Parser(source)
    tree = parser.level(0)
    parser.end()
    return tree


def split_template(source: str, names: frozenset[str]) -> list[str | Tree]:
    """A text as its words and expressions; `names` are those that an `@` may read without
    brackets. What cannot be parsed raises `ParseError`."""
    parts: list[str | Tree] = []
    at, words = 0, ""
    while at < len(source):
        if source[at] != "@":
            words += source[at]
            at += 1
            continue
        if source.startswith("@@", at):
            words, at = f"{words}@", at + 2
            continue
        end, tree = _hole(source, at, names)
        if tree is None:
            words += "@"
            at += 1
            continue
        parts += [words, tree] if words else [tree]
        words, at = "", end
    return [*parts, words] if words else parts


def _hole(source: str, at: int, names: frozenset[str]) -> tuple[int, Tree | None]:
    if source.startswith("@(", at):
        end = _closing(source, at + 1)
        return end, parse(source[at + 2 : end - 1])
    found = re.match(r"([^\W\d]\w*)((?:\.\w+)*)", source[at + 1 :])
    if found is None or found[1].lower() not in names:
        return at, None
    tree: Tree = Reference(found[1].lower())
    for key in found[2].split(".")[1:]:
        tree = Member(tree, Constant(key.lower()))
    return at + 1 + found.end(), tree


def _closing(source: str, opening: int) -> int:
    """Where the bracket at `opening` is closed, and one further."""
    depth, quoted, at = 0, False, opening
    while at < len(source):
        sign = source[at]
        if quoted and sign == "\\":
            at += 1
        elif sign == '"':
            quoted = not quoted
        elif not quoted:
            depth += (sign == "(") - (sign == ")")
            if depth == 0:
                return at + 1
        at += 1
    raise ParseError(f"the bracket at character {opening + 1} is not closed")


class _Parser:
    constants: ClassVar[dict[str, bool | None]] = {"true": True, "false": False, "null": None}

    def __init__(self, source: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        self.at = 0
        self.depth = 0
        at = 0
        while source[at:].strip():
            found = TOKEN.match(source, at)
            if found is None:
                raise ParseError(f"cannot read {source[at:].strip()[:20]!r}")
            self.tokens.append((str(found.lastgroup), found[str(found.lastgroup)]))
            at = found.end()

    def end(self) -> None:
        if self.at < len(self.tokens):
            raise ParseError(f"{self.tokens[self.at][1]!r} stands where nothing can follow")

    def take(self, *signs: str) -> str:
        """The next sign if it is one of these, else nothing."""
        if self.at < len(self.tokens):
            kind, word = self.tokens[self.at]
            if kind == "sign" and word in signs:
                self.at += 1
                return word
        return ""

    def need(self, sign: str) -> None:
        if not self.take(sign):
            raise ParseError(f"a {sign!r} is missing")

    def level(self, number: int) -> Tree:
        if number == len(LEVELS):
            return self.sign()
        if number == 0:
            self.depth += 1
            if self.depth > DEPTH:
                raise ParseError("it nests too deeply")
        left = self.level(number + 1)
        while sign := self.take(*LEVELS[number]):
            left = Operation("!=" if sign == "<>" else sign, left, self.level(number + 1))
        self.depth -= number == 0
        return left

    def sign(self) -> Tree:
        if not self.take("-"):
            return self.members()
        self.depth += 1
        if self.depth > DEPTH:
            raise ParseError("it nests too deeply")
        of = self.sign()
        self.depth -= 1
        return Negative(of)

    def members(self) -> Tree:
        tree = self.atom()
        while sign := self.take(".", "[", "("):
            if sign == ".":
                kind, word = self.next()
                if kind not in {"name", "number"}:
                    raise ParseError("a name must follow a dot")
                for key in word.split("."):
                    tree = Member(tree, Constant(key.lower()))
            elif sign == "[":
                tree = Member(tree, self.level(0))
                self.need("]")
            else:
                tree = self.call(tree)
        return tree

    def call(self, tree: Tree) -> Tree:
        if not isinstance(tree, Reference):
            raise ParseError("only a function can be called")
        arguments: list[Tree] = []
        if not self.take(")"):
            arguments.append(self.level(0))
            while self.take(","):
                arguments.append(self.level(0))
            self.need(")")
        return Call(tree.name.lower(), tuple(arguments))

    def atom(self) -> Tree:
        kind, word = self.next()
        if kind == "number":
            return Constant(float(word) if "." in word else int(word))
        if kind == "text":
            return Constant(_unquoted(word))
        if kind == "name":
            lower = word.lower()
            return Constant(self.constants[lower]) if lower in self.constants else Reference(lower)
        if word != "(":
            raise ParseError(f"{word!r} stands where a value should")
        return self.function() or self.bracket()

    def bracket(self) -> Tree:
        tree = self.level(0)
        self.need(")")
        return tree

    def function(self) -> Tree | None:
        """An anonymous function, if that is what the bracket opens."""
        start, names = self.at, []
        while self.at < len(self.tokens) and self.tokens[self.at][0] == "name":
            names.append(self.tokens[self.at][1].lower())
            self.at += 1
            if not self.take(","):
                break
        if self.take(")") and self.take("=>"):
            return Lambda(tuple(names), self.level(0))
        self.at = start
        return None

    def next(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise ParseError("it ends where a value should stand")
        self.at += 1
        return self.tokens[self.at - 1]


def _unquoted(word: str) -> str:
    """What a text in quotes says: as Go reads it, or as it stands where Go cannot."""
    inner = word[1:-1].replace('""', '"')
    if not ESCAPED.fullmatch(inner):
        return inner
    return ESCAPE.sub(_escaped, inner)


def _escaped(found: re.Match[str]) -> str:
    sign, code = found[1], found[2] or found[3]
    return chr(min(int(code, 16), 0x10FFFF)) if code else ESCAPES[sign]
