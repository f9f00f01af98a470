"""What starts the flows: triggers, campaigns, startup and what is not understood."""

import re

from engine.importers.dialogflow_es.neutral import HELLO
from engine.importers.rapidpro.context import Context
from engine.importers.rapidpro.conversion import Conversion
from engine.importers.rapidpro.source import CampaignEvent, Trigger
from engine.importers.rapidpro.translate import Translation
from engine.importers.rapidpro.values import quoted
from engine.nodes.goto import Goto
from engine.nodes.intent import Intent
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD, STARTUP
from engine.types.value import Text

TOPIC = "starts"
KINDS = {
    "S": "schedule",
    "V": "missed_call",
    "R": "referral",
    "T": "closed_ticket",
    "I": "incoming_call",
    "O": "opt_in",
    "P": "opt_out",
}
UNITS_S = {"M": 60, "H": 3600, "D": 86_400, "W": 604_800}
BEGINNING = re.compile(
    r"(?i)\b(?:welcome|register|registration|sign[ _-]?up|onboarding|enrol\w*|opt[ _-]?in|"
    r"bienvenid\w*|registro|inscripci[oó]n|boas[ -]vindas|cadastro)\b"
)
SILENCE = frozenset({"last_seen_on", "last_interaction"})


def draw_entries(conversion: Conversion, topic: str) -> bool:
    """The canvas of what starts flows; whether a flow takes what nobody understands."""
    drawing, survey = conversion.drawing, conversion.survey
    drawing.open_topic(topic, {survey.own: "What starts the flows"})
    firsts: dict[str, str] = {}
    for trigger in conversion.export.triggers:
        _draw_trigger(conversion, topic, trigger, firsts)
    for flow in conversion.export.flows:
        if flow.keywords:
            place = f"{flow.file}#{flow.name}/keywords"
            trigger = Trigger("K", flow.keywords, False, flow.uuid, (), place)
            _draw_trigger(conversion, topic, trigger, firsts)
    for event in conversion.export.campaigns:
        _draw_campaign(conversion, topic, event)
    _draw_startup(conversion, topic, firsts.get("N", ""))
    _draw_not_understood(conversion, topic, firsts.get("C", ""))
    return "C" in firsts


def _draw_trigger(
    conversion: Conversion, topic: str, trigger: Trigger, firsts: dict[str, str]
) -> None:
    flow = conversion.export.flow(trigger.flow, trigger.flow)
    account, kind = conversion.account, f"trigger {trigger.kind}"
    name = ", ".join(trigger.keywords) or trigger.kind
    if flow is None:
        why = "the flow that it starts is not in the export"
        account.unmapped(kind, name, trigger.place, why, "import the flow too")
        return
    entry = conversion.entries[flow.uuid]
    if trigger.kind in {"C", "N", "M"} and not trigger.groups and trigger.kind not in firsts:
        firsts[trigger.kind] = entry
        account.exact(kind, flow.name, trigger.place, node=entry)
        return
    condition = " || ".join(f"contains(contact.tags, {quoted(one)})" for one in trigger.groups)
    words = {conversion.survey.own: trigger.keywords} if trigger.keywords else {}
    patterns = tuple(
        f"(?i)^\\W*{re.escape(one)}(?:\\W|$)" for one in trigger.keywords if trigger.first_word
    )
    events: tuple[str, ...] = (
        ()
        if trigger.keywords
        else (f"{KINDS.get(trigger.kind, 'trigger')}_{conversion.survey.flow_ids[flow.uuid]}",)
    )
    wish = trigger.keywords[0] if trigger.keywords else events[0]
    params = Intent(
        phrases=words, patterns=patterns, events=events, condition=condition, tags_topic=False
    )
    node = conversion.drawing.add(topic, wish, "intent", params, title=name, source=trigger.place)
    heard = conversion.drawing.add(
        topic,
        f"{node}_heard",
        "set",
        Set(variables={"input_text": "message.text"}),
        source=trigger.place,
    )
    conversion.drawing.connect(topic, node, "next", heard)
    _go(conversion, topic, heard, entry, trigger.place)
    if trigger.keywords:
        account.exact(kind, name, trigger.place, node=node)
    else:
        how = f"starts when the project sends the event {events[0]!r}"
        account.approximate(kind, flow.name, trigger.place, how, node=node)


