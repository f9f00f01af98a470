"""Events and states as bytes: JSON for what people query, msgpack for the state."""

import msgspec

from engine.types.event import Event
from engine.types.state import STATE_VERSION, State

_EVENT_ENCODER = msgspec.json.Encoder()
# msgspec cannot say the type of a union's decoder.
_EVENT_DECODER: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)
_STATE_ENCODER = msgspec.msgpack.Encoder()
_STATE_DECODER = msgspec.msgpack.Decoder(State)


def event_text(event: Event) -> str:
    """The event as JSON."""
    return _EVENT_ENCODER.encode(event).decode()


def read_event(text: str) -> Event:
    """The event in a JSON text. Raises msgspec.DecodeError where there is none."""
    return _EVENT_DECODER.decode(text)


def state_bytes(state: State) -> bytes:
    """The state as msgpack."""
    return _STATE_ENCODER.encode(state)


def read_state(blob: bytes) -> State:
    """The state in a blob; those of older versions gain the defaults of newer fields.

    Raises msgspec.DecodeError where there is none, or where a newer engine wrote it.
    """
    state = _STATE_DECODER.decode(blob)
    if state.version > STATE_VERSION:
        raise msgspec.ValidationError(
            f"state of version {state.version}; this engine knows {STATE_VERSION}"
        )
    return state
