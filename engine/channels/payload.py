"""A provider's JSON, read without trust: what is missing or of another type reads as empty."""

from collections.abc import Iterator

import msgspec

from engine.types.value import Value

# Whole numbers beyond 64 bits cannot be kept in a conversation's state.
_INT_FROM, _INT_TO = -(2**63), 2**64


class Payload:
    """A value somewhere in a JSON text."""

    __slots__ = ("value",)

    def __init__(self, value: object = None) -> None:
        self.value = value

    def __getitem__(self, name: str) -> "Payload":
        return Payload(self.value.get(name) if isinstance(self.value, dict) else None)

    def __iter__(self) -> Iterator["Payload"]:
        yield from map(Payload, self.value if isinstance(self.value, list) else ())

    def __bool__(self) -> bool:
        return bool(self.value)

    @property
    def text(self) -> str:
        """The text, or a number as one."""
        if isinstance(self.value, bool):
            return ""
        return str(self.value) if isinstance(self.value, str | int | float) else ""

    @property
    def number(self) -> float | None:
        """The number, or one that is written as a text; None where there is none."""
        try:
            found = float(self.text)
        except (ValueError, OverflowError):
            return None
        return found if abs(found) < float("inf") else None

    @property
    def fields(self) -> dict[str, Value]:
        """An object's fields, as a conversation may keep them."""
        if not isinstance(self.value, dict):
            return {}
        return {str(name): kept(entry) for name, entry in self.value.items()}


def read(raw: bytes | str) -> Payload:
    """The value of a JSON text; empty where it is none."""
    try:
        return Payload(msgspec.json.decode(raw))
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return Payload()


# `object`: whatever JSON can say, at any depth.
def kept(value: object) -> Value:
    """JSON with whole numbers that are too large for a state as texts."""
    if isinstance(value, dict):
        return {str(name): kept(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [kept(entry) for entry in value]
    if isinstance(value, int) and not _INT_FROM <= value < _INT_TO:
        return str(value)
    assert value is None or isinstance(value, bool | int | float | str)
    return value
