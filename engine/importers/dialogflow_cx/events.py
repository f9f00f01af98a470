"""Events from outside: an entry for each, open where it has a handler."""

import re

from engine.importers.dialogflow_cx.conversion import NO_MATCH, UNMATCHED, Conversion
from engine.importers.dialogflow_cx.handlers import handler_id
from engine.importers.dialogflow_cx.strip import Strip
from engine.importers.dialogflow_cx.uses import Use, draw_ways, guard_of, scope_of, shared_topic
from engine.importers.dialogflow_es.texts import literal
from engine.importers.naming import identifier, readable, shortened
from engine.nodes.intent import Intent as IntentParams
from engine.nodes.set import Set
from engine.types.limits import LIMITS

BUILT_IN = re.compile(r"sys\.no-match-|webhook\.error|flow-cancelled|flow-failed|sys\.invalid-")
SILENCE = re.compile(r"sys\.no-input-")
WELCOME = re.compile(r"^(?:sys\.)?(?:[A-Z]+_)*WELCOME$", re.IGNORECASE)


def draw_events(conversion: Conversion) -> None:
    """An entry for every event from outside; the built-in ones lead on where they happen."""
    near: dict[str, list[Use]] = {}
    wide: dict[str, list[Use]] = {}
    for place in conversion.all_places():
        for handler in place.page.handlers:
            how = ""
            if SILENCE.match(handler.event):
                how = "silence is no event in a written conversation: the project may send this one"
            head = handler_id(conversion, place, handler)
            if not BUILT_IN.match(handler.event):
                use = Use(scope_of(place), "", place.topic, head)
                (wide if place.is_start else near).setdefault(handler.event, []).append(use)
            _report_handler(conversion, handler.event, handler.place, how)
    for event in {**near, **wide}:
        _draw_event(conversion, event, [*near.get(event, []), *wide.get(event, [])])


def _report_handler(conversion: Conversion, event: str, place: str, how: str) -> None:
    if how:
        conversion.account.approximate("event handlers", event, place, how)
    else:
        conversion.account.exact("event handlers", event, place)


def _draw_event(conversion: Conversion, event: str, uses: list[Use]) -> None:
    topic = shared_topic(conversion, uses)
    strip = Strip(conversion, topic, f"on_{identifier(event, 'event')}", uses[0].head)
    name = conversion.drawing.names.take(strip.entry, "event")
    label = literal(shortened(readable(event), LIMITS.option_chars))
    params = IntentParams(
        label={conversion.languages.own: label},
        events=(event,),
        condition=guard_of(uses),
        tags_topic=False,
    )
    strip.source = conversion.export.flows[0].path
    strip.put(name, "intent", params, title=event)
    strip.then(f"{name}_clear", "set", Set(variables={NO_MATCH: "0", UNMATCHED: "false"}))
    draw_ways(strip, uses)
