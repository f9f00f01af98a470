"""Intents and events: what people say, and where that leads on the page where they say it."""

import re

from msgspec import Struct

from engine.importers.dialogflow_cx.conversion import (
    FLOW,
    NO_MATCH,
    PAGE,
    UNMATCHED,
    Conversion,
    Place,
)
from engine.importers.dialogflow_cx.fulfil import report_expression
from engine.importers.dialogflow_cx.handlers import draw_route, handler_id
from engine.importers.dialogflow_cx.source import Group, Route
from engine.importers.dialogflow_cx.strip import Strip
from engine.importers.dialogflow_cx.targets import ROUTING
from engine.importers.dialogflow_es.phrases import read_triggers
from engine.importers.dialogflow_es.source import Intent
from engine.importers.dialogflow_es.texts import literal, quoted
from engine.importers.naming import identifier, readable, shortened
from engine.nodes.branch import Branch, Case
from engine.nodes.intent import Intent as IntentParams
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD
from engine.types.limits import LIMITS
from engine.types.value import Text

TOPIC = "intents"
TITLE: Text = {
    "en": "What people say",
    "es": "Lo que dice la gente",
    "pt": "O que as pessoas dizem",
}
BUILT_IN = re.compile(r"sys\.no-match-|webhook\.error|flow-cancelled|flow-failed|sys\.invalid-")
SILENCE = re.compile(r"sys\.no-input-")
WELCOME = re.compile(r"^(?:sys\.)?(?:[A-Z]+_)*WELCOME$", re.IGNORECASE)
# Room for the conditions of routes within one expression.
LONGEST = LIMITS.expression_chars - 200


class Use(Struct, frozen=True):
    """An intent or event at a place: the scope in which it counts, and the node behind it."""

    scope: str
    condition: str
    topic: str
    head: str
    guards: bool = True


def draw_routes(conversion: Conversion) -> dict[str, list[Use]]:
    """Draws every intent's route; the uses of each intent, pages before flows."""
    near: dict[str, list[Use]] = {}
    wide: dict[str, list[Use]] = {}
    for places in conversion.places.values():
        start = next(iter(places.values()))
        for place in places.values():
            for route in place.page.routes:
                if route.intent:
                    uses = wide if place.is_start else near
                    _add(conversion, uses, place, route, _scope(place))
        for group, users in _groups(conversion, places):
            pages = [one for one in users if not one.is_start]
            for route in (one for one in group.routes if one.intent):
                if pages:
                    names = ", ".join(quoted(one.id) for one in pages)
                    _add(conversion, near, start, route, f"{PAGE} in [{names}]")
                if len(pages) < len(users):
                    _add(conversion, wide, start, route, _scope(start))
    return {name: [*near.get(name, []), *wide.get(name, [])] for name in {**near, **wide}}


def _scope(place: Place) -> str:
    """The condition under which a page's own routes count; a flow's count on all its pages."""
    return f"{FLOW} == {quoted(place.topic)}" if place.is_start else f"{PAGE} == {quoted(place.id)}"


def _groups(conversion: Conversion, places: dict[str, Place]) -> list[tuple[Group, list[Place]]]:
    """The route groups in use in a flow, each with its pages."""
    found: dict[str, tuple[Group, list[Place]]] = {}
    for place in places.values():
        for group in conversion.groups_of(place):
            found.setdefault(group.path, (group, []))[1].append(place)
    return list(found.values())


