"""A node with slots: what the message says is taken, then what is missing is asked for."""

from engine.importers.watson.cel import Cel, all_of, any_of, negated, quoted
from engine.importers.watson.conversion import title_of, wish_of
from engine.importers.watson.flow import Flow
from engine.importers.watson.handlers import draw_handlers
from engine.importers.watson.levels import ROOT
from engine.importers.watson.pieces import pieces_of
from engine.importers.watson.remembering import draw_context
from engine.importers.watson.replies import Speaker
from engine.importers.watson.slots import Slot, read_slots
from engine.importers.watson.source import DialogNode
from engine.importers.watson.waiting import DIGRESS, returning_roots
from engine.nodes.branch import Branch, Case
from engine.nodes.set import Set

ASKED = ("asked_slot", "The slot that was asked for last.")
TAKE, MISSING, PROMPT, HEARD, DONE = "take ", "missing ", "prompt ", "heard ", "done "


class Frame:
    """One node with slots while it is drawn."""

    def __init__(self, flow: Flow, node: DialogNode) -> None:
        self.flow = flow
        self.node = node
        self.conversion = flow.conversion
        self.slots = read_slots(flow.conversion, node)
        parts = flow.conversion.tree.parts
        self.generic = parts(node.id, "event_handler", "generic")
        focus = parts(node.id, "event_handler", "focus")
        self.focus = tuple(one for one in focus if pieces_of(one.output))
        self.tells_focus = any("slot_in_focus" in one for one in self._sources())

    def row(self, key: str, source: str = "") -> Flow:
        """A row of nodes of its own, under a key."""
        return Flow(self.conversion, self.flow.topic, source or self.node.place, key=key)

    def _sources(self) -> list[str]:
        slots = [handler.conditions for slot in self.slots for handler in slot.handlers]
        return [*slots, *(slot.node.conditions for slot in self.slots)]


def draw_frame(flow: Flow, node: DialogNode) -> None:
    """Asks for what is missing; goes on where nothing is."""
    frame = Frame(flow, node)
    if not frame.slots:
        return
    _begin(frame)
    _draw_take(frame)
    for slot in frame.slots:
        if slot.focus:
            _draw_prompt(frame, slot)
            _draw_heard(frame, slot)
    _draw_missing(frame)


def _begin(frame: Frame) -> None:
    """What is left of an earlier visit is forgotten; a question for everything comes first."""
    flow, conversion = frame.flow, frame.conversion
    stale = [slot.skipped for slot in frame.slots if slot.can_be_skipped]
    if frame.tells_focus:
        stale.append(conversion.vocabulary.own(*ASKED))
    if stale:
        flow.then(f"{wish_of(frame.node)}_begin", "set", Set(clear=tuple(stale)))
    if frame.focus:
        empty = all_of(*(negated(slot.is_filled) for slot in frame.slots if slot.focus))
        unsaid = negated(any_of(*(slot.is_said(conversion) for slot in frame.slots)))
        branch = flow.then(
            f"{wish_of(frame.node)}_all",
            "branch",
            Branch(cases=(Case(id="nothing_yet", condition=all_of(empty, unsaid)),)),
            title="Is nothing said yet?",
            ends=(),
        )
        first = flow.fork((branch, "nothing_yet"))
        first.source = frame.focus[0].place
        Speaker(first, frame.focus[0]).say(pieces_of(frame.focus[0].output), waits=True)
        first.lead(f"{TAKE}{frame.node.id}")
        flow.ends = [(branch, "else")]
    flow.lead(f"{TAKE}{frame.node.id}")


def _draw_take(frame: Frame) -> None:
    """Every slot that the message fills, then what is said of each that it filled."""
    flow, conversion = frame.row(f"{TAKE}{frame.node.id}"), frame.conversion
    for slot in frame.slots:
        flow.source = slot.node.place
        for handler in slot.inputs:
            when = slot.said_by(conversion, handler)
            if when == "false":
                continue
            if slot.tells_previous:
                previous = conversion.vocabulary.own(*slot.previous)
                keep = Set(variables={previous: f"{slot.is_filled} ? {slot.variable} : null"})
                flow.then(f"{slot.variable}_before", "set", keep)
            title = f"Said: {title_of(slot.node) or slot.variable}"
            if handler.context:
                draw_context(
                    flow,
                    handler,
                    words=slot.words(frame.slots),
                    when=when,
                    wish=f"{slot.variable}_said",
                    title=title,
                )
            else:
                value = slot.value_of(conversion, handler)
                params = Set(variables={slot.variable: value})
                flow.then(f"{slot.variable}_said", "set", params, title=title, when=when)
    for slot in frame.slots:
        if slot.filled:
            _draw_found(frame, flow, slot)
    flow.lead(f"{MISSING}{frame.node.id}")


