"""Visit a subflow and come back."""

from collections.abc import Iterator

from msgspec import field

from engine.nodes.checks import required
from engine.nodes.fields import Expression, Params, Target, VariableName
from engine.nodes.protocol import Context, Finding, Jump, Kind, Leave, Restart
from engine.types.event import Event
from engine.types.limits import Limits
from engine.types.value import Value

BEFORE = "before"


class Call(Params, frozen=True, kw_only=True):
    """Goes to the target; when the flow there ends, goes on from here.

    `inputs` are variables of the visit: they get their values before it, and what they held
    comes back after it. `outputs` are variables that then get the values of expressions, which
    still read the visit's own.
    """

    target: Target
    inputs: dict[VariableName, Expression] = field(default_factory=dict)
    outputs: dict[VariableName, Expression] = field(default_factory=dict)


def enter(params: Call, context: Context) -> Jump:
    if not (params.inputs or params.outputs):
        return Jump(params.target, back=True)
    before: dict[str, object] = {name: context.variable(name) for name in params.inputs}
    values = {name: context.value(expression) for name, expression in params.inputs.items()}
    return Jump(params.target, back=True, variables=values, memory={BEFORE: before})


def resume(params: Call, context: Context, _event: Event | Restart) -> Leave:
    before = context.memory.get(BEFORE)
    outputs = {name: context.value(expression) for name, expression in params.outputs.items()}
    # What was kept of plain variables are plain values.
    kept: dict[str, Value] = before if isinstance(before, dict) else {}  # type: ignore[assignment]
    return Leave(variables={**kept, **outputs})


def check(params: Call, _limits: Limits) -> Iterator[Finding]:
    yield from required(params.target, "target", "choose the intent or node to visit")
    for part in ("inputs", "outputs"):
        for name, expression in getattr(params, part).items():
            yield from required(expression, f"{part}[{name!r}]", "write the expression")


KIND = Kind(
    name="call",
    params=Call,
    group="decide",
    title={"es": "Visitar y volver", "en": "Visit and come back", "pt": "Visitar e voltar"},
    icon="call",
    enter=enter,
    resume=resume,
    check=check,
)