def _draw_campaign(conversion: Conversion, topic: str, event: CampaignEvent) -> None:
    drawing, account = conversion.drawing, conversion.account
    flow = conversion.export.flow(event.flow, event.flow) if event.flow else None
    title = f"{event.campaign}: {event.offset} {event.unit} after {event.field}"
    condition = f"contains(contact.tags, {quoted(event.group)})" if event.group else ""
    seconds = event.offset * UNITS_S.get(event.unit, 86_400)
    silent = event.field in SILENCE and seconds > 0
    name = conversion.drawing.names.take(f"campaign_{event.campaign}", "campaign")
    events = () if silent else (name,)
    params = Intent(
        events=events, inactivity_s=seconds if silent else 0, condition=condition, tags_topic=False
    )
    drawing.put(topic, name, "intent", params, title=title, source=event.place)
    how = (
        "silence of that length counts, whatever the field says"
        if silent
        else (
            f"send the event {name!r} to the contact at that time; no clock watches {event.field!r}"
        )
    )
    if flow:
        _go(conversion, topic, name, conversion.entries[flow.uuid], event.place)
    elif event.message:
        words: Text = {}
        context = (
            Context(conversion.survey, conversion.export.flows[0])
            if conversion.export.flows
            else None
        )
        for code, one in event.message.items():
            ours = conversion.survey.codes.get(code) or conversion.survey.own
            words.setdefault(
                ours, Translation(context).template(one) if context else one.replace("${", "$${")
            )
        said = drawing.add(topic, f"{name}_say", "say", Say(text=words), source=event.place)
        drawing.connect(topic, name, "next", said)
    else:
        stand_in = drawing.add(
            topic,
            f"{name}_to_do",
            "set",
            Set(),
            title="To do: campaign",
            note="Its flow is not in the export.",
            source=event.place,
        )
        drawing.connect(topic, name, "next", stand_in)
        how = "its flow is not in the export; " + how
    account.approximate("campaign events", title, event.place, how, node=name)


def _draw_startup(conversion: Conversion, topic: str, entry: str) -> None:
    place = "triggers"
    how = ""
    if not entry and conversion.export.flows:
        entry = conversion.entries[_main(conversion)]
        how = "no trigger says which flow begins; it was chosen by its name and what it leads to"
    params = Intent(events=("opened",), tags_topic=False)
    conversion.drawing.put(topic, STARTUP, "intent", params, source=place)
    if entry:
        _go(conversion, topic, STARTUP, entry, place)
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


def _draw_not_understood(conversion: Conversion, topic: str, entry: str) -> None:
    conversion.drawing.put(
        topic, NOT_UNDERSTOOD, "intent", Intent(tags_topic=False), source="triggers"
    )
    if entry:
        heard = conversion.drawing.add(
            topic,
            "anything_heard",
            "set",
            Set(variables={"input_text": "message.text"}),
            source="triggers",
        )
        conversion.drawing.connect(topic, NOT_UNDERSTOOD, "next", heard)
        _go(conversion, topic, heard, entry, "triggers")
        return
    own = conversion.survey.own
    words = {
        "en": "Sorry, I did not understand.",
        "es": "Lo siento, no te he entendido.",
        "pt": "Desculpe, não entendi.",
    }
    said = conversion.drawing.add(
        topic,
        "not_understood_say",
        "say",
        Say(text={own: words.get(own, words["en"])}),
        source="triggers",
    )
    conversion.drawing.connect(topic, NOT_UNDERSTOOD, "next", said)


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


def _go(conversion: Conversion, topic: str, start: str, target: str, place: str) -> None:
    node = conversion.drawing.add(topic, f"{start}_go", "goto", Goto(target=target), source=place)
    conversion.drawing.connect(topic, start, "next", node)
