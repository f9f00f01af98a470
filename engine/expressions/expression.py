"""Expressions: compiled once, evaluated often."""

from collections.abc import Callable
from functools import lru_cache

from engine.expressions.closures import Run, build
from engine.expressions.errors import ExpressionFault
from engine.expressions.parser import parse
from engine.expressions.tree import Tree, is_logical, names_read
from engine.expressions.values import Scope, plain
from engine.types.value import Value


class Expression:
    """An expression that was read.

    `evaluate` gives its value as a plain one, or raises `Missing` for a name without a value
    and `ExpressionFault` for everything else that can go wrong. `names` are the dotted names
    it reads, `tree` what was read.
    """

    __slots__ = ("evaluate", "names", "source", "tree")

    evaluate: Callable[[Scope], Value]

    def __init__(self, source: str, tree: Tree) -> None:
        self.source = source
        self.tree = tree
        self.names: frozenset[str] = frozenset(name for name, _ in names_read(tree))
        self.evaluate = _evaluator(tree, build(tree))

    def __repr__(self) -> str:
        return f"Expression({self.source!r})"


def _evaluator(tree: Tree, run: Run) -> Callable[[Scope], Value]:
    if is_logical(tree):
        # These give true or false: nothing to convert, nothing to bound.
        return run  # type: ignore[return-value]  # by construction, as said above

    def evaluate(scope: Scope) -> Value:
        try:
            return plain(run(scope))
        except RecursionError as problem:
            raise ExpressionFault(f"the value cannot be used: {problem}") from None

    return evaluate


@lru_cache(maxsize=10_000)
def compile_expression(source: str) -> Expression:
    """The expression of a source such as `age >= 18`; `ExpressionError` where it is wrong."""
    return Expression(source, parse(source))
