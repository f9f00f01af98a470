"""Handlers of slots: the first whose condition holds says its words; then the slot goes on."""

from typing import TYPE_CHECKING

from engine.importers.watson.cel import all_of
from engine.importers.watson.conversion import title_of
from engine.importers.watson.flow import Flow
from engine.importers.watson.pieces import pieces_of
from engine.importers.watson.remembering import draw_context
from engine.importers.watson.replies import Speaker
from engine.importers.watson.slots import Slot
from engine.importers.watson.source import DialogNode
from engine.importers.watson.translate import OWN
from engine.nodes.branch import Branch, Case
from engine.nodes.set import Set
from engine.types.value import Value

if TYPE_CHECKING:
    from engine.importers.watson.frames import Frame

DEPLETED = "nomatch_responses_depleted"


def draw_handlers(
    frame: "Frame",
    flow: Flow,
    slot: Slot,
    handlers: tuple[DialogNode, ...],
    given: str = "true",
) -> list[tuple[str, str]]:
    """Draws the handlers; the ends where none of them was meant, or where all go on alike."""
    conversion = flow.conversion
    words = slot.words(frame.slots)
    cases, ways = list[Case](), list[tuple[str, DialogNode]]()
    last: DialogNode | None = None
    for at, handler in enumerate(handlers):
        expr = conversion.condition(handler, handler.conditions)
        condition = all_of(given, conversion.test(handler, expr, words))
        if handler.event == DEPLETED:
            how = "what is said when the texts are used up comes after them only by its place"
            conversion.differs(handler, how)
        if condition == "true":
            last = handler
            break
        cases.append(Case(id=f"case_{at + 1}", condition=condition))
        ways.append((f"case_{at + 1}", handler))
    _tell_unreached(frame, handlers, ways, last)
    if not cases:
        return _draw(frame, flow, slot, last) if last else flow.ends
    event = handlers[0].event
    branch = flow.then(
        f"{slot.variable}_{event}",
        "branch",
        Branch(cases=tuple(cases)),
        title=TITLES.get(event, ""),
        ends=(),
    )
    ends: list[tuple[str, str]] = []
    for port, handler in ways:
        ends += _draw(frame, flow.fork((branch, port)), slot, handler)
    rest = flow.fork((branch, "else"))
    return [*ends, *(_draw(frame, rest, slot, last) if last else rest.ends)]


TITLES = {
    "filled": "What is said of it?",
    "generic": "Something else that is known?",
    "nomatch": "What is said to no answer?",
}


def _tell_unreached(
    frame: "Frame",
    handlers: tuple[DialogNode, ...],
    ways: list[tuple[str, DialogNode]],
    last: DialogNode | None,
) -> None:
    drawn = {handler.id for _, handler in ways} | ({last.id} if last else set())
    for handler in handlers:
        if handler.id not in drawn:
            how = "one before it always holds: it is never reached, here and there"
            frame.conversion.differs(handler, how)


def _draw(frame: "Frame", flow: Flow, slot: Slot, handler: DialogNode) -> list[tuple[str, str]]:
    """One handler; the ends that go on to what follows, none where it goes its own way."""
    source, flow.source = flow.source, handler.place
    words = slot.words(frame.slots)
    wish = f"{slot.variable}_{handler.event}"
    draw_context(flow, handler, words=words, wish=f"{wish}_remember")
    pieces = pieces_of(handler.output)
    waits = handler.event in {"nomatch", DEPLETED} and _stays(frame, handler)
    Speaker(flow, handler, words, wish=wish, title=title_of(handler)).say(pieces, waits=waits)
    flow.source = source
    return _go_on(frame, flow, slot, handler, waits=waits)


def _go_on(
    frame: "Frame", flow: Flow, slot: Slot, handler: DialogNode, *, waits: bool
) -> list[tuple[str, str]]:
    conversion, behavior = flow.conversion, handler.step.behavior
    if behavior == "skip_all_slots":
        _mark_skipped(flow)
        flow.lead(f"done {frame.node.id}")
    elif behavior == "skip_slot":
        skipped = conversion.vocabulary.own(slot.skipped, f"Whether {slot.variable} is skipped.")
        flow.then(f"{slot.variable}_skip", "set", Set(variables={skipped: "true"}))
        _mark_skipped(flow)
        flow.lead(f"missing {frame.node.id}")
    elif behavior == "jump_to" and handler.step.target in conversion.tree.nodes:
        key = "body " if handler.step.selector == "body" else "from "
        flow.lead(f"{key}{handler.step.target}")
    elif behavior == "reprompt":
        if handler.event == "filled":
            flow.then(f"{slot.variable}_again", "set", Set(clear=(slot.variable,)))
        flow.lead(f"prompt {slot.node.id}" if slot.focus else f"missing {frame.node.id}")
    elif waits:
        flow.lead(f"heard {slot.node.id}")
    elif handler.event == "filled":
        return flow.ends
    elif _fills(frame, handler.context):
        flow.lead(f"missing {frame.node.id}")
    else:
        flow.lead(f"prompt {slot.node.id}")
    return []


def _mark_skipped(flow: Flow) -> None:
    if flow.conversion.mentions("has_skipped_slots"):
        skipped = flow.conversion.vocabulary.own(*OWN["has_skipped_slots"])
        flow.then("skipped", "set", Set(variables={skipped: "true"}))


def _stays(frame: "Frame", handler: DialogNode) -> bool:
    """Whether the bot waits for another answer after its words."""
    return handler.step.behavior in {"", "get_user_input"} and not _fills(frame, handler.context)


def _fills(frame: "Frame", context: dict[str, Value]) -> bool:
    """Whether the context gives a slot its value."""
    names = {frame.conversion.vocabulary.variable(name) for name, value in context.items() if value}
    return any(slot.variable in names for slot in frame.slots)
