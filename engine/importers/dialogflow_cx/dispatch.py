"""What depends on the page where the conversation is: its turn, its form, its way back."""

from engine.importers.dialogflow_cx.conversion import (
    BEFORE,
    CALLERS,
    FLOW,
    OUTCOME,
    PAGE,
    TITLE,
    UNMATCHED,
    Conversion,
    Place,
)
from engine.importers.dialogflow_cx.events import WELCOME
from engine.importers.dialogflow_cx.handlers import handler_id, in_force
from engine.importers.dialogflow_cx.service import FOLLOW, TARGET
from engine.importers.dialogflow_cx.strip import Strip
from engine.importers.dialogflow_cx.targets import (
    AGAIN,
    END_FLOW,
    OUTCOMES,
    PREVIOUS,
    PROMPT,
    ROUTING,
    TURN,
)
from engine.importers.dialogflow_es.texts import quoted
from engine.importers.naming import identifier
from engine.nodes.archive import ArchiveNode
from engine.nodes.branch import Branch, Case
from engine.nodes.intent import Intent
from engine.nodes.set import Set
from engine.nodes.stop import Stop
from engine.types.bot import NOT_UNDERSTOOD, STARTUP
from engine.types.value import Text

NAME: Text = {"en": "Ways", "es": "Caminos", "pt": "Caminhos"}
AGENT = "agent.json"


def draw_dispatch(conversion: Conversion) -> None:
    """Draws what every agent has, and the shared ways that were asked for."""
    conversion.drawing.open_topic(ROUTING, conversion.titles(NAME))
    conversion.place = None
    _draw_startup(conversion)
    _draw_not_understood(conversion)
    if END_FLOW in conversion.wanted:
        _draw_end_flow(conversion)
    for places in conversion.places.values():
        for kind in (TURN, PROMPT, AGAIN, PREVIOUS):
            start = next(iter(places.values()))
            if f"{start.id}_{kind}" in conversion.wanted:
                _draw_way(conversion, list(places.values()), kind)


def _draw_way(conversion: Conversion, places: list[Place], kind: str) -> None:
    """A way to the same thing of whichever page of a flow."""
    start = places[0]
    strip = Strip(conversion, start.topic, start.id, start.page.path)
    name = BEFORE if kind == PREVIOUS else PAGE
    ways = [(place, _of_page(conversion, place, kind)) for place in places]
    ways = [(place, target) for place, target in ways if target]
    cases = tuple(
        Case(id=f"page_{at}", condition=f"{name} == {quoted(place.id)}")
        for at, (place, _) in enumerate(ways, start=1)
    )
    node = f"{start.id}_{kind}"
    strip.put(node, "branch", Branch(cases=cases), title="Which page?", ends=())
    for case, (_, target) in zip(cases, ways, strict=True):
        strip.part([(node, case.id)]).lead(target, start.topic)


def _of_page(conversion: Conversion, place: Place, kind: str) -> str:
    if kind == TURN:
        return conversion.turn_of(place)
    return place.asks if kind == PROMPT else place.id


def _draw_not_understood(conversion: Conversion) -> None:
    strip = Strip(conversion, ROUTING, NOT_UNDERSTOOD, AGENT)
    params = Intent(label={}, phrases=conversion.negatives)
    strip.put(NOT_UNDERSTOOD, "intent", params, title="No match")
    strip.then("nothing_found", "set", Set(variables={UNMATCHED: "true"}))
    starts = [next(iter(places.values())) for places in conversion.places.values()]
    cases = tuple(
        Case(id=f"flow_{at}", condition=f"{FLOW} == {quoted(start.topic)}")
        for at, start in enumerate(starts, start=1)
    )
    branch = strip.then("which_flow", "branch", Branch(cases=cases), title="Which flow?", ends=())
    for case, start in zip(cases, starts, strict=True):
        conversion.wanted.add(f"{start.id}_{TURN}")
        strip.part([(branch, case.id)], "turn").lead(f"{start.id}_{TURN}", start.topic)


def _draw_startup(conversion: Conversion) -> None:
    """Greets who opens the conversation; a first message that nothing claims is no greeting."""
    strip = Strip(conversion, ROUTING, STARTUP, AGENT)
    strip.put(STARTUP, "intent", Intent(label={}, events=("opened",)), title="Start")
    wrote = Case(id="wrote", condition='message.text != ""')
    branch = strip.then("opened_or_wrote", "branch", Branch(cases=(wrote,)), ends=("else",))
    strip.part([(branch, "wrote")], "start").lead("nothing_found", ROUTING)
    first = conversion.first
    greeting = _greeting(conversion, first)
    if greeting:
        strip.lead(greeting, first.topic)


