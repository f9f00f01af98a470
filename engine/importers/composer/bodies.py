"""The actions of triggers: their jumps led to where they go, the first of several chosen."""

from collections.abc import Mapping

from engine.importers.composer.actions import draw_actions
from engine.importers.composer.conversion import Flow
from engine.importers.composer.memory_actions import BEFORE
from engine.importers.composer.source import kind_of
from engine.importers.composer.todo import draw_to_do
from engine.importers.composer.tree import Untranslatable
from engine.importers.composer.words import Words
from engine.nodes.branch import Branch, Case
from engine.nodes.set import Set
from engine.nodes.stop import Stop

Trigger = Mapping[str, object]


def draw_body(flow: Flow, trigger: Trigger) -> None:
    """The actions of a trigger, their jumps led to where they go."""
    draw_actions(flow, trigger.get("actions"))
    if flow.plan.speaks and flow.open:
        flow.plan.speaks = False
        flow.then("language_back", "set", Set(language=BEFORE))
    for ends, target, place in flow.plan.gotos:
        node = flow.plan.labels.get(target)
        if node:
            for start, port in ends:
                flow.conversion.drawing.connect(flow.topic, start, port, node)
            continue
        lost = flow.fork(*ends)
        why = f"no action {target!r} is in the trigger"
        draw_to_do(lost, "goto", "GotoAction", {"actionId": target}, why)
        flow.conversion.account.unmapped("GotoAction", target, place, why, "lead it on by hand")
    flow.plan.gotos = []
    if flow.ends and flow.ends[0][0] == flow.first and flow.is_intent:
        flow.then("end", "stop", Stop(), title="Nothing more", ends=())


def draw_first_of(flow: Flow, triggers: list[dict[str, object]]) -> None:
    """The first trigger whose condition holds, of several for the same."""
    words = Words(flow.conversion, flow.dialog)
    conditional, rest = list[tuple[str, dict[str, object]]](), list[dict[str, object]]()
    for trigger in triggers:
        written = trigger.get("condition")
        try:
            when = words.condition(written) if written not in (None, "") else ""
        except Untranslatable as problem:
            why = f"its condition is not translated ({problem})"
            flow.conversion.account.unmapped(
                kind_of(trigger), kind_of(trigger), flow.place, why, "write the condition by hand"
            )
            continue
        if when or not rest:
            flow.conversion.account.exact(kind_of(trigger), kind_of(trigger), flow.place)
        if when:
            conditional.append((when, trigger))
        else:
            rest.append(trigger)
    for never in rest[1:]:
        how = "another trigger without condition comes first, there and here; it is left out"
        flow.conversion.account.approximate(kind_of(never), kind_of(never), flow.place, how)
    if not conditional:
        if rest:
            draw_body(flow, rest[0])
        return
    cases = tuple(
        Case(id=f"case_{n}", condition=when) for n, (when, _) in enumerate(conditional, 1)
    )
    branch = flow.then("which", "branch", Branch(cases=cases), ends=())
    ways = []
    for case, (_, trigger) in zip(cases, conditional, strict=True):
        way = Flow(flow.conversion, flow.dialog, flow.place)
        way.ends = [(branch, case.id)]
        draw_body(way, trigger)
        ways.append(way)
    other = Flow(flow.conversion, flow.dialog, flow.place)
    other.ends = [(branch, "else")]
    if rest:
        draw_body(other, rest[0])
    flow.gather(*ways, other)
