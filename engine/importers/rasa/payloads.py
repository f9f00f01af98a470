"""What buttons send: `/intent{"entity": "value"}`, or plain words."""

import re

import msgspec

PAYLOAD = re.compile(r"/([\w./+-]+)\s*(\{.*\})?\s*", re.DOTALL)


def read_payload(payload: str) -> tuple[str, dict[str, object]]:
    """The intent and the entities that a payload names; no intent where it is plain words."""
    match = PAYLOAD.fullmatch(payload.strip())
    if match is None:
        return "", {}
    # In a response braces are doubled, as they would be holes otherwise.
    written = (match[2] or "{}").replace("{{", "{").replace("}}", "}")
    try:
        value = msgspec.json.decode(written)
    except msgspec.DecodeError:
        value = {}
    return match[1], value if isinstance(value, dict) else {}


def payload_pattern(intent: str) -> str:
    """A pattern for the message that names an intent outright."""
    return rf"^\s*/{re.escape(intent)}\s*(?:\{{.*\}})?\s*$"


def payload_of(intent: str, entities: dict[str, object]) -> str:
    """The message that names an intent with its entities."""
    return f"/{intent}" + (msgspec.json.encode(entities).decode() if entities else "")
