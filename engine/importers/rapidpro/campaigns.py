"""Campaigns: events planned by a date of the contact, and what they start."""

import re

from engine.importers.rapidpro.context import Context
from engine.importers.rapidpro.conversion import TO_DO, Conversion
from engine.importers.rapidpro.groups import belongs
from engine.importers.rapidpro.source import CampaignEvent, Flow
from engine.importers.rapidpro.translate import Translation
from engine.importers.rapidpro.values import quoted
from engine.nodes.goto import Goto
from engine.nodes.intent import Intent
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.nodes.signal import Signal
from engine.types.value import Text

UNITS = {"M": "minutes", "H": "hours", "D": "days", "W": "weeks"}
UNITS_S = {"M": 60, "H": 3600, "D": 86_400, "W": 604_800}
# Dates that tell when somebody last wrote; so long a silence says the same.
SILENCE = frozenset({"last_seen_on", "last_interaction"})
CREATED = "created_on"


def name_plans(conversion: Conversion) -> None:
    """The ids of the plans, by the field whose date they follow, before anything is drawn."""
    for event in conversion.export.campaigns:
        if not _silent(event) and event.field:
            wish = f"plan_by_{event.field}"
            if event.field not in conversion.plans:
                conversion.plans[event.field] = conversion.drawing.names.take(wish, "plan")
            if event.group:
                fields = conversion.planned.setdefault(event.group, [])
                if event.field not in fields:
                    fields.append(event.field)


def draw_campaigns(conversion: Conversion, topic: str) -> None:
    """The canvas of the campaigns: what each event starts, and when it is planned."""
    if not conversion.export.campaigns:
        return
    conversion.drawing.open_topic(topic, {conversion.survey.own: "Campaigns"})
    ends: dict[str, str] = {}
    for field, plan in conversion.plans.items():
        params = Intent(events=(plan,), tags_topic=False)
        title = f"Plan by {field}"
        ends[field] = conversion.drawing.put(topic, plan, "intent", params, title=title)
    for event in conversion.export.campaigns:
        name = _draw_event(conversion, topic, event)
        if event.field in ends:
            ends[event.field] = _draw_plan(conversion, topic, event, name, ends[event.field])


def _silent(event: CampaignEvent) -> bool:
    return event.field in SILENCE and event.offset > 0


def _draw_event(conversion: Conversion, topic: str, event: CampaignEvent) -> str:
    """The intent that an event starts, and the flow or the message behind it."""
    drawing, silent = conversion.drawing, _silent(event)
    flow = conversion.export.flow(event.flow, event.flow) if event.flow else None
    name = drawing.names.take(f"campaign_{event.campaign}", "campaign")
    conditions = [belongs(conversion, event.group)] if event.group else []
    if event.mode == "S":
        conditions.append("!session.waiting")
    params = Intent(
        events=() if silent else (name,),
        inactivity_s=event.offset * UNITS_S.get(event.unit, 86_400) if silent else 0,
        condition=" && ".join(conditions),
        aside=event.mode == "P" or not event.flow,
        tags_topic=False,
    )
    drawing.put(topic, name, "intent", params, title=_title(event), source=event.place)
    how = "silence of that length counts, whatever the field says" if silent else ""
    if not silent and event.field != CREATED:
        how = "it is planned where a flow changes the date or the group, not from outside"
    if event.field == CREATED:
        how = "the first conversation counts as the moment when the contact was made"
    if flow:
        params_go = Goto(target=conversion.entries[flow.uuid])
        after = drawing.add(topic, f"{name}_go", "goto", params_go, source=event.place)
    elif event.message:
        text = _message(conversion, event)
        after = drawing.add(topic, f"{name}_say", "say", Say(text=text), source=event.place)
    else:
        note, title = "Its flow is not in the export.", f"{TO_DO}: campaign"
        after = drawing.add(
            topic, f"{name}_to_do", "set", Set(), title=title, note=note, source=event.place
        )
        how = "; ".join(filter(None, ("its flow is not in the export", how)))
    drawing.connect(topic, name, "next", after)
    account = conversion.account
    if how:
        account.approximate("campaign events", _title(event), event.place, how, node=name)
    else:
        account.exact("campaign events", _title(event), event.place, node=name)
    return name


def _draw_plan(
    conversion: Conversion, topic: str, event: CampaignEvent, name: str, end: str
) -> str:
    """The node that plans the event; it follows those of the same field."""
    drawing, survey = conversion.drawing, conversion.survey
    if event.field == CREATED:
        known, start = "true", "now"
    else:
        field = f"contact.{survey.field(event.field)}"
        known, start = f"has({field}) && moment_in({field}) != null", f"moment({field})"
    at = f"shift({start}, {event.offset}, {quoted(UNITS.get(event.unit, 'days'))})"
    if 0 <= event.hour <= 23:
        at = f'moment(format_moment({at}, "yyyy-MM-dd") + " {event.hour:02}:00")'
    wanted = [known, *([belongs(conversion, event.group)] if event.group else []), f"{at} > now"]
    node = drawing.add(
        topic,
        f"{name}_plan",
        "signal",
        Signal(event=name, at=at),
        title=_title(event),
        when=" && ".join(one for one in wanted if one != "true"),
        source=event.place,
    )
    drawing.connect(topic, end, "next", node)
    return node


def _message(conversion: Conversion, event: CampaignEvent) -> Text:
    survey = conversion.survey
    flows = conversion.export.flows
    flow = flows[0] if flows else Flow("", "", "", survey.own, "messaging", 0, False, (), {}, {})
    words: Text = {}
    for code, one in event.message.items():
        ours = survey.codes.get(code) or survey.own
        words.setdefault(ours, Translation(Context(survey, flow)).template(one))
    return words


def _title(event: CampaignEvent) -> str:
    unit = UNITS.get(event.unit, event.unit).removesuffix("s")
    count = abs(event.offset)
    units = unit if count == 1 else f"{unit}s"
    when = "after" if event.offset >= 0 else "before"
    hour = f" at {event.hour}:00" if 0 <= event.hour <= 23 else ""
    return re.sub(r"\s+", " ", f"{event.campaign}: {count} {units} {when} {event.field}{hour}")
