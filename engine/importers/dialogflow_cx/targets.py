"""Where routes and handlers lead: pages, flows, and Dialogflow's symbols for them."""

import re

from engine.importers.dialogflow_cx.conversion import CALLERS, FLOW, OUTCOME, PAGE, TITLE, Place
from engine.importers.dialogflow_cx.fulfil import to_do
from engine.importers.dialogflow_cx.source import Handler, Route
from engine.importers.dialogflow_cx.strip import Strip
from engine.importers.dialogflow_es.texts import quoted
from engine.nodes.archive import ArchiveNode
from engine.nodes.set import Set

END_FLOW = "end_flow"
ROUTING = "routing"
OUTCOMES = {
    "END_FLOW_WITH_CANCELLATION": "flow-cancelled",
    "END_FLOW_WITH_FAILURE": "flow-failed",
    "END_FLOW_WITH_HUMAN_ESCALATION": "flow-failed-human-escalation",
}
SYMBOLS = frozenset(
    {"START_PAGE", "END_SESSION", "END_FLOW", "PREVIOUS_PAGE", "CURRENT_PAGE", *OUTCOMES}
)
# Ways that depend on the page on which the conversation is, by what they lead to.
TURN, PROMPT, AGAIN, PREVIOUS = "turns", "prompts", "again", "previous"


def symbol(name: str) -> str:
    """The symbol that a target's name is, empty where it is a page's."""
    words = re.sub(r"[\s-]+", "_", name.strip()).upper()
    return words if words in SYMBOLS else ""


def way(strip: Strip, place: Place, kind: str) -> None:
    """Leads on to something of the page on which the conversation is, anywhere in the flow."""
    start = strip.cx.start_of(place.flow.name)
    assert start is not None
    target = f"{start.id}_{kind}"
    strip.cx.wanted.add(target)
    strip.lead(target, start.topic)


def draw_target(strip: Strip, place: Place, route: Route | Handler, after: str) -> None:
    """Leads to the target; when a flow that is called ends, the conversation goes on at `after`."""
    if route.playbook:
        words = f"Leads to the playbook {route.playbook!r}, which a language model plays."
        to_do(strip, words, "targets", route.playbook)
    elif route.flow:
        _call_flow(strip, place, route, after)
    elif place.flow.name in strip.cx.places and route.page in strip.cx.places[place.flow.name]:
        target = strip.cx.places[place.flow.name][route.page]
        strip.lead(target.id, target.topic)
        strip.cx.account.exact("targets", route.page, route.place)
    elif sign := symbol(route.page):
        _symbolic(strip, place, route, sign)
    else:
        words = f"Leads to the page {route.page!r}, which is not in the export."
        to_do(strip, words, "targets", route.page)


def _call_flow(strip: Strip, place: Place, route: Route | Handler, after: str) -> None:
    conversion = strip.cx
    target = conversion.start_of(route.flow)
    if target is None:
        words = f"Leads to the flow {route.flow!r}, which is not in the export."
        to_do(strip, words, "targets", route.flow)
        return
    conversion.returns[after] = place.topic
    kept = (
        f'{{"page": {PAGE}, "flow": {FLOW}, "title": has({TITLE}) ? {TITLE} : "", '
        f'"after": {quoted(after)}, '
        f'"below": has({CALLERS}) ? {CALLERS} : null}}'
    )
    strip.then(
        f"{strip.entry}_to_{target.id}", "set", Set(variables={CALLERS: kept}), title=route.flow
    )
    intent = route.intent if isinstance(route, Route) else ""
    same = [one for one in conversion.routes_of(target) if intent and one.intent == intent]
    if same:
        # The intent is not used up by entering another flow: its route there is taken too.
        enter = {
            PAGE: quoted(target.id),
            TITLE: quoted(target.page.name),
            FLOW: quoted(target.topic),
        }
        strip.then(f"{strip.entry}_enter", "set", Set(variables=enter))
        strip.lead(conversion.route_id(target, same[0]), target.topic)
    else:
        strip.lead(target.id, target.topic)
    conversion.account.exact("targets", route.flow, route.place)


def _symbolic(strip: Strip, place: Place, route: Route | Handler, sign: str) -> None:
    account = strip.cx.account
    start = strip.cx.start_of(place.flow.name)
    assert start is not None
    if sign == "END_SESSION":
        if strip.ends or not strip.head:
            strip.then(f"{strip.entry}_end", "archive", ArchiveNode(), ends=())
    elif sign == "START_PAGE":
        strip.lead(start.id, start.topic)
    elif sign == "CURRENT_PAGE":
        if place.is_start:
            way(strip, place, AGAIN)
        else:
            strip.lead(place.id, place.topic)
    elif sign == "PREVIOUS_PAGE":
        way(strip, place, PREVIOUS)
        account.approximate(
            "targets", sign, route.place, "the page before is entered anew, within the same flow"
        )
        return
    else:
        if sign in OUTCOMES:
            values = {OUTCOME: quoted(OUTCOMES[sign])}
            strip.then(f"{strip.entry}_outcome", "set", Set(variables=values))
        strip.cx.wanted.add(END_FLOW)
        strip.lead(END_FLOW, ROUTING)
    account.exact("targets", sign, route.place)
