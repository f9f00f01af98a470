"""Signs between two values, with what JavaScript makes of values of different types."""

from collections.abc import Callable

from engine.importers.javascript.literals import joined
from engine.importers.javascript.made import (
    BOTH,
    CHOICE,
    PRODUCT,
    RELATION,
    SIGN,
    SUM,
    WHOLE,
    Made,
    as_number,
    as_text,
    bare,
    both,
    bracketed,
    call,
    constant,
    literal,
    negation,
    tight,
)
from engine.importers.javascript.moments import milliseconds
from engine.importers.javascript.scope import Scope

PLAIN = {"text", "number", "yes_no"}
Compute = Callable[[Made, Made, Scope], Made]


def plus(made: list[Made], scope: Scope) -> Made:
    """`a + b + c`: a sum up to the first text, from there on texts joined."""
    total, rest = made[0], made[1:]
    while rest:
        one, *rest = rest
        if "text" in {total.type, one.type} or {"list", "object", "moment"} & {
            total.type,
            one.type,
        }:
            return joined([as_text(part) for part in (total, one, *rest)])
        total = _add(total, one, scope)
    return total


def _add(left: Made, right: Made, scope: Scope) -> Made:
    known = {left.type, right.type}
    if known <= {"number", "yes_no", "none"}:
        return _reckon("+", SUM)(left, right, scope)
    texts = [_is_text(one) for one in (left, right) if one.type == "any"]
    test = both(*[one.guard for one in (left, right) if one.guard])
    text = joined([as_text(bare(left)), as_text(bare(right))])
    number = _reckon("+", SUM)(left, right, scope)
    cel = f"{' || '.join(dict.fromkeys(texts))} ? {tight(text, SUM)} : {number.cel}"
    return Made(cel, "any", test, level=CHOICE)


def _is_text(made: Made) -> str:
    """The condition for whether a value of any type is a text."""
    if made.guessed:
        return f"{call('as_number', made.cel)} == null"
    return f"type({made.cel}) == string"


def _reckon(sign: str, level: int) -> Compute:
    def compute(left: Made, right: Made, scope: Scope) -> Made:
        one, other = (as_number(_timed(side, scope)) for side in (left, right))
        first, second = constant(one), constant(other)
        if isinstance(first, int | float) and isinstance(second, int | float) and sign in "+-*":
            return literal(_computed(sign, first, second))
        cel = f"{tight(one, level)} {sign} {tight(other, level + 1)}"
        zero = _divides(other) if sign == "%" else ""
        return Made(cel, "number", both(one.guard, other.guard, zero), level=level)

    return compute


def _computed(sign: str, one: float, other: float) -> float:
    return one + other if sign == "+" else one - other if sign == "-" else one * other


def _timed(made: Made, scope: Scope) -> Made:
    return milliseconds(scope, made) if made.type == "moment" else made


def _divide(left: Made, right: Made, scope: Scope) -> Made:
    one, other = as_number(_timed(left, scope)), as_number(_timed(right, scope))
    divisor = constant(other)
    if isinstance(divisor, int):
        below = f"{divisor}.0" if divisor >= 0 else f"({divisor}.0)"
    else:
        below = tight(other, SIGN) if isinstance(divisor, float) else call("double", other.cel)
    guards = both(one.guard, other.guard, _divides(other))
    return Made(f"{tight(one, PRODUCT)} / {below}", "number", guards, level=PRODUCT)


def _divides(divisor: Made) -> str:
    """The condition under which one can divide by it."""
    known = constant(divisor)
    if known is not None:
        return "false" if known == 0 else ""
    return f"{tight(divisor, SUM)} != 0"


def _power(left: Made, right: Made, _scope: Scope) -> Made:
    one, other = as_number(left), as_number(right)
    return Made(call("power", one.cel, other.cel), "number", both(one.guard, other.guard))


def _equals(left: Made, right: Made, *, strict: bool) -> str:
    for one, other in ((left, right), (right, left)):
        if one.type == "none":
            return negation(other.guard or "true")
    strict = strict and not (left.guessed or right.guessed)
    if not strict and (left.type != right.type or left.type == "any"):
        return _loosely(left, right)
    if strict and left.type != right.type and {left.type, right.type} <= PLAIN:
        return "false"
    if not {"list", "object"}.isdisjoint({left.type, right.type}):
        return "false"
    test = f"{tight(left, SUM)} == {tight(right, SUM)}"
    return _of_both(left, right, test)


