"""Choose the way by conditions, the first that holds."""

from collections.abc import Iterator

from engine.nodes.checks import repeated_ids
from engine.nodes.fields import Expression, Params
from engine.nodes.parts import OptionId
from engine.nodes.protocol import Context, Finding, Kind, Leave
from engine.types.limits import Limits

ELSE = "else"


class Case(Params, frozen=True, kw_only=True):
    """A way out: its port is `id`, taken when `condition` holds."""

    id: OptionId
    condition: Expression


class Branch(Params, frozen=True, kw_only=True):
    """Leaves through the port of the first case whose condition holds, else through `else`."""

    cases: tuple[Case, ...]


def enter(params: Branch, context: Context) -> Leave:
    for case in params.cases:
        if context.test(case.condition):
            return Leave(case.id)
    return Leave(ELSE)


def ports(params: Branch) -> tuple[str, ...]:
    return (*(case.id for case in params.cases), ELSE)


def check(params: Branch, _limits: Limits) -> Iterator[Finding]:
    yield from repeated_ids([case.id for case in params.cases], "cases", taken=(ELSE,))
    for index, case in enumerate(params.cases):
        if not case.condition.strip():
            yield Finding(
                "empty-condition",
                f"cases[{index}].condition",
                f"the case {case.id!r} has no condition",
                "write the condition, or delete the case: the port 'else' takes the rest",
            )
    if not params.cases:
        yield Finding(
            "no-cases",
            "cases",
            "there is no case, so that every conversation leaves through 'else'",
            "add a case with its condition, or delete the node",
        )


KIND = Kind(
    name="branch",
    params=Branch,
    group="decide",
    title={"es": "Condición", "en": "Branch", "pt": "Condição"},
    icon="branch",
    enter=enter,
    ports=ports,
    check=check,
)
