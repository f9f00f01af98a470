"""The grammar of CEL: source to tree, with errors that a designer can act on."""

from engine.expressions.errors import ExpressionError
from engine.expressions.tokens import Token, text_of, tokens
from engine.expressions.tree import (
    Binary,
    Call,
    Choose,
    Index,
    ListOf,
    Literal,
    MapOf,
    Member,
    Name,
    Tree,
    Unary,
    depth,
    is_macro,
)
from engine.types.limits import LIMITS

_CONSTANTS = {"true": True, "false": False, "null": None}
_RESERVED = frozenset(
    {
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "in",
        "let", "loop", "package", "namespace", "return", "var", "void", "while",
    }
)  # fmt: skip
_STRENGTH = {
    "||": 1, "&&": 2,
    "==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "in": 3,
    "+": 4, "-": 4, "*": 5, "/": 5, "%": 5,
}  # fmt: skip
_WORDS = {"and": "&&", "y": "&&", "e": "&&", "or": "||", "o": "||", "ou": "||", "is": "=="}
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_INT = 2**63


def parse(source: str) -> Tree:
    """The tree of an expression; `ExpressionError` where it cannot be read."""
    if len(source) > LIMITS.expression_chars:
        raise ExpressionError(
            f"the expression has {len(source)} characters: at most {LIMITS.expression_chars} "
            "are read; compute it in steps with variables"
        )
    if not source.strip():
        raise ExpressionError("the expression is empty: write a name, a value or a condition")
    parser = _Parser(tuple(tokens(source)))
    tree = parser.expression()
    parser.expect_end()
    if depth(tree) > LIMITS.expression_depth:
        raise ExpressionError(_too_deep())
    return tree


def _too_deep() -> str:
    return (
        f"the expression nests deeper than {LIMITS.expression_depth} levels: "
        "compute it in steps with variables"
    )


