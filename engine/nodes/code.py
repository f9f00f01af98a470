"""Run the customer's Python, with declared inputs and outputs."""

from msgspec import field

from engine.nodes.fields import ActionName, Expression, Params, VariableName


class Code(Params, frozen=True, kw_only=True):
    """Runs `run(**inputs) -> dict` of `actions/NAME.py` in a sandbox.

    `inputs` maps its arguments to expressions; `outputs` maps variables to keys of the dict
    that it gives. Ports: `next`, `failed` (an exception, a limit, a missing output).
    """

    action: ActionName
    inputs: dict[str, Expression] = field(default_factory=dict)
    outputs: dict[VariableName, str] = field(default_factory=dict)
    timeout_s: float = 2.0