def _of_both(left: Made, right: Made, test: str) -> str:
    """A test that is only made where both are there; two that are not are the same."""
    if left.guard and right.guard and left.cel != right.cel and "any" in {left.type, right.type}:
        neither = both(negation(left.guard), negation(right.guard))
        return f"({bracketed(both(left.guard, right.guard), BOTH)} ? {test} : {neither})"
    return both(left.guard, right.guard, test)


def _loosely(left: Made, right: Made) -> str:
    """`==` of two types, or of what may be of any: texts by their signs, else as numbers."""
    if "any" not in {left.type, right.type} or {left.type, right.type} & {"number", "yes_no"}:
        return _numeric("==", left, right)
    known, other = (left, right) if constant(left) is not None else (right, left)
    said, cel = constant(known), tight(other, SUM)
    if said == "":
        return both(other.guard, f'({cel} == "" || {cel} == 0 || {cel} == false)')
    if isinstance(said, str) and constant(as_number(known)) is None:
        return both(other.guard, f"{cel} == {known.cel}")
    if isinstance(said, str):
        return both(other.guard, f"{call('as_text', other.cel)} == {known.cel}")
    return _of_both(left, right, f"({_by_kind(left, right)})")


def _by_kind(left: Made, right: Made) -> str:
    same = f"type({left.cel}) == type({right.cel})"
    numbers = both(
        f"{call('as_number', left.cel)} != null", _numeric("==", bare(left), bare(right))
    )
    return f"{same} ? {tight(left, SUM)} == {tight(right, SUM)} : {numbers}"


def _numeric(sign: str, left: Made, right: Made) -> str:
    one, other = as_number(left), as_number(right)
    test = f"{tight(one, SUM)} {sign} {tight(other, SUM)}"
    if sign == "==" and (constant(one) is None) != (constant(other) is None):
        # No value equals no number.
        guards = [side.guard for side in (one, other) if side.guard != f"{side.cel} != null"]
        return both(*guards, test)
    return both(one.guard, other.guard, test)


def _compare(sign: str) -> Compute:
    def compute(left: Made, right: Made, scope: Scope) -> Made:
        types = {left.type, right.type}
        if types in ({"text"}, {"moment"}):
            test = f"{tight(left, SUM)} {sign} {tight(right, SUM)}"
            return truth(both(left.guard, right.guard, test))
        if types <= {"any", "text"}:
            return truth(_by_type(sign, left, right))
        return truth(_numeric(sign, _timed(left, scope), _timed(right, scope)))

    return compute


def _by_type(sign: str, left: Made, right: Made) -> str:
    """Two texts compare by their letters, anything else as numbers."""
    texts = [_is_text(one) for one in (left, right) if one.type == "any"]
    there = both(left.guard, right.guard)
    by_letters = f"{tight(left, SUM)} {sign} {tight(right, SUM)}"
    by_value = _numeric(sign, bare(left), bare(right))
    return both(there, f"({both(*texts)} ? {by_letters} : {by_value})")


def truth(cel: str) -> Made:
    """A condition as a value."""
    loose = bracketed(cel, RELATION) != cel
    return Made(f"({cel})" if loose else cel, "yes_no", level=WHOLE if loose else RELATION)


def _same(*, strict: bool, wanted: bool) -> Compute:
    def compute(left: Made, right: Made, _scope: Scope) -> Made:
        test = _equals(left, right, strict=strict)
        if wanted:
            return truth(test)
        sides = tight(left, SUM), tight(right, SUM)
        return truth(" != ".join(sides) if test == " == ".join(sides) else negation(test))

    return compute


def _within(left: Made, right: Made, _scope: Scope) -> Made:
    test = f"{tight(as_text(left), SUM)} in {tight(right, SUM)}"
    return truth(both(right.guard, test))


OPERATORS: dict[str, Compute] = {
    "-": _reckon("-", SUM),
    "*": _reckon("*", PRODUCT),
    "%": _reckon("%", PRODUCT),
    "/": _divide,
    "**": _power,
    "===": _same(strict=True, wanted=True),
    "==": _same(strict=False, wanted=True),
    "!==": _same(strict=True, wanted=False),
    "!=": _same(strict=False, wanted=False),
    "<": _compare("<"),
    "<=": _compare("<="),
    ">": _compare(">"),
    ">=": _compare(">="),
    "in": _within,
}
