"""Waiting for the answer to an effect, by its key."""

from engine.nodes.protocol import Context, Restart, Stay
from engine.types.effect import Effect
from engine.types.event import Answered, Event

FAILED = "failed"


def await_answer(effect: Effect, key: str) -> Stay:
    """Asks the world and waits; what people say meanwhile is kept for afterwards."""
    return Stay((effect,), {"key": key})


def answer_for(context: Context, event: Event | Restart) -> Answered | None:
    """The event where it answers what the node asked for, else None."""
    if isinstance(event, Answered) and event.key == context.memory.get("key"):
        return event
    return None


def keep_waiting(context: Context) -> Stay:
    return Stay(memory=dict(context.memory))