def _greeting(conversion: Conversion, first: Place) -> str:
    for handler in first.page.handlers:
        if WELCOME.match(handler.event):
            return handler_id(conversion, first, handler)
    for route in conversion.routes_of(first):
        if route.intent and "welcome" in route.intent.lower():
            conversion.account.approximate(
                "settings",
                "start",
                first.page.path,
                "who opens the conversation is greeted as if they had greeted",
            )
            return conversion.route_id(first, route)
    return ""


def _draw_end_flow(conversion: Conversion) -> None:
    """Back to the page that called the flow; where none did, the session ends."""
    strip = Strip(conversion, ROUTING, END_FLOW, AGENT)
    called = Case(id="called", condition=f"has({CALLERS}) && has({CALLERS}.page)")
    strip.put(END_FLOW, "branch", Branch(cases=(called,)), title="Who called?", ends=("else",))
    strip.then("end_session", "archive", ArchiveNode(), ends=())
    strip.ends = [(END_FLOW, "called")]
    returned = "returned_to"
    conversion.variables.keep(returned, "text", "Where the conversation goes on.")
    values = {
        PAGE: f"{CALLERS}.page",
        FLOW: f"{CALLERS}.flow",
        TITLE: f"{CALLERS}.title",
        returned: f"{CALLERS}.after",
        CALLERS: f"has({CALLERS}.below) ? {CALLERS}.below : null",
    }
    strip.then("return", "set", Set(variables=values))
    _draw_outcomes(conversion, strip)
    cases = tuple(
        Case(id=f"to_{at}", condition=f"{returned} == {quoted(target)}")
        for at, target in enumerate(conversion.returns, start=1)
    )
    if not cases:
        return
    branch = strip.then("go_on", "branch", Branch(cases=cases), title="Go on where?", ends=())
    for case, (target, topic) in zip(cases, conversion.returns.items(), strict=True):
        strip.part([(branch, case.id)], "return").lead(target, topic)


def draw_follow(conversion: Conversion) -> None:
    """To the page or flow that a service named by its address at Dialogflow."""
    if FOLLOW not in conversion.wanted:
        return
    places = [place for place in conversion.all_places() if place.page.uid]
    strip = Strip(conversion, ROUTING, FOLLOW, AGENT)
    cases = [
        Case(
            id=f"page_{at}",
            condition=f"endsWith({TARGET}, {quoted(_address(place))})",
        )
        for at, place in enumerate(places, start=1)
    ]
    ends = Case(id="end_session", condition=f'endsWith({TARGET}, "/pages/END_SESSION")')
    branch = Branch(cases=(*cases, ends))
    strip.put(FOLLOW, "branch", branch, title="Where does the service lead?", ends=("else",))
    strip.then(f"{FOLLOW}_not", "stop", Stop(), title="Nowhere that is known", ends=())
    for case, place in zip(cases, places, strict=True):
        strip.part([(FOLLOW, case.id)], FOLLOW).lead(place.id, place.topic)
    strip.part([(FOLLOW, "end_session")], FOLLOW).then(f"{FOLLOW}_end", "archive", ArchiveNode())


def _address(place: Place) -> str:
    return f"/{'flows' if place.is_start else 'pages'}/{place.page.uid}"


def _draw_outcomes(conversion: Conversion, strip: Strip) -> None:
    """A flow that ended otherwise than planned: the handlers of the page that called it."""
    for event in OUTCOMES.values():
        found: dict[str, tuple[str, str]] = {}
        for place in conversion.all_places():
            if one := in_force(conversion, place, event):
                found[place.id] = (handler_id(conversion, *one), one[0].topic)
        if not found:
            continue
        so = f"has({OUTCOME}) && {OUTCOME} == {quoted(event)}"
        cases = tuple(
            Case(id=f"page_{at}", condition=f"{so} && {PAGE} == {quoted(page)}")
            for at, page in enumerate(found, start=1)
        )
        wish = f"after_{identifier(event)}"
        branch = strip.then(wish, "branch", Branch(cases=cases), title=event, ends=("else",))
        for case, (head, topic) in zip(cases, found.values(), strict=True):
            part = strip.part([(branch, case.id)], wish)
            part.then(f"{wish}_clear", "set", Set(clear=(OUTCOME,)))
            part.lead(head, topic)
    if strip.ends:
        strip.then("outcome_done", "set", Set(clear=(OUTCOME,)))
