"""Questions that do not wait for ever: a timer beside the question, and the port `timeout`."""

from collections.abc import Iterator

from engine.nodes.moments import after
from engine.nodes.protocol import Context, Finding, Restart, Stay
from engine.types.effect import Effect, StartTimer
from engine.types.event import Event, TimerFired
from engine.types.value import Value

TIMEOUT = "timeout"
TIMER = "answer"


def wait_for_answer(
    effects: tuple[Effect, ...], context: Context, timeout_s: int, **memory: Value
) -> Stay:
    """Waits for the person, with what the node remembers; after `timeout_s` (0: never) no more."""
    kept: dict[str, Value] = {name: value for name, value in memory.items() if value}
    if timeout_s <= 0:
        return Stay(effects, kept or None)
    token = context.token()
    timer = StartTimer(TIMER, after(context.now_us, timeout_s), token)
    return Stay((*effects, timer), {**kept, "token": token})


def is_over(event: Event | Restart, context: Context) -> bool:
    """Whether the event is the end of this very wait."""
    return isinstance(event, TimerFired) and event.token == context.memory.get("token")


def check_timeout_s(timeout_s: int) -> Iterator[Finding]:
    if timeout_s < 0:
        yield Finding(
            "negative-time",
            "timeout_s",
            f"{timeout_s} seconds cannot pass",
            "give a number above 0, or 0 to wait for ever",
        )
