"""Where intents and events count: the page or flow, the condition, and the node behind it."""

import re

from msgspec import Struct

from engine.importers.dialogflow_cx.conversion import FLOW, PAGE, Conversion, Place
from engine.importers.dialogflow_cx.strip import Strip
from engine.importers.dialogflow_cx.targets import ROUTING
from engine.importers.dialogflow_es.texts import quoted
from engine.nodes.branch import Branch, Case
from engine.types.bot import NOT_UNDERSTOOD
from engine.types.limits import LIMITS
from engine.types.value import Text

TOPIC = "intents"
TITLE: Text = {
    "en": "What people say",
    "es": "Lo que dice la gente",
    "pt": "O que as pessoas dizem",
}
# Room for the conditions of routes within one expression.
LONGEST = LIMITS.expression_chars - 200


class Use(Struct, frozen=True):
    """An intent or event at a place: the scope in which it counts, and the node behind it."""

    scope: str
    condition: str
    topic: str
    head: str
    guards: bool = True


def scope_of(place: Place) -> str:
    """The condition under which a page's own routes count; a flow's count on all its pages."""
    return f"{FLOW} == {quoted(place.topic)}" if place.is_start else f"{PAGE} == {quoted(place.id)}"


def shared_topic(conversion: Conversion, uses: list[Use]) -> str:
    """The topic of intents: that of their routes, or the one that all flows share."""
    topics = {use.topic for use in uses}
    if len(topics) == 1:
        return next(iter(topics))
    if TOPIC not in conversion.drawing.topics:
        conversion.drawing.open_topic(TOPIC, conversion.titles(TITLE))
    return TOPIC


def guard_of(uses: list[Use]) -> str:
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


def draw_ways(strip: Strip, uses: list[Use]) -> None:
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
