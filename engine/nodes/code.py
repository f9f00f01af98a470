"""Run the customer's Python, with declared inputs and outputs."""

from collections.abc import Iterator

from msgspec import field

from engine.expressions import ExpressionFault
from engine.expressions.values import plain
from engine.nodes.awaiting import FAILED, answer_for, await_answer, keep_waiting
from engine.nodes.checks import check_timeout, required
from engine.nodes.fields import ActionName, Expression, Params, VariableName
from engine.nodes.protocol import NEXT, Context, Finding, Kind, Leave, Restart, Stay
from engine.types.effect import RunCode
from engine.types.event import Event
from engine.types.limits import Limits


class Code(Params, frozen=True, kw_only=True):
    """Runs `run(**inputs) -> dict` of `actions/NAME.py` in a sandbox.

    `inputs` maps its arguments to expressions; `outputs` maps variables to keys of the dict
    that it gives. Ports: `next`, `failed` (an exception, a limit, a missing output).
    """

    action: ActionName
    inputs: dict[str, Expression] = field(default_factory=dict)
    outputs: dict[VariableName, str] = field(default_factory=dict)
    timeout_s: float = 2.0


def enter(params: Code, context: Context) -> Stay:
    inputs = {name: context.value(expression) for name, expression in params.inputs.items()}
    key = context.key()
    return await_answer(RunCode(key, params.action, inputs, params.timeout_s), key)


def resume(params: Code, context: Context, event: Event | Restart) -> Leave | Stay:
    answer = answer_for(context, event)
    if answer is None:
        return keep_waiting(context)
    if answer.port != "ok":
        context.warn("code-failed", answer.error or answer.port)
        return Leave(FAILED)
    given = answer.value if isinstance(answer.value, dict) else {}
    missing = [name for name in params.outputs.values() if name not in given]
    if missing:
        context.warn("missing-output", f"action {params.action!r} gave no {', '.join(missing)}")
        return Leave(FAILED)
    try:
        values = {variable: plain(given[name]) for variable, name in params.outputs.items()}
    except ExpressionFault as fault:
        context.warn("code-failed", f"action {params.action!r}: {fault}")
        return Leave(FAILED)
    return Leave(variables=values or None)


def ports(_params: Code) -> tuple[str, ...]:
    return (NEXT, FAILED)


def check(params: Code, _limits: Limits) -> Iterator[Finding]:
    yield from required(params.action, "action", "choose the action to run")
    yield from check_timeout(params.timeout_s, 30)
    for name, expression in params.inputs.items():
        yield from required(expression, f"inputs[{name!r}]", "write the expression")
        if not name.isidentifier():
            yield Finding(
                "bad-argument",
                f"inputs[{name!r}]",
                f"{name!r} cannot be an argument of a Python function",
                "use letters, digits and _, not beginning with a digit",
            )
    for variable, name in params.outputs.items():
        yield from required(name, f"outputs[{variable!r}]", "name the key of the action's dict")


KIND = Kind(
    name="code",
    params=Code,
    group="connect",
    title={"es": "Código", "en": "Code", "pt": "Código"},
    icon="code",
    enter=enter,
    ports=ports,
    resume=resume,
    check=check,
)
