"""Adaptive expressions read: `user.age > 18 && contains(name, 'a')` as a tree.

The grammar and its levels are the language's own: `==` binds tighter than `<`.
"""

import re

from engine.importers.composer.tokens import holes, tokens
from engine.importers.composer.tree import (
    Call,
    Entries,
    Index,
    Items,
    Joined,
    Lambda,
    Literal,
    Member,
    Name,
    Operation,
    Tree,
    Untranslatable,
)

# Brackets within each other, and signs: what is said of it is as deep as it is long.
DEEPEST, LONGEST = 60, 400
LEVELS: tuple[tuple[str, ...], ...] = (
    ("??",),
    ("||",),
    ("&&",),
    ("<", "<=", ">", ">="),
    ("&",),
    ("==", "!=", "<>"),
    ("+", "-"),
    ("*", "/", "%"),
    ("^",),
)
ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def parse(source: str) -> Tree:
    """The tree of an expression; raises `Untranslatable`."""
    found = tokens(source)
    if len(found) > LONGEST:
        raise Untranslatable(f"an expression of {len(found)} signs, more than {LONGEST}")
    reader = _Reader(found)
    tree = reader.ternary()
    if reader.peek() != ("", ""):
        raise Untranslatable(f"{reader.peek()[1]!r} was not expected in {source!r}")
    return tree


class _Reader:
    """Recursive descent over the tokens, by the levels of precedence."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = self.depth = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "")

    def take(self, *signs: str) -> str:
        kind, value = self.peek()
        if kind == "sign" and value in signs:
            self.at += 1
            return value
        return ""

    def need(self, sign: str) -> None:
        if not self.take(sign):
            raise Untranslatable(f"{sign!r} is missing before {self.peek()[1]!r}")

    def ternary(self) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Untranslatable("it is nested too deeply")
        tree = self.level(0)
        if self.take("?"):
            then = self.ternary()
            self.need(":")
            tree = Call("if", (tree, then, self.ternary()))
        self.depth -= 1
        return tree

    def level(self, number: int) -> Tree:
        if number == len(LEVELS):
            return self.unary()
        tree = self.level(number + 1)
        while sign := self.take(*LEVELS[number]):
            tree = Operation(sign, (tree, self.level(number + 1)))
        return tree

    def unary(self) -> Tree:
        if sign := self.take("!", "-", "+"):
            self.depth += 1
            if self.depth > DEEPEST:
                raise Untranslatable("it is nested too deeply")
            operand = self.unary()
            self.depth -= 1
            return operand if sign == "+" else Operation(sign, (operand,))
        return self.postfix(self.primary())

    def postfix(self, tree: Tree) -> Tree:
        while True:
            if self.take("."):
                kind, name = self.peek()
                if kind != "name":
                    raise Untranslatable(f"{name!r} is no name")
                self.at += 1
                tree = Member(tree, name)
            elif self.take("["):
                tree = Index(tree, self.ternary())
                self.need("]")
            elif self.take("("):
                tree = Call(dotted(tree), self.several(")"))
            else:
                return tree

    def several(self, end: str) -> tuple[Tree, ...]:
        found: list[Tree] = []
        while not self.take(end):
            if found:
                self.need(",")
            found.append(self.argument())
        return tuple(found)

    def argument(self) -> Tree:
        if self.at + 1 < len(self.tokens) and self.tokens[self.at + 1] == ("sign", "=>"):
            name = self.peek()[1]
            self.at += 2
            return Lambda(name, self.ternary())
        return self.ternary()

    def primary(self) -> Tree:
        kind, value = self.peek()
        if not kind:
            raise Untranslatable("it ends too early")
        self.at += 1
        if kind == "number":
            return Literal(float(value) if re.search(r"[.eE]", value) else int(value))
        if kind == "text":
            return Literal(_unescaped(value[1:-1]))
        if kind == "quoted":
            return Joined(
                tuple(
                    Literal(part) if isinstance(part, str) else parse(part[0])
                    for part in holes(value[1:-1].replace("\\`", "`"))
                )
            )
        if kind == "name":
            word = {"true": True, "false": False, "null": None, "undefined": None}
            return Literal(word[value.lower()]) if value.lower() in word else Name(value)
        if value == "(":
            tree = self.ternary()
            self.need(")")
            return tree
        if value == "[":
            return Items(self.several("]"))
        if value == "{":
            return self.entries()
        raise Untranslatable(f"{value!r} was not expected")

    def entries(self) -> Tree:
        found: list[tuple[str, Tree]] = []
        while not self.take("}"):
            if found:
                self.need(",")
            kind, key = self.peek()
            if kind not in {"name", "text"}:
                raise Untranslatable(f"{key!r} is no key")
            self.at += 1
            self.need(":")
            found.append((key[1:-1] if kind == "text" else key, self.ternary()))
        return Entries(tuple(found))


def dotted(tree: Tree) -> str:
    """The name of what is called, with its dots."""
    if isinstance(tree, Name):
        return tree.name
    if isinstance(tree, Member):
        return f"{dotted(tree.of)}.{tree.name}"
    raise Untranslatable("something without a name is called")


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: ESCAPES.get(match[1], match[1]), text, flags=re.DOTALL)
