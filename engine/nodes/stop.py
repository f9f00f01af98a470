"""End the flow, and with it what is to be gone back to."""

from collections.abc import Iterator
from typing import Literal

from engine.nodes.fields import Params, Target
from engine.nodes.protocol import Context, End, Finding, Kind, Unwind
from engine.types.limits import Limits


class Stop(Params, frozen=True, kw_only=True):
    """Ends the flow before its last node. `what` says what ends with it:

    - `flow`: no more; it returns to who visited it, or to the question that it interrupted.
    - `element`: all that goes on for this element of the innermost loop; the next one has its
      turn.
    - `loop`: the innermost loop, which goes on from its port `done`.
    - `visit`: the nearest visit that goes on, or that of one of the nodes in `of`; the flow goes
      on where it was visited from. With `target`, it goes on there in its place, and from there
      back.
    - `interrupted`: the flow that this one interrupted, whose question is not asked again.
    - `all`: every flow that is to be gone back to. With `target`, the conversation goes on there.
    """

    what: Literal["flow", "element", "loop", "visit", "interrupted", "all"] = "flow"
    of: tuple[Target, ...] = ()
    target: Target = ""


def enter(params: Stop, _context: Context) -> End | Unwind:
    if params.what == "flow":
        return End()
    return Unwind(params.what, of=params.of, target=params.target)


def ports(_params: Stop) -> tuple[str, ...]:
    return ()


def check(params: Stop, _limits: Limits) -> Iterator[Finding]:
    if params.of and params.what != "visit":
        yield _unused("of", "visit", params.what)
    if params.target and params.what not in {"visit", "all"}:
        yield _unused("target", "visit or all", params.what)


def _unused(path: str, wanted: str, found: str) -> Finding:
    return Finding(
        "setting-unused",
        path,
        f"this is for the end of {wanted}, and {found} is what ends",
        "empty it, or change what ends",
        "warning",
    )


KIND = Kind(
    name="stop",
    params=Stop,
    group="decide",
    title={"es": "Terminar", "en": "End the flow", "pt": "Terminar"},
    icon="stop",
    enter=enter,
    ports=ports,
    check=check,
)
