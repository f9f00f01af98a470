"""What an expression gives, and what is wrong with it, known before it is evaluated."""

from collections.abc import Mapping
from difflib import get_close_matches

from msgspec import Struct

from engine.expressions.errors import ExpressionError
from engine.expressions.expression import Expression, compile_expression
from engine.expressions.functions import FUNCTIONS, TYPE_NAMES, refusal
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
    is_macro,
    path,
)

# Texts that stand for a date or time are compared as texts, and with each other.
_ORDERED = {
    "text": "text",
    "date": "text",
    "time": "text",
    "datetime": "text",
    "number": "number",
    "yes_no": "yes_no",
}
_TEXTS = frozenset({"text", "date", "time", "datetime"})
_SHOWN = {
    "text": "a text",
    "number": "a number",
    "yes_no": "yes/no",
    "date": "a date",
    "time": "a time",
    "datetime": "a timestamp",
    "list": "a list",
    "object": "an object",
}


class Problem(Struct, frozen=True):
    """One thing wrong: `code` is stable, `at` counts characters from 0."""

    code: str
    message: str
    remedy: str
    at: int = 0


def infer(
    expression: Expression | str, types: Mapping[str, str], wanted: str = "any"
) -> tuple[str, list[Problem]]:
    """The type of the result, `any` where unknown, and every problem found.

    `types` maps each name to its type; dotted names describe the parts of an object, and
    where some part of a name is described, its other parts are unknown. With `wanted`, the
    result must be of that type: `yes_no` for a condition.
    """
    if isinstance(expression, str):
        try:
            expression = compile_expression(expression)
        except ExpressionError as problem:
            return "any", [Problem("expression-syntax", str(problem), "correct it", problem.at)]
    reader = _Reader(types)
    result = reader.type_of(expression.tree)
    if wanted != "any" and not _fits(result, wanted):
        code = "not-a-condition" if wanted == "yes_no" else "wrong-type"
        remedy = (
            "compare it with something, such as == or >"
            if wanted == "yes_no"
            else f"write an expression that gives {_SHOWN[wanted]}"
        )
        message = f"{expression.source.strip()!r} gives {_SHOWN[result]}, not {_SHOWN[wanted]}"
        reader.problems.append(Problem(code, message, remedy))
    return result, reader.problems


def _fits(found: str, wanted: str) -> bool:
    return "any" in (found, wanted) or found == wanted or {found, wanted} <= _TEXTS


