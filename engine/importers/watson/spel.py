"""Reads Watson's expressions: a parser by precedence, the weakest operator first."""

from functools import lru_cache

from engine.importers.watson.tokens import END, Token, tokens_of
from engine.importers.watson.tree import (
    Binary,
    Call,
    Choose,
    Context,
    Either,
    Entity,
    Expr,
    Index,
    Intent,
    Items,
    Literal,
    Member,
    Minus,
    Name,
    Not,
    Project,
    Type,
    Unreadable,
)

LEVELS: tuple[tuple[str, ...], ...] = (
    ("||",),
    ("&&",),
    ("==", "!=", "<", ">", "<=", ">=", "="),
    ("+", "-"),
    ("*", "/", "%"),
    ("^",),
)
CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
# Deeper nesting than this no author writes: it would only exhaust the stack.
MOST_LEVELS = 60


@lru_cache(maxsize=4096)
def parse(source: str) -> Expr:
    """The tree of an expression; raises `Unreadable`."""
    return _Parser(source).whole()


class _Parser:
    def __init__(self, source: str) -> None:
        self._tokens = list(tokens_of(source))
        self._at = 0
        self._depth = 0

    def whole(self) -> Expr:
        found = self._choice()
        if self._next is not END:
            raise Unreadable(f"{self._next.text!r} comes where the expression should end")
        return found

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self, *signs: str) -> str:
        """The next sign if it is one of these, and goes on behind it."""
        token = self._next
        if token.kind == "sign" and token.text in signs:
            self._at += 1
            return token.text
        return ""

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            found = self._next.text or "the end"
            raise Unreadable(f"{sign!r} is missing before {found!r}")

    def _choice(self) -> Expr:
        self._depth += 1
        if self._depth > MOST_LEVELS:
            raise Unreadable("the expression is nested too deep")
        found = self._operation(0)
        if self._take("?:", "??"):
            found = Either(found, self._choice())
        elif self._take("?"):
            then = self._choice()
            self._expect(":")
            found = Choose(found, then, self._choice())
        self._depth -= 1
        return found

    def _operation(self, level: int) -> Expr:
        if level == len(LEVELS):
            return self._unary()
        found = self._operation(level + 1)
        while True:
            if level == 2 and self._next.kind == "word" and self._next.text == "matches":
                self._at += 1
                found = Call(found, "matches", (self._operation(level + 1),))
            elif sign := self._take(*LEVELS[level]):
                found = Binary("==" if sign == "=" else sign, found, self._operation(level + 1))
            else:
                return found

    def _unary(self) -> Expr:
        self._depth += 1
        if self._depth > MOST_LEVELS:
            raise Unreadable("the expression is nested too deep")
        found: Expr
        if self._take("!"):
            found = Not(self._unary())
        elif self._take("-"):
            found = Minus(self._unary())
        elif self._take("+"):
            found = self._unary()
        else:
            found = self._postfix(self._primary())
        self._depth -= 1
        return found

    def _postfix(self, found: Expr) -> Expr:
        while True:
            if self._take(".", "?."):
                found = self._member(found)
            elif sign := self._take(".![", ".?["):
                found = Project(found, self._choice(), keeps=sign == ".?[")
                self._expect("]")
            elif self._take("["):
                found = Index(found, self._choice())
                self._expect("]")
            else:
                return found

    def _member(self, of: Expr) -> Expr:
        token = self._next
        # `.and(...)` and its like are no members that dialogs use.
        if token.kind not in {"word", "number"}:
            raise Unreadable(f"a name is missing before {token.text!r}")
        self._at += 1
        if self._take("("):
            return Call(of, token.text, self._arguments(")"))
        return Member(of, token.text)

    def _arguments(self, end: str) -> tuple[Expr, ...]:
        found: list[Expr] = []
        while not self._take(end):
            found.append(self._choice())
            if not self._take(",") and not (self._next.kind == "sign" and self._next.text == end):
                raise Unreadable(f"',' or {end!r} is missing before {self._next.text!r}")
        return tuple(found)

    def _primary(self) -> Expr:
        token = self._next
        self._at += 1
        match token.kind:
            case "text":
                return Literal(token.text)
            case "number":
                return Literal(_number(token.text))
            case "intent":
                return Intent(token.text)
            case "entity":
                return Entity(token.text, token.value)
            case "context":
                return Context(token.text, token.value)
            case "word":
                return self._word(token.text)
            case "sign" if token.text == "(":
                inner = self._choice()
                self._expect(")")
                return inner
            case "sign" if token.text in "{[":
                return Items(self._arguments("}" if token.text == "{" else "]"))
        raise Unreadable(f"a value is missing before {token.text or 'the end'!r}")

    def _word(self, word: str) -> Expr:
        if word.lower() in CONSTANTS:
            return Literal(CONSTANTS[word.lower()])
        if word == "T" and self._take("("):
            return self._type()
        if word == "new" and self._next.kind == "word":
            made = self._dotted()
            self._expect("(")
            return Call(Type(made), "new", self._arguments(")"))
        if self._take("("):
            return Call(None, word, self._arguments(")"))
        return Name(word)

    def _type(self) -> Expr:
        name = self._dotted()
        self._expect(")")
        return Type(name)

    def _dotted(self) -> str:
        name = ""
        while self._next.kind == "word":
            name = self._next.text
            self._at += 1
            if not self._take("."):
                break
        return name


def _number(text: str) -> int | float:
    return int(text) if text.isdigit() else float(text)