def _add(
    conversion: Conversion, uses: dict[str, list[Use]], place: Place, route: Route, scope: str
) -> None:
    head = conversion.route_id(place, route)
    if head not in conversion.drawing.names_in(place.topic):
        draw_route(conversion, place, route, head)
    found = conversion.translator(place).condition(route.condition)
    account = conversion.account
    if route.condition and not found.cel:
        for kind in ("routes", "conditions"):
            account.unmapped(
                kind,
                f"{route.intent}: {route.condition}",
                route.place,
                found.how,
                f"write the condition in the branch that leads to {head}",
            )
        note = f"Its condition is not imported, so that nothing leads here:\n{route.condition}"
        conversion.drawing.mark(place.topic, head, "To do: a condition", note)
        return
    account.exact("routes", route.intent, route.place, node=head)
    if route.condition:
        report_expression(conversion, "conditions", route.condition, route.place, found.how)
    intent = next((one for one in conversion.agent.intents if one.name == route.intent), None)
    own = {conversion.parameters.name(one.name) for one in intent.parameters} if intent else set()
    words = set(re.findall(r"\w+", found.cel))
    guards = not (words & own or words & set(conversion.parameters.of_intents.values()))
    condition = "" if found.cel == "true" else found.cel
    uses.setdefault(route.intent, []).append(Use(scope, condition, place.topic, head, guards))


def draw_intents(conversion: Conversion, uses: dict[str, list[Use]]) -> None:
    """An entry for every intent of the agent, with the ways on from it."""
    known = {one.name for one in conversion.agent.intents}
    for intent in conversion.agent.intents:
        several = uses.get(intent.name, [])
        if name := _draw_intent(conversion, intent, several):
            _report(conversion, intent, name, several)
    for name, several in uses.items():
        if name not in known:
            conversion.account.unmapped(
                "intents",
                name,
                name,
                "routes use it, but it is not in the export",
                "export the agent again, or give it phrases",
            )
            _draw_intent(conversion, Intent(path=f"intents/{name}", id="", name=name), several)


def _draw_intent(conversion: Conversion, intent: Intent, uses: list[Use]) -> str:
    """The id of the entry; empty for the intent of what is not understood."""
    phrases, _ = read_triggers(conversion, intent)
    if intent.fallback:
        conversion.negatives = phrases
        conversion.account.approximate(
            "intents",
            intent.name,
            intent.path,
            "its phrases are learned as examples of what is not understood",
            node=NOT_UNDERSTOOD,
        )
        return ""
    topics = {use.topic for use in uses}
    topic = next(iter(topics)) if len(topics) == 1 else _shared(conversion)
    strip = Strip(conversion, topic, identifier(intent.name, "intent"), intent.path)
    label = literal(shortened(readable(intent.name), LIMITS.option_chars))
    guard = _guard(uses) if uses else "false"
    note = ""
    if not phrases:
        note, guard = "It has no phrases: nothing leads here by itself.", ""
    name = conversion.drawing.names.take(intent.name, "intent")
    params = IntentParams(label={conversion.languages.own: label}, phrases=phrases, condition=guard)
    strip.put(name, "intent", params, title=intent.name, note=note)
    conversion.nodes[intent.path] = name
    _remember(strip, conversion, intent, uses)
    _draw_ways(strip, uses)
    return name


def _shared(conversion: Conversion) -> str:
    if TOPIC not in conversion.drawing.topics:
        conversion.drawing.open_topic(TOPIC, conversion.titles(TITLE))
    return TOPIC


def _guard(uses: list[Use]) -> str:
    """Where the intent counts at all; empty where saying so would be too long."""
    parts: dict[str, None] = {}
    for use in uses:
        needed = use.condition if use.guards else ""
        parts[f"({use.scope} && {needed})" if needed else use.scope] = None
    guard = " || ".join(_together(list(parts)))
    return guard if len(guard) <= LONGEST and len(parts) < 40 else _wide(uses)


def _wide(uses: list[Use]) -> str:
    guard = " || ".join(_together([use.scope for use in uses]))
    return guard if len(guard) <= LONGEST else ""


def _together(parts: list[str]) -> list[str]:
    """Comparisons of one name with several texts as one list."""
    names: dict[str, dict[str, None]] = {}
    rest = []
    for part in parts:
        if found := re.fullmatch(r'(\w+) == ("[^"]*")', part):
            names.setdefault(found[1], {})[found[2]] = None
        else:
            rest.append(part)
    among = [
        f"{name} in [{', '.join(several)}]"
        if len(several) > 1
        else f"{name} == {next(iter(several))}"
        for name, several in names.items()
    ]
    return [*among, *dict.fromkeys(rest)]