def _draw_found(frame: Frame, flow: Flow, slot: Slot) -> None:
    """What is said when a slot was filled by this message."""
    said = slot.is_said(frame.conversion)
    ends = draw_handlers(frame, flow, slot, slot.filled, given=said)
    flow.ends = ends


def _draw_missing(frame: Frame) -> None:
    """The first slot that is empty is asked for; where none is, the node goes on."""
    conversion = frame.conversion
    asked = [slot for slot in frame.slots if slot.focus]
    flow = frame.row(f"{MISSING}{frame.node.id}")
    if not asked:
        flow.lead(f"{DONE}{frame.node.id}")
        frame.flow.keys.append(f"{DONE}{frame.node.id}")
        return
    cases = [
        Case(id=slot.port, condition=slot.is_wanted(conversion, frame.slots)) for slot in asked
    ]
    branch = flow.then(
        f"{wish_of(frame.node)}_missing",
        "branch",
        Branch(cases=tuple(cases)),
        title="What is missing?",
        ends=(),
    )
    for slot in asked:
        flow.fork((branch, slot.port)).lead(f"{PROMPT}{slot.node.id}")
    frame.flow.ends = [(branch, "else")]
    frame.flow.keys.append(f"{DONE}{frame.node.id}")


def _draw_prompt(frame: Frame, slot: Slot) -> None:
    """Asks for a slot, and waits."""
    conversion = frame.conversion
    flow = frame.row(f"{PROMPT}{slot.node.id}", slot.focus[0].place)
    if frame.tells_focus:
        asked = conversion.vocabulary.own(*ASKED)
        flow.then(f"{slot.variable}_asked", "set", Set(variables={asked: quoted(slot.variable)}))
    words = slot.words(frame.slots)
    first, *others = slot.focus
    if not others:
        draw_context(flow, first, words=words, wish=f"{slot.variable}_asking")
        _ask(flow, slot, first, words)
        flow.lead(f"{HEARD}{slot.node.id}")
        return
    cases, ways = [], []
    for at, handler in enumerate(slot.focus):
        expr = conversion.condition(handler, handler.conditions)
        cases.append(Case(id=f"prompt_{at + 1}", condition=conversion.test(handler, expr, words)))
        ways.append((f"prompt_{at + 1}", handler))
    branch = flow.then(f"{slot.variable}_prompt", "branch", Branch(cases=tuple(cases)), ends=())
    for port, handler in (*ways, ("else", slot.focus[-1])):
        way = flow.fork((branch, port))
        way.source = handler.place
        _ask(way, slot, handler, words)
        way.lead(f"{HEARD}{slot.node.id}")


def _ask(flow: Flow, slot: Slot, handler: DialogNode, words: dict[str, Cel]) -> None:
    title = f"Ask: {title_of(slot.node) or slot.variable}"
    speaker = Speaker(flow, handler, words, wish=f"ask_{slot.variable}", title=title)
    speaker.say(pieces_of(handler.output), waits=True)


def _draw_heard(frame: Frame, slot: Slot) -> None:
    """The answer: a value of some slot, something a handler is for, a digression, or no match."""
    conversion = frame.conversion
    flow = frame.row(f"{HEARD}{slot.node.id}", slot.node.place)
    said = any_of(*(one.is_said(conversion) for one in frame.slots))
    branch = flow.then(
        f"{slot.variable}_heard",
        "branch",
        Branch(cases=(Case(id="said", condition=said),)),
        title=f"An answer to {title_of(slot.node) or slot.variable}?",
        ends=(),
    )
    flow.fork((branch, "said")).lead(f"{TAKE}{frame.node.id}")
    flow.ends = [(branch, "else")]
    if generic := (*slot.generic, *frame.generic):
        flow.ends = draw_handlers(frame, flow, slot, generic)
    if not flow.ends:
        return
    if frame.node.digress_out_slots in {"allow_all", "allow_returning"}:
        _digress(frame, flow, slot)
    if slot.nomatch:
        flow.ends = draw_handlers(frame, flow, slot, slot.nomatch)
    flow.lead(f"{PROMPT}{slot.node.id}")


def _digress(frame: Frame, flow: Flow, slot: Slot) -> None:
    """A message for a node of the root leads there, and comes back where that returns."""
    conversion = frame.conversion
    returning = conversion.returns_when if returning_roots(conversion) else "false"
    cases = []
    if returning != "false":
        cases.append(Case(id="returns", condition=returning))
    if frame.node.digress_out_slots == "allow_all" and conversion.leaves_when != "false":
        cases.append(Case(id="leaves", condition=conversion.leaves_when))
    if not cases:
        return
    branch = flow.then(
        f"{slot.variable}_digress",
        "branch",
        Branch(cases=tuple(cases)),
        title="Is it about something else?",
        ends=(),
    )
    for case in cases:
        way = flow.fork((branch, case.id))
        way.lead(f"{DIGRESS}{slot.node.id}" if case.id == "returns" else ROOT)
    flow.ends = [(branch, "else")]
