"""A slot: how the message fills it, when it is asked for, and what its handlers may read."""

from msgspec import Struct
from msgspec.structs import replace

from engine.importers.naming import identifier
from engine.importers.watson.cel import Cel, all_of, any_of, negated, quoted
from engine.importers.watson.conversion import Conversion
from engine.importers.watson.pieces import pieces_of
from engine.importers.watson.source import DialogNode
from engine.importers.watson.spel import parse
from engine.importers.watson.tree import (
    Binary,
    Context,
    Expr,
    Index,
    Literal,
    Member,
    Name,
    Unreadable,
)

PREVIOUS = "event.previous_value"


class Slot(Struct, frozen=True):
    """A slot with its handlers by event; `variable` is where its value is kept."""

    node: DialogNode
    variable: str
    path: str
    focus: tuple[DialogNode, ...] = ()
    inputs: tuple[DialogNode, ...] = ()
    filled: tuple[DialogNode, ...] = ()
    generic: tuple[DialogNode, ...] = ()
    nomatch: tuple[DialogNode, ...] = ()
    tells_previous: bool = False

    @property
    def handlers(self) -> tuple[DialogNode, ...]:
        return (*self.focus, *self.inputs, *self.filled, *self.generic, *self.nomatch)

    @property
    def port(self) -> str:
        return identifier(self.variable, "slot", 50)

    @property
    def is_filled(self) -> str:
        return f"has({self.path})"

    @property
    def skipped(self) -> str:
        return f"{self.variable}_skipped"

    @property
    def previous(self) -> tuple[str, str]:
        return f"{self.variable}_before", f"The value of {self.variable} before the last one."

    @property
    def can_be_skipped(self) -> bool:
        return any(one.step.behavior == "skip_slot" for one in (*self.nomatch, *self.generic))

    def is_said(self, conversion: Conversion) -> str:
        """The condition that the message fills the slot."""
        return any_of(*(self.said_by(conversion, one) for one in self.inputs))

    def said_by(self, conversion: Conversion, handler: DialogNode) -> str:
        """The condition that an input handler takes its value from the message."""
        words = self.words(())
        expr = conversion.condition(handler, handler.conditions)
        own = conversion.condition(self.node, self.node.conditions)
        return all_of(conversion.test(self.node, own, words), conversion.test(handler, expr, words))

    def value_of(self, conversion: Conversion, handler: DialogNode) -> str:
        """The value that a condition finds; of several conditions together, that they hold."""
        expr: Expr = conversion.condition(handler, handler.conditions)
        if isinstance(expr, Binary | Literal):
            return "true"
        return conversion.value(handler, f"<? {handler.conditions} ?>")

    def is_wanted(self, conversion: Conversion, slots: tuple["Slot", ...]) -> str:
        """The condition that the slot is asked for."""
        own = conversion.condition(self.node, self.node.conditions)
        skipped = f"!has({self.skipped})" if self.skipped in conversion.vocabulary.declared else ""
        return all_of(
            negated(self.is_filled), skipped, conversion.test(self.node, own, self.words(slots))
        )

    def words(self, slots: tuple["Slot", ...]) -> dict[str, Cel]:
        """What the special words of slots mean in this one."""
        everything = all_of(*(slot.is_filled for slot in slots)) if slots else "false"
        return {
            "slot_in_focus": Cel(
                f"has(asked_slot) && asked_slot == {quoted(self.variable)}", "truth", whole=False
            ),
            "all_slots_filled": Cel(everything, "truth", whole=False),
            PREVIOUS: Cel(self.previous[0], "any", (f"has({self.previous[0]})",)),
            "event.current_value": Cel(self.path, "any", (self.is_filled,)),
        }


def read_slots(conversion: Conversion, frame: DialogNode) -> tuple[Slot, ...]:
    """The slots of a node in their order; one that names no variable is left out."""
    found = []
    for node in conversion.tree.parts(frame.id, "slot"):
        path = _path(conversion, node)
        if not path:
            conversion.differs(node, f"{node.variable!r} names no variable: the slot is left out")
            continue
        handlers = conversion.tree.parts(node.id, "event_handler")
        slot = Slot(
            node,
            path.partition(".")[0].partition("[")[0],
            path,
            focus=tuple(one for one in _of_event(handlers, "focus") if pieces_of(one.output)),
            inputs=_of_event(handlers, "input"),
            filled=_of_event(handlers, "filled"),
            generic=_of_event(handlers, "generic"),
            nomatch=_of_event(handlers, "nomatch", "nomatch_responses_depleted"),
        )
        told = any(PREVIOUS in _all_text(handler) for handler in slot.handlers)
        if slot.can_be_skipped:
            conversion.vocabulary.own(slot.skipped, f"Whether the slot {slot.variable} is skipped.")
        found.append(replace(slot, tells_previous=told))
    return tuple(found)


def _of_event(handlers: tuple[DialogNode, ...], *events: str) -> tuple[DialogNode, ...]:
    return tuple(one for event in events for one in handlers if one.event == event)


def _path(conversion: Conversion, node: DialogNode) -> str:
    """The variable of a slot, `$size` or `$order.size`, as an expression."""
    source = node.variable if node.variable.startswith(("$", "context")) else f"${node.variable}"
    try:
        expr = parse(source)
    except Unreadable:
        return ""
    match expr:
        case Context(name, None) | Member(Name("context"), name):
            return conversion.vocabulary.variable(name)
        case Index(Name("context"), Literal(str() as name)):
            return conversion.vocabulary.variable(name)
        case Member(Context(name, None), member):
            return f"{conversion.vocabulary.variable(name)}.{member}"
    return ""


def _all_text(handler: DialogNode) -> str:
    return f"{handler.conditions} {handler.output} {handler.context}"