class _Reader:
    """Walks a tree with the types of the names in sight."""

    def __init__(self, types: Mapping[str, str]) -> None:
        self._types = types
        self._roots = {name.partition(".")[0] for name in types}
        self._bound: tuple[str, ...] = ()
        self.problems: list[Problem] = []

    def type_of(self, tree: Tree) -> str:
        match tree:
            case Literal(value=value):
                return _literal_type(value)
            case Name() | Member():
                return self._read(tree)
            case Index(of=of, key=key):
                self._all(of, key)
                return "any"
            case Call():
                return self._macro(tree) if is_macro(tree) else self._call(tree)
            case ListOf(items=items):
                self._all(*items)
                return "list"
            case MapOf(entries=entries):
                self._all(*(part for entry in entries for part in entry))
                return "object"
            case Unary(sign=sign, of=of, at=at):
                kind = "yes_no" if sign == "!" else "number"
                self._want(sign, self.type_of(of), kind, at)
                return kind
            case Binary():
                return self._binary(tree)
            case Choose(test=test, yes=yes, no=no, at=at):
                self._want("?", self.type_of(test), "yes_no", at)
                one, other = self.type_of(yes), self.type_of(no)
                return one if one == other else "any"

    def _all(self, *trees: Tree) -> None:
        for tree in trees:
            self.type_of(tree)

    def _read(self, tree: Name | Member) -> str:
        dotted = path(tree)
        if not dotted:
            self._all(*([tree.of] if isinstance(tree, Member) else []))
            return "any"
        root, _, rest = dotted.partition(".")
        if root in self._bound:
            return "any"
        if dotted in self._types:
            return self._types[dotted]
        if root not in self._roots:
            return "any" if root in TYPE_NAMES and not rest else self._unknown(dotted, root, tree)
        if not rest:
            return "object"
        return self._part(dotted, root, tree)

    def _part(self, dotted: str, root: str, tree: Name | Member) -> str:
        """The type of a name's part that `types` does not describe itself."""
        owner = dotted
        while owner not in self._types and owner != root:
            owner = owner.rpartition(".")[0]
        kind = self._types.get(owner, "object")
        described = any(name.startswith(f"{owner}.") for name in self._types)
        if kind not in ("any", "object"):
            self._report(
                "no-such-part",
                f"{owner!r} is {_SHOWN[kind]} and has no parts, found {dotted!r}",
                f"write {owner}",
                tree.at,
            )
        elif described:
            return self._unknown(dotted, dotted, tree)
        return "any"

    def _unknown(self, dotted: str, searched: str, tree: Name | Member) -> str:
        known = [*self._bound, *self._types, *self._roots]
        near = get_close_matches(searched, known, n=1, cutoff=0.6)
        remedy = f"did you mean {near[0]!r}?" if near else "add a variable of that name"
        self._report("unknown-name", f"the name {dotted!r} is unknown", remedy, tree.at)
        return "any"

    def _call(self, tree: Call) -> str:
        if tree.function == "has":
            for argument in tree.arguments:
                if isinstance(argument, Member):
                    self.type_of(argument.of)
                else:
                    self.type_of(argument)
            return "yes_no"
        given = tree.arguments if tree.target is None else (tree.target, *tree.arguments)
        kinds = [self.type_of(argument) for argument in given]
        function = FUNCTIONS.get(tree.function)
        problem = refusal(tree.function, len(given))
        if function is None or problem:
            near = get_close_matches(tree.function, FUNCTIONS, n=1, cutoff=0.6)
            remedy = "see the table of functions"
            if function is None and near:
                remedy = f"did you mean {near[0]!r}?"
            code = "unknown-function" if function is None else "wrong-arguments"
            self._report(code, problem, remedy, tree.at)
            return "any" if function is None else function.gives
        for kind, wanted in zip(kinds, function.takes, strict=False):
            self._want(tree.function, kind, wanted, tree.at)
        return function.gives

    def _macro(self, tree: Call) -> str:
        assert tree.target is not None
        kind = self.type_of(tree.target)
        if kind != "object":
            self._want(tree.function, kind, "list", tree.at)
        own, *rest = tree.arguments
        outer, self._bound = self._bound, (*self._bound, path(own))
        kinds = [self.type_of(body) for body in rest]
        self._bound = outer
        conditions = kinds[:-1] if tree.function == "map" else kinds
        for condition in conditions:
            self._want(tree.function, condition, "yes_no", tree.at)
        return "list" if tree.function in ("map", "filter") else "yes_no"

    def _binary(self, tree: Binary) -> str:
        sign, at = tree.sign, tree.at
        left, right = self.type_of(tree.left), self.type_of(tree.right)
        if sign in ("&&", "||"):
            self._want(sign, left, "yes_no", at)
            self._want(sign, right, "yes_no", at)
            return "yes_no"
        if sign == "in":
            if right not in ("any", "list", "object"):
                self._report(
                    "wrong-types",
                    f"`in` looks in a list or an object, found {_SHOWN[right]}",
                    "for texts write a.contains(b)",
                    at,
                )
            return "yes_no"
        if sign in ("==", "!="):
            self._comparable(tree, left, right, _EQUAL)
            return "yes_no"
        if sign in ("<", "<=", ">", ">="):
            self._comparable(tree, left, right, _ORDERED)
            return "yes_no"
        return self._arithmetic(tree, left, right)

    def _comparable(self, tree: Binary, left: str, right: str, families: Mapping[str, str]) -> None:
        if left == "null" or right == "null":
            return
        pair = [kind for kind in (left, right) if kind != "any"]
        odd = [kind for kind in pair if kind not in families]
        differ = len(pair) == 2 and families.get(left) != families.get(right)
        if odd or differ:
            self._report(
                "wrong-types",
                f"{tree.sign} cannot compare {_shown(left)} with {_shown(right)}",
                "make both the same kind, with double(...) or string(...)",
                tree.at,
            )

    def _arithmetic(self, tree: Binary, left: str, right: str) -> str:
        kinds = {left, right}
        if tree.sign in ("+", "-") and ("datetime" in kinds or "any" in kinds):
            # Timestamps and durations, which variables hold as texts: known only later.
            return "any"
        if tree.sign == "+" and (kinds <= {"text", "date", "time"} or kinds == {"list"}):
            return "list" if kinds == {"list"} else "text"
        for kind in (left, right):
            if kind not in ("number", "any"):
                self._report(
                    "wrong-types",
                    f"{tree.sign} cannot take {_shown(left)} and {_shown(right)}",
                    "write string(...) to join texts, double(...) to compute with them",
                    tree.at,
                )
                break
        return "number"

    def _want(self, what: str, found: str, wanted: str, at: int) -> None:
        if not _fits(found, wanted):
            self._report(
                "wrong-types",
                f"{what} wants {_SHOWN[wanted]}, found {_shown(found)}",
                "make it one" if wanted != "yes_no" else "compare it with something",
                at,
            )

    def _report(self, code: str, message: str, remedy: str, at: int) -> None:
        self.problems.append(Problem(code, message, remedy, at))


_EQUAL = {**_ORDERED, "list": "list", "object": "object"}


def _shown(kind: str) -> str:
    return {**_SHOWN, "any": "something", "null": "null"}[kind]


def _literal_type(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "yes_no"
    if isinstance(value, str):
        return "text"
    return "any" if isinstance(value, bytes) else "number"