def _remember(strip: Strip, conversion: Conversion, intent: Intent, uses: list[Use]) -> None:
    """What the message brings for the intent's parameters."""
    values: dict[str, str] = {NO_MATCH: "0", UNMATCHED: "false"}
    parameters = conversion.parameters
    for one in intent.parameters:
        meaning = conversion.entities.meaning(one.type)
        variable = parameters.name(one.name)
        there, value = meaning.is_found, meaning.found
        words = f"mentions.{meaning.entity}[0].text" if meaning.entity else value
        if one.type == "@sys.any":
            there, value, words = "true", "message.text", "message.text"
        elif not value:
            continue
        elif one.is_list:
            several = f"mentions.{meaning.entity}.map(m, m.value)"
            value = several if meaning.entity else f"[{value}]"
        if one.name in parameters.of_intents:
            values[parameters.of_intents[one.name]] = f"{there} ? {value} : null"
        values[variable] = f"{there} ? {value} : (has({variable}) ? {variable} : null)"
        if one.name in parameters.originals:
            original = parameters.originals[one.name]
            values[original] = f"{there} ? {words} : (has({original}) ? {original} : null)"
    if uses:
        strip.then(f"{strip.entry}_keep", "set", Set(variables=values), title="Keep")


def _draw_ways(strip: Strip, uses: list[Use]) -> None:
    """To the route of the page, or of the flow, where the conversation is."""
    if not uses:
        strip.lead(NOT_UNDERSTOOD, ROUTING)
        return
    if len(uses) == 1 and (not uses[0].condition or uses[0].guards):
        strip.lead(uses[0].head, uses[0].topic)
        return
    cases = [
        Case(
            id=f"route_{at}",
            condition=f"{use.scope} && ({use.condition})" if use.condition else use.scope,
        )
        for at, use in enumerate(uses, start=1)
    ]
    branch = strip.then(
        f"{strip.entry}_where", "branch", Branch(cases=tuple(cases)), title="Where?", ends=("else",)
    )
    strip.lead(NOT_UNDERSTOOD, ROUTING)
    for case, use in zip(cases, uses, strict=True):
        strip.part([(branch, case.id)], strip.entry).lead(use.head, use.topic)


def _report(conversion: Conversion, intent: Intent, node: str, uses: list[Use]) -> None:
    account = conversion.account
    how = []
    if not uses:
        how.append("no route uses it: it is here and closed")
    if intent.priority < 0:
        how.append("it was switched off there")
    if how:
        account.approximate("intents", intent.name, intent.path, "; ".join(how), node=node)
    else:
        account.exact("intents", intent.name, intent.path, node=node)
    for one in intent.parameters:
        place = f"{intent.path}#parameters[{one.name}]"
        meaning = conversion.entities.meaning(one.type)
        if one.type == "@sys.any":
            account.approximate(
                "parameters",
                one.name,
                place,
                "the whole message is taken, not the marked part of it",
            )
        elif not meaning.found:
            account.unmapped(
                "parameters",
                one.name,
                place,
                f"nothing finds a {one.type} in a message",
                "ask for it, or make a table of its values",
            )
        elif meaning.how:
            account.approximate("parameters", one.name, place, meaning.how)
        else:
            account.exact("parameters", one.name, place)


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
                use = Use(_scope(place), "", place.topic, head)
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
    topics = {use.topic for use in uses}
    topic = next(iter(topics)) if len(topics) == 1 else _shared(conversion)
    strip = Strip(conversion, topic, f"on_{identifier(event, 'event')}", uses[0].head)
    name = conversion.drawing.names.take(strip.entry, "event")
    label = literal(shortened(readable(event), LIMITS.option_chars))
    params = IntentParams(
        label={conversion.languages.own: label},
        events=(event,),
        condition=_guard(uses),
        tags_topic=False,
    )
    strip.source = conversion.export.flows[0].path
    strip.put(name, "intent", params, title=event)
    strip.then(f"{name}_clear", "set", Set(variables={NO_MATCH: "0", UNMATCHED: "false"}))
    _draw_ways(strip, uses)
