"""Conditions of CALM as our expressions, by a small parser of their language.

not has_funds and slots.amount > 100 or city contains "Lima"
"""

import re

from engine.importers.rasa.texts import quoted
from engine.importers.rasa.variables import Variables

TOKEN = re.compile(
    r"\s*(?:(?P<text>\"[^\"]*\"|'[^']*')|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<name>[A-Za-z_][\w.]*)|(?P<sign>==|!=|<=|>=|[<>=()\[\],]))"
)
NAMES = {"true": "true", "false": "false", "null": "null", "none": "null", "undefined": "null"}
MOST_LEVELS = 40


class Untranslated(Exception):  # noqa: N818 -- no mistake of the program: the text is kept
    """A condition that has a form which is not known."""


def translate(text: str, variables: Variables) -> str:
    """The condition as an expression; raises `Untranslated`."""
    parser = _Parser(_tokens(text), variables)
    result = parser.either(0)
    if parser.at < len(parser.tokens):
        raise Untranslated(text)
    return result


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at, text = [], 0, text.strip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise Untranslated(text)
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


class _Parser:
    """Recursive descent: or, and, not, comparison, operand."""

    def __init__(self, tokens: list[tuple[str, str]], variables: Variables) -> None:
        self.tokens = tokens
        self.variables = variables
        self.at = 0

    def either(self, level: int) -> str:
        parts = [self._both(level)]
        while self._takes("or"):
            parts.append(self._both(level))
        return parts[0] if len(parts) == 1 else "(" + " || ".join(parts) + ")"

    def _both(self, level: int) -> str:
        parts = [self._negated(level)]
        while self._takes("and"):
            parts.append(self._negated(level))
        return parts[0] if len(parts) == 1 else " && ".join(parts)

    def _negated(self, level: int) -> str:
        if level > MOST_LEVELS:
            raise Untranslated
        if self._takes("not"):
            return f"!({self._negated(level + 1)})"
        if self._takes("("):
            inner = self.either(level + 1)
            if not self._takes(")"):
                raise Untranslated
            return f"({inner})"
        return self._comparison()

    def _comparison(self) -> str:
        left, is_name = self._operand()
        negative = self._takes("not")
        if self._takes("contains"):
            result = f"contains(string({left}), {self._operand()[0]})"
        elif self._takes("matches"):
            result = f"matches(string({left}), {self._operand()[0]})"
        elif self._takes("in"):
            result = f"{left} in {self._operand()[0]}"
        elif self._takes("is"):
            sign = "!=" if self._takes("not") or negative else "=="
            return self._compared(left, is_name, sign)
        elif (sign := self._sign()) and not negative:
            return self._compared(left, is_name, "==" if sign == "=" else sign)
        elif negative:
            raise Untranslated
        else:
            return self.variables.holds(left) if is_name else left
        return f"!({result})" if negative else result

    def _compared(self, left: str, is_name: bool, sign: str) -> str:
        """A comparison that holds for an empty slot where Rasa's does."""
        right = self._operand()[0]
        if is_name and sign in {"==", "!="} and right == "null":
            return f"has({left})" if sign == "!=" else f"!has({left})"
        compared = f"{left} {sign} {right}"
        if is_name and right in {"true", "false"} and self.variables.type_of(left) == "text":
            compared = f"lower({left}) {sign} {quoted(right)}"
        return f"(!has({left}) || {compared})" if is_name and sign == "!=" else compared

    def _operand(self) -> tuple[str, bool]:
        kind, word = self._next()
        if kind == "text":
            return quoted(word[1:-1]), False
        if kind == "number":
            return word, False
        if kind == "name" and word.lower() in NAMES:
            return NAMES[word.lower()], False
        if kind == "name":
            name = word.removeprefix("slots.")
            if "." in name:
                raise Untranslated
            return self.variables.slot(name), True
        if word in "[(":
            items = [self._operand()[0]]
            while self._takes(","):
                items.append(self._operand()[0])
            if not (self._takes("]") or self._takes(")")):
                raise Untranslated
            return f"[{', '.join(items)}]", False
        raise Untranslated

    def _sign(self) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at][1] in {
            "==",
            "!=",
            "<=",
            ">=",
            "<",
            ">",
            "=",
        }:
            return self._next()[1]
        return ""

    def _takes(self, word: str) -> bool:
        if self.at < len(self.tokens):
            kind, found = self.tokens[self.at]
            if kind != "text" and found.lower() == word:
                self.at += 1
                return True
        return False

    def _next(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise Untranslated
        self.at += 1
        return self.tokens[self.at - 1]
