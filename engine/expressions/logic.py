"""And, or, not and choice: a side that decides wins over a side that fails, as in CEL."""

from collections.abc import Callable

from engine.expressions.errors import ExpressionFault, Missing
from engine.expressions.values import Scope, kind_of

_Run = Callable[[Scope], object]


def _refusal(value: object, name: str, sign: str) -> Exception:
    if value is None and name:
        return Missing(name)
    return ExpressionFault(
        f"{sign} wants yes/no, found {kind_of(value)}; compare it with something"
    )


def build_sure(left: _Run, right: _Run, *, sign: str) -> _Run:
    """`&&` or `||` of sides that give nothing but true or false."""
    if sign == "&&":

        def both(scope: Scope) -> object:
            try:
                first = left(scope)
            except (Missing, ExpressionFault):
                if right(scope) is False:
                    return False
                raise
            return right(scope) if first else False

        return both

    def either(scope: Scope) -> object:
        try:
            first = left(scope)
        except (Missing, ExpressionFault):
            if right(scope) is True:
                return True
            raise
        return True if first else right(scope)

    return either


def build_join(left: _Run, right: _Run, *, names: tuple[str, str], sign: str) -> _Run:
    """`&&` or `||` of any two sides; `names` are their dotted names."""
    # The value that settles the matter whatever the other side is.
    deciding = sign == "||"
    going_on = not deciding

    def join(scope: Scope) -> object:
        try:
            first = left(scope)
        except (Missing, ExpressionFault):
            if right(scope) is deciding:
                return deciding
            raise
        if first is deciding:
            return deciding
        second = right(scope)
        if second is deciding:
            return deciding
        if first is not going_on:
            raise _refusal(first, names[0], sign)
        if second is not going_on:
            raise _refusal(second, names[1], sign)
        return going_on

    return join


def build_not(run: _Run, name: str) -> _Run:
    def deny(scope: Scope) -> object:
        value = run(scope)
        if value is True:
            return False
        if value is False:
            return True
        raise _refusal(value, name, "!")

    return deny


def build_choose(test: _Run, yes: _Run, no: _Run, name: str) -> _Run:
    def choose(scope: Scope) -> object:
        value = test(scope)
        if value is True:
            return yes(scope)
        if value is False:
            return no(scope)
        raise _refusal(value, name, "?")

    return choose
