"""What exported Studio flows say, as values: nothing is interpreted yet."""

from msgspec import Struct, field

from engine.types.value import Value


class Condition(Struct, frozen=True):
    """A comparison of a split."""

    kind: str
    arguments: tuple[str, ...]
    value: str


class Transition(Struct, frozen=True):
    """A way out of a widget; without `next` the execution ends."""

    event: str
    next: str = ""
    name: str = ""
    conditions: tuple[Condition, ...] = ()


class Widget(Struct, frozen=True):
    """A state of a flow."""

    name: str
    kind: str
    place: str
    transitions: tuple[Transition, ...] = ()
    properties: dict[str, Value] = field(default_factory=dict)

    def next(self, *events: str) -> str:
        """Where the first of the events leads that leads anywhere."""
        ways = {one.event: one.next for one in self.transitions}
        return next((ways[event] for event in events if ways.get(event)), "")


class Flow(Struct, frozen=True):
    """One flow; `sid` is known where it was read through Twilio's API."""

    path: str
    name: str
    initial: str
    widgets: tuple[Widget, ...]
    sid: str = ""
    description: str = ""


class Broken(Struct, frozen=True):
    """A file or a widget that could not be used, and why."""

    path: str
    reason: str


class Export(Struct, frozen=True):
    """All flows among the files."""

    name: str
    flows: tuple[Flow, ...]
    broken: tuple[Broken, ...] = ()
