"""CEL's macros: what is asked of each item of a list, and whether a name is there at all."""

from collections.abc import Callable, Sequence

from engine.expressions.errors import ExpressionFault, Missing
from engine.expressions.tree import Name, Tree
from engine.expressions.values import Scope, kind_of

_Run = Callable[[Scope], object]

# Items looked at in one evaluation, over all macros inside each other.
_STEPS = 1_000_000
# Characters that a map may gather.
_CHARACTERS = 4_000_000


class _Inner:
    """A scope with one more name: the macro's own."""

    __slots__ = ("_name", "_outer", "steps", "value")

    def __init__(self, outer: Scope, name: str) -> None:
        self._outer = outer
        self._name = name
        self.value: object = None
        self.steps: list[int] = outer.steps if isinstance(outer, _Inner) else [0]

    def __getitem__(self, name: str, /) -> object:
        return self.value if name == self._name else self._outer[name]


def build_has(argument: Tree, run: _Run) -> _Run:
    """`has(contact.city)`: whether it is there; a bare name must hold something too."""
    bare = isinstance(argument, Name)

    def is_there(scope: Scope) -> object:
        try:
            value = run(scope)
        except Missing:
            return False
        return value is not None or not bare

    return is_there


def build_macro(function: str, of: _Run, of_name: str, name: str, bodies: Sequence[_Run]) -> _Run:
    """The macro over the items of a list, or the keys of an object."""
    if function == "map":
        work = _map(bodies)
    elif function == "filter":
        work = _filter(bodies[0])
    elif function == "exists_one":
        work = _exists_one(bodies[0])
    else:
        work = _quantify(bodies[0], deciding=function == "exists")

    def run(scope: Scope) -> object:
        items = of(scope)
        if items is None and of_name:
            raise Missing(of_name)
        if not isinstance(items, list | dict):
            raise ExpressionFault(f"{function} wants a list, found {kind_of(items)}")
        inner = _Inner(scope, name)
        inner.steps[0] += len(items)
        if inner.steps[0] > _STEPS:
            raise ExpressionFault(f"more than {_STEPS} items to look at; filter the list first")
        return work(list(items), inner)

    return run


def _holds(body: _Run, inner: _Inner) -> bool:
    answer = body(inner)
    if isinstance(answer, bool):
        return answer
    raise ExpressionFault(f"the condition wants yes/no, found {kind_of(answer)}")


def _map(bodies: Sequence[_Run]) -> Callable[[list[object], _Inner], object]:
    condition, body = (bodies[0], bodies[1]) if len(bodies) > 1 else (None, bodies[0])

    def work(items: list[object], inner: _Inner) -> object:
        made: list[object] = []
        characters = 0
        for inner.value in items:
            if condition is not None and not _holds(condition, inner):
                continue
            value = body(inner)
            if isinstance(value, str):
                characters += len(value)
                if characters > _CHARACTERS:
                    raise ExpressionFault("map gathers too much text; filter the list first")
            made.append(value)
        return made

    return work


def _filter(body: _Run) -> Callable[[list[object], _Inner], object]:
    def work(items: list[object], inner: _Inner) -> object:
        kept: list[object] = []
        for item in items:
            inner.value = item
            if _holds(body, inner):
                kept.append(item)
        return kept

    return work


def _exists_one(body: _Run) -> Callable[[list[object], _Inner], object]:
    def work(items: list[object], inner: _Inner) -> object:
        found = 0
        for inner.value in items:
            found += _holds(body, inner)
        return found == 1

    return work


def _quantify(body: _Run, *, deciding: bool) -> Callable[[list[object], _Inner], object]:
    """`exists` ends at the first true, `all` at the first false; neither minds a failure
    at another item then."""

    def work(items: list[object], inner: _Inner) -> object:
        failure: Exception | None = None
        for inner.value in items:
            try:
                if _holds(body, inner) is deciding:
                    return deciding
            except (Missing, ExpressionFault) as problem:
                failure = failure or problem
        if failure is not None:
            raise failure
        return not deciding

    return work
