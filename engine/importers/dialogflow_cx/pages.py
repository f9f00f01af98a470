"""A page: its entry, the conditions that are looked at in every turn, what comes last."""

import re

from engine.importers.dialogflow_cx.conversion import (
    BEFORE,
    FLOW,
    NO_MATCH,
    PAGE,
    TITLE,
    UNMATCHED,
    Conversion,
    Place,
)
from engine.importers.dialogflow_cx.forms import draw_form, report_form
from engine.importers.dialogflow_cx.fulfil import draw_fulfilment, report_expression
from engine.importers.dialogflow_cx.handlers import draw_no_match, follow_fault
from engine.importers.dialogflow_cx.source import Route
from engine.importers.dialogflow_cx.strip import Strip
from engine.importers.dialogflow_cx.targets import draw_target
from engine.importers.dialogflow_es.texts import quoted
from engine.nodes.branch import Branch, Case
from engine.nodes.set import Set

# Settings of speech and of logs: nothing of them is heard in a written conversation.
VOICE = frozenset({"advancedSettings", "speakerIdSettings", "nluSettings", "multiLanguageSettings"})


RETURNS = re.compile(r'"[^"]*Previous.Page"', re.IGNORECASE)


def draw_page(conversion: Conversion, place: Place) -> None:
    """Draws a page; the conversation stays on it when nothing leads away."""
    conversion.place = place
    page = place.page
    strip = Strip(conversion, place.topic, place.id, page.path)
    before = {BEFORE: f"has({PAGE}) ? {PAGE} : null"} if _returns(conversion) else {}
    enter = {
        **before,
        PAGE: quoted(place.id),
        TITLE: quoted(page.name),
        FLOW: quoted(place.topic),
        NO_MATCH: "0",
        UNMATCHED: "false",
    }
    enter |= _defaults(conversion, place)
    title = f"{place.flow.name}: {page.name}" if place.is_start else page.name
    strip.put(place.id, "set", Set(variables=enter), title=title, note=page.description)
    draw_fulfilment(strip, page.entry)
    follow_fault(strip, place, has_target=False, calls=bool(page.entry.webhook))
    if strip.ends:
        strip.lead(conversion.turn_of(place), place.topic)
    _draw_turn(conversion, place)
    _draw_tail(conversion, place)
    if place.asks:
        draw_form(conversion, place)
    report_form(conversion, place)
    _report(conversion, place)


def _returns(conversion: Conversion) -> bool:
    """Whether anything leads back to the page before."""
    return bool(RETURNS.search(conversion.export.text))


def _defaults(conversion: Conversion, place: Place) -> dict[str, str]:
    """What a form's parameters hold before anybody is asked."""
    values = {}
    for parameter in place.page.parameters:
        if parameter.default is not None and parameter.default != "":
            variable = conversion.parameters.name(parameter.name)
            found = conversion.translator().value(parameter.default)
            if found.cel:
                values[variable] = f"has({variable}) ? {variable} : {found.cel}"
    return values


def _draw_turn(conversion: Conversion, place: Place) -> None:
    """The routes with nothing but a condition, in order: one that leads away ends the turn."""
    segments = _segments(conversion.conditions_of(place))
    if not segments:
        return
    take = conversion.drawing.names.take
    later = [take(f"{place.turn}_{at}", "turn", 60) for at in range(2, len(segments) + 1)]
    names = [place.turn, *later, place.tail]
    for at, routes in enumerate(segments):
        strip = Strip(conversion, place.topic, place.id, routes[0].place)
        _draw_segment(strip, place, routes, names[at], names[at + 1])


def _segments(routes: list[Route]) -> list[list[Route]]:
    """Routes in runs that one branch can hold: those after which others are looked at end one."""
    runs: list[list[Route]] = []
    goes_on = True
    for route in routes:
        if goes_on:
            runs.append([])
        runs[-1].append(route)
        goes_on = not route.has_target or bool(route.flow)
    return [run for part in runs for run in _apart(part)]


def _apart(run: list[Route]) -> list[list[Route]]:
    """A route that leads nowhere stands alone: after it the next is looked at in any case."""
    last = run[-1]
    return [run] if last.has_target or len(run) == 1 else [run[:-1], [last]]


def _draw_segment(strip: Strip, place: Place, routes: list[Route], name: str, after: str) -> None:
    conversion = strip.cx
    cases: list[tuple[Case, Route]] = []
    notes = []
    for route in routes:
        found = conversion.translator().condition(route.condition)
        if found.cel:
            cases.append((Case(id=f"route_{len(cases) + 1}", condition=found.cel), route))
            report_expression(conversion, "conditions", route.condition, route.place, found.how)
            conversion.account.exact("routes", route.condition, route.place)
        else:
            notes.append(f"{route.condition}\n({found.how})")
            for kind in ("conditions", "routes"):
                conversion.account.unmapped(
                    kind, route.condition, route.place, found.how, "add a case to the branch"
                )
    note = "These conditions are not imported:\n" + "\n".join(notes) if notes else ""
    params = tuple(case for case, _ in cases) or (Case(id="never", condition="false"),)
    title = "To do: a condition" if notes else "Conditions"
    strip.put(name, "branch", Branch(cases=params), title=title, note=note, ends=("else",))
    for case, route in cases:
        part = strip.part([(name, case.id)], f"{place.id}_{case.id}")
        part.source = route.place
        draw_fulfilment(part, route.fulfilment)
        follow_fault(part, place, has_target=route.has_target, calls=bool(route.fulfilment.webhook))
        if route.has_target:
            draw_target(part, place, route, after)
        else:
            part.lead(after, place.topic)
    strip.lead(after, place.topic)


def _draw_tail(conversion: Conversion, place: Place) -> None:
    """A message that nothing claimed is answered; else the form asks on, or the page waits."""
    strip = Strip(conversion, place.topic, place.id, place.page.path)
    unheard = Case(id="not_understood", condition=f"has({UNMATCHED}) && {UNMATCHED}")
    strip.put(place.tail, "branch", Branch(cases=(unheard,)), title="Understood?", ends=("else",))
    prompt = place.asks
    if prompt:
        strip.lead(prompt, place.topic)
    strip.ends = [(place.tail, "not_understood")]
    count = {
        UNMATCHED: "false",
        NO_MATCH: f"(has({NO_MATCH}) ? {NO_MATCH} : 0) + 1",
    }
    strip.entry = place.unheard
    strip.put(place.unheard, "set", Set(variables=count), title="Not understood")
    draw_no_match(strip, place, prompt)


def _report(conversion: Conversion, place: Place) -> None:
    account, page = conversion.account, place.page
    account.exact("pages", page.name, page.path, node=place.id)
    for name in (*page.extras, *(place.flow.extras if place.is_start else ())):
        if name in VOICE:
            account.approximate(
                "settings", name, page.path, "is for speech, logs or learning, and is not kept"
            )
        elif name == "knowledgeConnectorSettings":
            account.unmapped(
                "settings", name, page.path, "answers came from documents", "add a search node"
            )
        else:
            account.unmapped("settings", name, page.path, "is not known here", "look at the page")
    for name in page.groups:
        found = place.flow.groups.get(name) or conversion.export.groups.get(name)
        if found is None:
            account.unmapped(
                "route groups", name, page.path, "is not in the export", "export the agent again"
            )
        else:
            account.exact("route groups", name, page.path)
