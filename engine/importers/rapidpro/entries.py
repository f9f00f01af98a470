"""Where conversations begin: startup, what is not understood, and the triggers beside them."""

import re

from engine.importers.dialogflow_es.neutral import HELLO
from engine.importers.rapidpro.campaigns import CREATED
from engine.importers.rapidpro.conversion import Conversion
from engine.importers.rapidpro.source import Trigger
from engine.importers.rapidpro.triggers import (
    CATCH_ALL,
    FIRST,
    HEARD,
    draw_trigger,
    go_there,
    who,
)
from engine.nodes.branch import Branch, Case
from engine.nodes.call import Call
from engine.nodes.goto import Goto
from engine.nodes.intent import Intent
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD, STARTUP

TOPIC = "starts"
BEGINNING = re.compile(
    r"(?i)\b(?:welcome|register|registration|sign[ _-]?up|onboarding|enrol\w*|opt[ _-]?in|"
    r"bienvenid\w*|registro|inscripci[oó]n|boas[ -]vindas|cadastro)\b"
)
SORRY = {
    "en": "Sorry, I did not understand.",
    "es": "Lo siento, no te he entendido.",
    "pt": "Desculpe, não entendi.",
}


def draw_entries(conversion: Conversion, topic: str) -> bool:
    """The canvas of what starts flows; whether a flow takes what nobody understands."""
    conversion.drawing.open_topic(topic, {conversion.survey.own: "What starts the flows"})
    triggers = [*conversion.export.triggers, *_keywords_beside(conversion)]
    first, catches = "", list[Trigger]()
    for trigger in triggers:
        flow = conversion.export.flow(trigger.flow, trigger.flow)
        if trigger.kind == CATCH_ALL and flow:
            catches.append(trigger)
        elif trigger.kind == FIRST and flow and not first:
            first = conversion.entries[flow.uuid]
            conversion.account.exact("trigger N", flow.name, trigger.place, node=first)
        else:
            draw_trigger(conversion, topic, trigger)
    # There, the first message is like any other where no trigger is for it.
    anybody = next((one for one in catches if not who(conversion, one)), None)
    caught = conversion.export.flow(anybody.flow, anybody.flow) if anybody else None
    if caught and not first:
        first = conversion.entries[caught.uuid]
    _draw_startup(conversion, topic, first)
    _draw_not_understood(conversion, topic, catches)
    return bool(catches)


def _keywords_beside(conversion: Conversion) -> list[Trigger]:
    """Glific keeps the keywords of a flow beside it."""
    return [
        Trigger("K", flow.keywords, False, flow.uuid, (), f"{flow.file}#{flow.name}/keywords")
        for flow in conversion.export.flows
        if flow.keywords
    ]


def _draw_startup(conversion: Conversion, topic: str, entry: str) -> None:
    place = "triggers"
    how = ""
    if not entry and conversion.export.flows:
        entry = conversion.entries[_main(conversion)]
        how = "no trigger says which flow begins; it was chosen by its name and what it leads to"
    params = Intent(events=("opened",), tags_topic=False)
    conversion.drawing.put(topic, STARTUP, "intent", params, source=place)
    if entry:
        drawing, end = conversion.drawing, STARTUP
        if CREATED in conversion.plans:
            plan = Call(target=conversion.plans[CREATED])
            once = "session.number == 1"
            end = drawing.add(topic, "plan_the_first", "call", plan, when=once, source=place)
            drawing.connect(topic, STARTUP, "next", end)
        goto = Goto(target=entry)
        gone = drawing.add(topic, f"{STARTUP}_go", "goto", goto, source=place)
        drawing.connect(topic, end, "next", gone)
    else:
        own = conversion.survey.own
        said = conversion.drawing.add(
            topic, "hello", "say", Say(text={own: HELLO.get(own, HELLO["en"])}), source=place
        )
        conversion.drawing.connect(topic, STARTUP, "next", said)
        how = "there is no flow that could begin"
    if how:
        conversion.account.approximate(
            "predefined intents",
            STARTUP,
            place,
            how,
            "let startup lead to the right flow",
            node=STARTUP,
        )


def _draw_not_understood(conversion: Conversion, topic: str, catches: list[Trigger]) -> None:
    """The first catch-all that is for the person takes what nobody understands."""
    drawing, own = conversion.drawing, conversion.survey.own
    drawing.put(topic, NOT_UNDERSTOOD, "intent", Intent(tags_topic=False), source="triggers")
    sorry = {own: SORRY.get(own, SORRY["en"])}
    # Those for some groups come before the one for everybody.
    catches = sorted(catches, key=lambda one: not (one.groups or one.excluded))
    everybody = next((one for one in catches if not who(conversion, one)), None)
    some = [one for one in catches if who(conversion, one)]
    for one in [*some, *([everybody] if everybody else [])]:
        conversion.account.exact("trigger C", "anything", one.place, node=NOT_UNDERSTOOD)
    end, port = NOT_UNDERSTOOD, "next"
    if some:
        end = drawing.add(topic, "anything_heard", "set", Set(variables=HEARD), source="triggers")
        drawing.connect(topic, NOT_UNDERSTOOD, "next", end)
        cases = [
            Case(id=f"case_{at}", condition=who(conversion, one)) for at, one in enumerate(some)
        ]
        branch = drawing.add(topic, "for_whom", "branch", Branch(cases=tuple(cases)))
        drawing.connect(topic, end, "next", branch)
        for case, one in zip(cases, some, strict=True):
            goto = Goto(target=_entry(conversion, one))
            gone = drawing.add(topic, f"{case.id}_go", "goto", goto, source=one.place)
            drawing.connect(topic, branch, case.id, gone)
        end, port = branch, "else"
    if everybody and end == NOT_UNDERSTOOD:
        go_there(conversion, topic, end, _entry(conversion, everybody), everybody.place)
    elif everybody:
        goto = Goto(target=_entry(conversion, everybody))
        gone = drawing.add(topic, "anything_go", "goto", goto, source=everybody.place)
        drawing.connect(topic, end, port, gone)
    else:
        say = Say(text=sorry)
        said = drawing.add(topic, "not_understood_say", "say", say, source="triggers")
        drawing.connect(topic, end, port, said)


def _entry(conversion: Conversion, trigger: Trigger) -> str:
    flow = conversion.export.flow(trigger.flow, trigger.flow)
    assert flow is not None
    return conversion.answered_at(flow)


def _main(conversion: Conversion) -> str:
    """The flow with which people begin, by its name; else that from which most others are
    reached, of those that nobody calls."""
    survey, flows = conversion.survey, conversion.export.flows

    def reach(uuid: str) -> int:
        seen, waiting = {uuid}, [uuid]
        while waiting:
            for one in survey.calls[waiting.pop()]:
                if one not in seen:
                    seen.add(one)
                    waiting.append(one)
        return len(seen)

    named = [flow for flow in flows if BEGINNING.search(flow.name) and flow.nodes]
    free = [flow for flow in flows if flow.uuid not in survey.callers] or flows
    return max(named or free, key=lambda flow: (reach(flow.uuid), len(flow.nodes))).uuid