class _Parser:
    """A cursor over the tokens; each method reads one rule of the grammar."""

    def __init__(self, read: tuple[Token, ...]) -> None:
        self._tokens = read
        self._next = 0
        self._open = 0

    def expression(self) -> Tree:
        self._open += 1
        if self._open > LIMITS.expression_brackets:
            raise ExpressionError(_too_deep(), self._peek.at)
        test = self._binary(1)
        if self._peek.word == "?" and self._peek.kind == "sign":
            at = self._take().at
            yes = self._binary(1)
            self._expect(":", "the second half of ? : is missing")
            test = Choose(test, yes, self.expression(), at)
        self._open -= 1
        return test

    def expect_end(self) -> None:
        if self._peek.kind != "end":
            raise self._unexpected("an operator such as && or == is missing before it")

    @property
    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _at_sign(self, sign: str) -> bool:
        return self._peek.kind == "sign" and self._peek.word == sign

    def _expect(self, sign: str, remedy: str) -> None:
        if not self._at_sign(sign):
            raise self._unexpected(f"{remedy}; write {sign}")
        self._take()

    def _unexpected(self, remedy: str) -> ExpressionError:
        token = self._peek
        if token.kind == "end":
            return ExpressionError(f"the expression ends too early: {remedy}", token.at)
        if token.kind == "name" and token.word in _WORDS:
            remedy = f"write {_WORDS[token.word]}"
        return ExpressionError(
            f"found {token.word[:40]!r} at character {token.at + 1}: {remedy}", token.at
        )

    def _binary(self, weakest: int) -> Tree:
        left = self._unary()
        while True:
            token = self._peek
            strength = _STRENGTH.get(token.word, 0) if token.kind in ("sign", "name") else 0
            if strength < weakest:
                return left
            self._take()
            left = Binary(token.word, left, self._binary(strength + 1), token.at)

    def _unary(self) -> Tree:
        signs: list[Token] = []
        while self._at_sign("!") or self._at_sign("-"):
            if signs and signs[-1].word != self._peek.word:
                raise self._unexpected("put what follows between brackets")
            signs.append(self._take())
        if signs and signs[-1].word == "-" and self._peek.kind in ("whole", "decimal"):
            tree: Tree = self._selections(_number(self._take(), "-", signs.pop().at))
        else:
            tree = self._selections(self._primary())
        for sign in reversed(signs):
            tree = Unary(sign.word, tree, sign.at)
        return tree

    def _selections(self, tree: Tree) -> Tree:
        while True:
            if self._at_sign("."):
                tree = self._member(tree)
            elif self._at_sign("["):
                at = self._take().at
                tree = Index(tree, self.expression(), at)
                self._expect("]", "a [ is not closed")
            else:
                return tree

    def _member(self, of: Tree) -> Tree:
        self._take()
        if self._peek.kind != "name" or self._peek.word == "in":
            raise self._unexpected("a name must follow the dot")
        name = self._take()
        if not self._at_sign("("):
            return Member(of, name.word, name.at)
        call = Call(name.word, of, self._arguments(), name.at)
        if is_macro(call) and not (
            len(call.arguments) in (2, 3) and isinstance(call.arguments[0], Name)
        ):
            raise ExpressionError(
                f"{name.word} at character {name.at + 1} wants a name and what to do with "
                f"it: write {name.word}(x, ...)",
                name.at,
            )
        return call

    def _primary(self) -> Tree:
        token = self._peek
        if token.kind == "text":
            return Literal(text_of(token), self._take().at)
        if token.kind in ("whole", "decimal"):
            return _number(self._take(), "", token.at)
        if token.kind == "name":
            return self._named()
        if token.kind == "sign" and token.word in _BRACKETS:
            return self._bracketed()
        raise self._unexpected("a name, a number or a text in quotes must stand here")

    def _named(self) -> Tree:
        token = self._peek
        if token.word in _RESERVED:
            raise self._unexpected("that word is reserved; give the variable another name")
        self._take()
        if token.word in _CONSTANTS:
            return Literal(_CONSTANTS[token.word], token.at)
        if self._at_sign("("):
            call = Call(token.word, None, self._arguments(), token.at)
            if call.function == "has" and not _can_be_there(call):
                raise ExpressionError(
                    f"has at character {token.at + 1} wants one name: write has(contact.email)",
                    token.at,
                )
            return call
        return Name(token.word, token.at)

    def _bracketed(self) -> Tree:
        token = self._peek
        if token.word == "(":
            self._take()
            tree = self.expression()
            self._expect(")", "a ( is not closed")
            return tree
        if token.word == "[":
            return ListOf(self._sequence("[", "]", trailing_comma=True), token.at)
        return MapOf(self._entries(), token.at)

    def _arguments(self) -> tuple[Tree, ...]:
        return self._sequence("(", ")", trailing_comma=False)

    def _sequence(self, opening: str, closing: str, *, trailing_comma: bool) -> tuple[Tree, ...]:
        self._take()
        items: list[Tree] = []
        while not (self._at_sign(closing) and (trailing_comma or not items)):
            items.append(self.expression())
            if not self._at_sign(","):
                break
            self._take()
        self._expect(closing, f"a {opening} is not closed")
        return tuple(items)

    def _entries(self) -> tuple[tuple[Tree, Tree], ...]:
        self._take()
        entries: list[tuple[Tree, Tree]] = []
        while not self._at_sign("}"):
            key = self.expression()
            self._expect(":", "an entry is a key and a value")
            entries.append((key, self.expression()))
            if not self._at_sign(","):
                break
            self._take()
        self._expect("}", "a { is not closed")
        return tuple(entries)


def _can_be_there(call: Call) -> bool:
    return len(call.arguments) == 1 and isinstance(call.arguments[0], Name | Member)


def _number(token: Token, sign: str, at: int) -> Literal:
    """The value of a number token; its range is CEL's."""
    if token.kind == "decimal":
        decimal = float(sign + token.word)
        if decimal in (float("inf"), float("-inf")):
            raise _out_of_range(token)
        return Literal(decimal, at)
    unsigned = token.word[-1] in "uU"
    digits = token.word.rstrip("uU")
    value = int(digits, 16) if digits.startswith("0x") else int(digits)
    value = -value if sign else value
    low, high = (0, 2 * _INT) if unsigned else (-_INT, _INT)
    if not low <= value < high:
        raise _out_of_range(token)
    return Literal(value, at, unsigned)


def _out_of_range(token: Token) -> ExpressionError:
    return ExpressionError(
        f"the number {token.word[:40]} at character {token.at + 1} is too large: "
        "write it with a decimal point, or as a text in quotes",
        token.at,
    )
