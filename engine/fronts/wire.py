"""A post as it lies in a stream."""

import hashlib

import msgspec

from engine.stores.codec import event_text, read_event
from engine.stores.protocol import part
from engine.stores.rows import Arrival


class Wire(msgspec.Struct, frozen=True, array_like=True):
    """The values of a post; later versions add at the end."""

    channel: str
    external_id: str
    conversation: str
    contact: str
    event: msgspec.Raw
    arrived_us: int


def wire_bytes(arrival: Arrival) -> bytes:
    """The post as JSON."""
    event = msgspec.Raw(event_text(arrival.event))
    who = (arrival.channel, arrival.external_id, arrival.conversation, arrival.contact)
    return msgspec.json.encode(Wire(*who, event, arrival.arrived_us))


def read_wire(content: bytes, number: str) -> Arrival:
    """The post that lies in a partition. Raises msgspec.DecodeError where there is none of it."""
    wire = msgspec.json.decode(content, type=Wire)
    if number != str(part(wire.conversation)):
        raise msgspec.DecodeError(f"{wire.conversation!r} is not of partition {number}")
    who = (wire.channel, wire.external_id, wire.conversation, wire.contact)
    return Arrival(0, *who, read_event(bytes(wire.event).decode()), wire.arrived_us)


def message_id(arrival: Arrival) -> str:
    """By what the stream knows a post again: its channel and its id there, as a digest."""
    key = msgspec.json.encode([arrival.channel, arrival.external_id])
    return hashlib.sha256(key).hexdigest()
