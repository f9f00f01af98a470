"""A safe subset of JavaScript as our expressions; nothing of it is ever executed.

    made = expression("user.age >= 18 ? 'adult' : 'minor'", naming)
    test = condition("order.items.length && !order.paid", naming)
    done = body("const n = cart.length; if (n > 3) { user.vip = true } return n", naming)

`naming` maps a path of names, such as `("user", "age")`, to a `Made`: our expression for it
with its type and, as `guard`, the condition under which it has a value (`has(age)`). It gives
None for a path that is not known; then a shorter one is tried, and what follows is a part of
that. `known(name)` makes the usual `Made` of a variable.

`expression` and `condition` give a `Translated`: the text `cel`, its `made`, and `notes` that
say in what it differs. Where `made.guard` does not hold, JavaScript gives undefined, null or
NaN, and ours no value. `body` gives a `Body` of steps: `Assign`, `Choice`, `Give`, and `Call`
for the dotted names in `calls`; its `value` is the one expression that it comes to where it
changes nothing. Whatever our expressions cannot say gives an `Untranslatable` with what and
where (`line`, `column`, from 1), and whether JavaScript itself `fails` there.

Differences by design: a text counts whole letters, not halves of emojis; what has no value is
left out of texts, where JavaScript writes "undefined".
"""

from collections.abc import Callable, Collection
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from engine.expressions import ExpressionError, compile_expression
from engine.importers.javascript.expressions import condition as read_condition
from engine.importers.javascript.expressions import value as read_value
from engine.importers.javascript.made import Made, safe, unwrapped
from engine.importers.javascript.reading import (
    LONGEST,
    Refusal,
    Untranslatable,
    names_read,
    parts,
    read,
    tree_of,
)
from engine.importers.javascript.scope import Naming, Path, Scope
from engine.importers.javascript.statements import Statements
from engine.importers.javascript.steps import Assign, Call, Choice, Give, Step, folded

__all__ = [
    "Assign",
    "Body",
    "Call",
    "Choice",
    "Give",
    "Made",
    "Naming",
    "Path",
    "Step",
    "Translated",
    "Untranslatable",
    "body",
    "condition",
    "expression",
    "known",
    "safe",
]

_T = TypeVar("_T")


class Translated(Struct, frozen=True):
    """An expression of ours, and in what it differs from the script."""

    made: Made
    notes: tuple[str, ...] = ()

    @property
    def cel(self) -> str:
        return self.made.cel


class Body(Struct, frozen=True):
    """What statements do, in their order, and in what that differs from the script."""

    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()

    @property
    def value(self) -> Translated | Untranslatable:
        """The expression for what is returned; only where nothing else is changed."""
        return _read(lambda: Translated(_checked(folded(self.steps)), self.notes))


def known(name: str, type_: str = "any") -> Made:
    """A variable that may not have been set."""
    return Made(name, type_, f"has({name})")


def expression(source: str, naming: Naming) -> Translated | Untranslatable:
    """Our expression for what an expression of JavaScript gives."""

    def translate() -> Translated:
        scope = Scope(naming)
        made = _checked(read_value(scope, _only(source)))
        return Translated(made, tuple(scope.notes))

    return _read(translate, source, naming)


def condition(source: str, naming: Naming) -> Translated | Untranslatable:
    """Our condition for whether JavaScript takes an expression for true; it always has a value."""

    def translate() -> Translated:
        scope = Scope(naming)
        made = _checked(Made(read_condition(scope, _only(source)), "yes_no", level=0))
        return Translated(made, tuple(scope.notes))

    return _read(translate, source, naming)


def body(source: str, naming: Naming, calls: Collection[str] = ()) -> Body | Untranslatable:
    """The steps of a script, as it stands within a function."""

    def translate() -> Body:
        scope = Scope(naming)
        steps = Statements(scope, frozenset(calls)).steps(parts(read(source)))
        _check(steps)
        return Body(steps, tuple(scope.notes))

    return _read(translate, source, naming)


def _read(
    translate: Callable[[], _T], source: str = "", naming: Naming | None = None
) -> _T | Untranslatable:
    try:
        return translate()
    except Refusal as refusal:
        return replace(refusal.problem, fails=naming is not None and _fails(source, naming))
    except RecursionError:
        return Untranslatable("it is nested too deeply")


def _fails(source: str, naming: Naming) -> bool:
    """Whether JavaScript itself would stop at a script."""
    if len(source) > LONGEST or not source.strip():
        return False
    root = tree_of(source)
    return root.has_error or any(naming((name,)) is None for name in names_read(root))


def _only(source: str):  # type: ignore[no-untyped-def]  # a node of tree-sitter, which is an extra
    statements = parts(read(source))
    if len(statements) != 1 or statements[0].type != "expression_statement":
        at = statements[1] if len(statements) > 1 else statements[0] if statements else None
        raise Refusal("an expression is wanted, and nothing else" if at else "it is empty", at)
    return parts(statements[0])[0]


def _check(steps: tuple[Step, ...]) -> None:
    for step in steps:
        if isinstance(step, Choice):
            _checked(Made(step.condition))
            _check(step.yes)
            _check(step.no)
        elif isinstance(step, Call):
            for one in step.arguments:
                _checked(one)
        else:
            _checked(step.value)


def _checked(made: Made) -> Made:
    """The expression, once it is known to be one that can be kept."""
    for source in filter(None, (made.cel, made.guard)):
        try:
            compile_expression(source)
        except ExpressionError as problem:
            raise Refusal(f"our expression for it is refused: {problem}") from None
    return replace(made, cel=unwrapped(made.cel), guard=unwrapped(made.guard))
