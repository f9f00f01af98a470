"""What starts the flows: keywords, and the happenings that triggers name."""

import re

from engine.importers.rapidpro.conversion import Conversion
from engine.importers.rapidpro.groups import belongs
from engine.importers.rapidpro.source import Trigger
from engine.importers.rapidpro.values import quoted
from engine.nodes.goto import Goto
from engine.nodes.intent import Intent
from engine.nodes.set import Set

# The letters of RapidPro's exports, and the beginning of the event that stands for each.
EVENTS = {
    "S": "schedule",
    "V": "incoming_call",
    "M": "missed_call",
    "R": "referral",
    "T": "closed_ticket",
    "I": "opt_in",
    "O": "opt_out",
}
# Those that begin a conversation, or take what nobody understands, are drawn elsewhere.
FIRST, CATCH_ALL = "N", "C"
HEARD = {"input_text": "message.text"}


def draw_trigger(conversion: Conversion, topic: str, trigger: Trigger) -> None:
    """The intent of a trigger, and the way to its flow."""
    kind, account = f"trigger {trigger.kind}", conversion.account
    name = ", ".join(trigger.keywords) or EVENTS.get(trigger.kind, trigger.kind)
    flow = conversion.export.flow(trigger.flow, trigger.flow)
    if flow is None:
        why = "the flow that it starts is not in the export"
        account.unmapped(kind, name, trigger.place, why, "import the flow too")
        return
    entry = conversion.answered_at(flow) if trigger.keywords else conversion.entries[flow.uuid]
    event = f"{EVENTS.get(trigger.kind, 'trigger')}_{conversion.survey.flow_ids[flow.uuid]}"
    params = Intent(
        # Patterns, not phrases: what is only like a keyword does not start the flow there.
        patterns=tuple(_pattern(one, trigger.first_word) for one in trigger.keywords),
        events=() if trigger.keywords else (event,),
        condition=who(conversion, trigger),
        tags_topic=False,
    )
    wish = trigger.keywords[0] if trigger.keywords else event
    drawing, place = conversion.drawing, trigger.place
    node = drawing.add(topic, wish, "intent", params, title=name, source=place)
    go_there(conversion, topic, node, entry, place)
    if trigger.keywords and trigger.channel:
        how = f"it is not bound to the channel {trigger.channel!r}"
        account.approximate(kind, name, place, how, node=node)
    elif trigger.keywords:
        account.exact(kind, name, place, node=node)
    else:
        when = f" ({trigger.when})" if trigger.when else ""
        how = f"starts when your systems send the event {event!r}{when}"
        account.approximate(kind, flow.name, place, how, node=node)


def go_there(conversion: Conversion, topic: str, start: str, entry: str, place: str) -> None:
    """From an intent to a flow; what was said is the flow's first input."""
    drawing = conversion.drawing
    heard = drawing.add(topic, f"{start}_heard", "set", Set(variables=HEARD), source=place)
    drawing.connect(topic, start, "next", heard)
    gone = drawing.add(topic, f"{start}_go", "goto", Goto(target=entry), source=place)
    drawing.connect(topic, heard, "next", gone)


def who(conversion: Conversion, trigger: Trigger) -> str:
    """The condition for whom a trigger is: groups, those left out, and a referrer."""
    inside = [belongs(conversion, one) for one in trigger.groups]
    parts = [f"({' || '.join(inside)})" if len(inside) > 1 else inside[0]] if inside else []
    parts += [f"!({belongs(conversion, one)})" for one in trigger.excluded]
    if trigger.referrer:
        parts.append(f"has(event.data.ref) && event.data.ref == {quoted(trigger.referrer)}")
    return " && ".join(parts)


def _pattern(keyword: str, first_word: bool) -> str:
    after = r"(?:\W|$)" if first_word else r"\W*$"
    return rf"(?i)^\W*{re.escape(keyword)}{after}"
