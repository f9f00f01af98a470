"""Dialogflow CX's expressions as a tree: conditions, values and what texts refer to."""

import re
from collections.abc import Callable

from msgspec import Struct

# What follows the `$`: names may hold hyphens, and a list's item its number.
REFERENCE = re.compile(
    r"\$(?P<scope>session|page|intent|flow|request|conversation)"
    r"(?P<path>(?:\.[A-Za-z_][\w-]*|\[\d+\]|\.\"[^\"]+\")*)"
)
CALL = re.compile(r"\$sys\.func\.(?P<name>[A-Za-z_]\w*)\s*\(")
STEP = re.compile(r"\.\"(?P<quoted>[^\"]+)\"|\.(?P<name>[A-Za-z_][\w-]*)|\[(?P<item>\d+)\]")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?![\w.-])")
STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")
OPERATOR = re.compile(r"==|!=|<=|>=|=|<|>|:")
WORD = re.compile(r"[^\s()\[\],\"'=!<>:$]+")
SPACE = re.compile(r"\s*")
CONSTANTS = {"true": True, "false": False, "null": None, "undefined": None}
MOST_LEVELS = 60


class Unclear(Exception):  # noqa: N818 -- not a mistake of the program: the caller reports it
    """The text is no expression; says why."""


class Constant(Struct, frozen=True):
    """A value as written; bare words are texts."""

    value: str | int | float | bool | None


class Reference(Struct, frozen=True):
    """`$session.params.size`: the scope, and the steps after it."""

    scope: str
    path: tuple[str | int, ...]


class Call(Struct, frozen=True):
    """A system function."""

    name: str
    arguments: tuple["Tree", ...]


class Items(Struct, frozen=True):
    """A list."""

    items: tuple["Tree", ...]


class Comparison(Struct, frozen=True):
    """Two values and an operator; `==` stands as `=`."""

    operator: str
    left: "Tree"
    right: "Tree"


class Several(Struct, frozen=True):
    """Conditions that must all (`AND`) or partly (`OR`) hold."""

    word: str
    parts: tuple["Tree", ...]


class Negation(Struct, frozen=True):
    """What must not hold."""

    inner: "Tree"


Tree = Constant | Reference | Call | Items | Comparison | Several | Negation


def parse(source: str) -> Tree:
    """The tree of a whole condition or value; raises `Unclear`."""
    reader = _Reader(source)
    tree = reader.either()
    reader.expect_end()
    return tree


def parse_at(source: str, at: int) -> tuple[Tree, int] | None:
    """The reference or call that begins at a `$` within a text, and where it ends."""
    reader = _Reader(source, at)
    try:
        tree = reader.dollar()
    except Unclear:
        return None
    return tree, reader.at


def steps(path: str) -> tuple[str | int, ...]:
    """The steps of a written path."""
    found = STEP.finditer(path)
    return tuple(int(one["item"]) if one["item"] else one["name"] or one["quoted"] for one in found)


class _Reader:
    """A recursive descent over the text: OR, AND, NOT, comparison, value."""

    def __init__(self, source: str, at: int = 0) -> None:
        self.source = source
        self.at = at
        self.level = 0

    def either(self) -> Tree:
        return self._joined("OR", self._both)

    def dollar(self) -> Tree:
        """A call of a system function, or a reference."""
        if call := CALL.match(self.source, self.at):
            self.at = call.end()
            return Call(call["name"].upper(), self._listed(")"))
        if found := REFERENCE.match(self.source, self.at):
            path = found["path"]
            self.at = found.end()
            # A full stop at the end of a sentence is no step; neither is a hyphen.
            while path.endswith("-"):
                path, self.at = path[:-1], self.at - 1
            return Reference(found["scope"], steps(path))
        raise Unclear(f"{self.source[self.at : self.at + 20]!r} refers to nothing that is known")

    def expect_end(self) -> None:
        self._skip()
        if self.at < len(self.source):
            raise Unclear(f"{self.source[self.at : self.at + 20]!r} is not expected here")

    def _both(self) -> Tree:
        return self._joined("AND", self._negated)

    def _joined(self, word: str, part: Callable[[], Tree]) -> Tree:
        parts = [part()]
        while self._takes_word(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Several(word, tuple(parts))

    def _negated(self) -> Tree:
        if self._takes_word("NOT"):
            return Negation(self._negated())
        left = self._value()
        self._skip()
        operator = OPERATOR.match(self.source, self.at)
        if operator is None:
            return left
        self.at = operator.end()
        return Comparison(operator[0].replace("==", "="), left, self._value())

    def _value(self) -> Tree:
        self._skip()
        self.level += 1
        if self.level > MOST_LEVELS:
            raise Unclear("is nested too deeply")
        tree = self._one()
        self.level -= 1
        return tree

    def _one(self) -> Tree:
        sign = self.source[self.at : self.at + 1]
        if sign == "(":
            self.at += 1
            inner = self.either()
            self._take(")")
            return inner
        if sign == "[":
            self.at += 1
            return Items(self._listed("]"))
        if sign == "$":
            return self.dollar()
        if found := STRING.match(self.source, self.at):
            self.at = found.end()
            return Constant(re.sub(r"\\(.)", r"\1", found[0][1:-1]))
        if found := NUMBER.match(self.source, self.at):
            self.at = found.end()
            return Constant(float(found[0]) if "." in found[0] else int(found[0]))
        return self._words()

    def _words(self) -> Tree:
        """Bare words up to the next operator: `FINAL`, `New York`."""
        words: list[str] = []
        while found := WORD.match(self.source, self.at):
            if words and found[0] in {"AND", "OR", "NOT"}:
                break
            words.append(found[0])
            self.at = found.end()
            self._skip()
        if not words:
            raise Unclear(f"a value is missing before {self.source[self.at : self.at + 20]!r}")
        if len(words) == 1 and words[0].lower() in CONSTANTS:
            return Constant(CONSTANTS[words[0].lower()])
        return Constant(" ".join(words))

    def _listed(self, end: str) -> tuple[Tree, ...]:
        items: list[Tree] = []
        self._skip()
        while not self.source.startswith(end, self.at):
            items.append(self.either())
            self._skip()
            if self.source.startswith(",", self.at):
                self.at += 1
                self._skip()
            elif not self.source.startswith(end, self.at):
                raise Unclear(f"{end!r} is missing")
        self.at += 1
        return tuple(items)

    def _take(self, sign: str) -> None:
        self._skip()
        if not self.source.startswith(sign, self.at):
            raise Unclear(f"{sign!r} is missing")
        self.at += 1

    def _takes_word(self, word: str) -> bool:
        self._skip()
        found = re.compile(rf"{word}(?![\w-])").match(self.source, self.at)
        if found:
            self.at = found.end()
        return bool(found)

    def _skip(self) -> None:
        found = SPACE.match(self.source, self.at)
        assert found is not None
        self.at = found.end()
