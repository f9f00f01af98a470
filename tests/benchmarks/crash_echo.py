"""The bot of the crash test: what it says depends on everything that it heard, in order."""

import hashlib

from msgspec.structs import replace

from engine.runtime.loaded import Loaded
from engine.types.effect import Send
from engine.types.event import Event, Said
from engine.types.message import Message
from engine.types.state import Record, State
from engine.types.turn import Turn


def step(state: State, event: Event) -> Turn:
    """Answers with a digest of everything heard so far, so that one fault shows for ever."""
    assert isinstance(event, Said)
    digest = hashlib.sha256(f"{state.variables.get('digest', '')}|{event.text}".encode())
    heard = digest.hexdigest()[:16]
    effects = [Send(Message(f"{state.turn + 1} {heard}"), "echo")]
    if state.turn % 2:
        effects.append(Send(Message("and more"), "echo", delay_ms=3))
    after = replace(
        state,
        bot="echo",
        language="en",
        turn=state.turn + 1,
        session=1,
        t_us=event.t_us,
        variables={"digest": heard},
    )
    return Turn(after, tuple(effects), (Record("visit", "echo", "echo", "next"),))


ECHO = Loaded("echo-1", step)
