"""Event handlers: which one is in force at a page, and what it does."""

from engine.importers.dialogflow_cx.conversion import FAULT, NO_MATCH, Conversion, Place
from engine.importers.dialogflow_cx.fulfil import draw_fulfilment
from engine.importers.dialogflow_cx.source import Handler, Route
from engine.importers.dialogflow_cx.strip import Strip
from engine.importers.dialogflow_cx.targets import PROMPT, draw_target, way
from engine.importers.dialogflow_es.texts import quoted
from engine.importers.naming import identifier
from engine.nodes.branch import Branch, Case
from engine.nodes.stop import Stop

NO_MATCH_EVENT = "sys.no-match"
SEVERAL = range(1, 7)
DEFAULT = "default"


def in_force(
    conversion: Conversion, place: Place, event: str, own: tuple[Handler, ...] = ()
) -> tuple[Place, Handler] | None:
    """The first handler of an event: the parameter's, the page's, the flow's."""
    start = conversion.start_of(place.flow.name)
    assert start is not None
    among = [(place, one) for one in (*own, *place.page.handlers)]
    if not place.is_start:
        among += [(start, one) for one in start.page.handlers]
    return next(((where, one) for where, one in among if one.event == event), None)


def handler_id(conversion: Conversion, place: Place, handler: Handler) -> str:
    """The first node of a handler; drawn when it is asked for the first time."""
    if handler.place not in conversion.drawn:
        conversion.drawn[handler.place] = _draw(conversion, place, handler)
    return conversion.drawn[handler.place]


def _draw(conversion: Conversion, place: Place, handler: Handler) -> str:
    before, conversion.place = conversion.place, place
    wish = f"{place.id}_on_{identifier(handler.event, 'event')}"
    # A handler may lead back to itself: its id must be known before it is drawn.
    head = conversion.drawing.names.take(wish, "handler", 60)
    conversion.drawn[handler.place] = head
    strip = Strip(conversion, place.topic, wish, handler.place, head)
    draw_fulfilment(strip, handler.fulfilment)
    follow_fault(
        strip, place, has_target=handler.has_target, calls=bool(handler.fulfilment.webhook)
    )
    if handler.has_target:
        draw_target(strip, place, handler, place.asks or place.tail)
    elif strip.ends or strip.promised:
        lead_to_prompt(strip, place)
    if strip.promised:
        strip.then(wish, "stop", Stop(), title=handler.event)
    conversion.place = before
    return head


def lead_to_prompt(strip: Strip, place: Place) -> None:
    """Asks on, if the page on which the conversation is has a form."""
    conversion = strip.cx
    if not place.is_start:
        if prompt := place.asks:
            strip.lead(prompt, place.topic)
    elif any(one.asks for one in conversion.places[place.flow.name].values()):
        way(strip, place, PROMPT)


def draw_no_match(
    strip: Strip, place: Place, otherwise: str, own: tuple[Handler, ...] = (), again: str = ""
) -> None:
    """Counts a message that was not understood, and answers it by the handlers in force.

    `own` are a form parameter's handlers; after them the conversation waits at `again`.
    """
    conversion = strip.cx
    numbered = [
        (number, found)
        for number in SEVERAL
        if (found := in_force(conversion, place, f"{NO_MATCH_EVENT}-{number}", own))
    ]
    default = in_force(conversion, place, f"{NO_MATCH_EVENT}-{DEFAULT}", own)
    if not numbered and default is None:
        if otherwise:
            strip.lead(otherwise, place.topic)
        return
    ends = strip.ends
    if numbered:
        cases = [
            Case(id=f"number_{number}", condition=f"{NO_MATCH} == {number}")
            for number, _ in numbered
        ]
        branch = strip.then(f"{strip.entry}_counted", "branch", Branch(cases=tuple(cases)), ends=())
        for number, found in numbered:
            _answer(strip.part([(branch, f"number_{number}")]), found, own, again)
        ends = [(branch, "else")]
    if default:
        _answer(strip.part(ends), default, own, again)
    elif otherwise:
        strip.part(ends).lead(otherwise, place.topic)
    strip.ends = []


def _answer(
    strip: Strip, found: tuple[Place, Handler], own: tuple[Handler, ...], again: str
) -> None:
    place, handler = found
    if handler not in own:
        strip.lead(handler_id(strip.cx, place, handler), place.topic)
        return
    draw_fulfilment(strip, handler.fulfilment)
    if handler.has_target:
        draw_target(strip, place, handler, place.prompt)
    else:
        strip.lead(again, place.topic)


def follow_fault(strip: Strip, place: Place, *, has_target: bool, calls: bool) -> None:
    """After a service that failed, the handler of its error, unless a target is ahead."""
    conversion = strip.cx
    if not calls or has_target or not strip.ends:
        return
    events = sorted(
        {one.event for one in _around(conversion, place) if one.event.startswith("webhook.error")},
        key=lambda event: (event == "webhook.error", event),
    )
    if not events:
        return
    cases = []
    for event in events:
        condition = f"{FAULT} == {quoted(event)}"
        if event == "webhook.error":
            condition = f'has({FAULT}) && {FAULT} != ""'
        cases.append(Case(id=identifier(event, "event"), condition=condition))
    branch = strip.then(
        f"{strip.entry}_fault", "branch", Branch(cases=tuple(cases)), ends=("else",)
    )
    for event, case in zip(events, cases, strict=True):
        found = in_force(conversion, place, event)
        if found:
            head = handler_id(conversion, *found)
            strip.part([(branch, case.id)]).lead(head, found[0].topic)


def _around(conversion: Conversion, place: Place) -> list[Handler]:
    start = conversion.start_of(place.flow.name)
    assert start is not None
    return [*place.page.handlers, *start.page.handlers]


def draw_route(conversion: Conversion, place: Place, route: Route, head: str) -> None:
    """An intent's route as a strip that begins at the node `head`."""
    before, conversion.place = conversion.place, place
    strip = Strip(conversion, place.topic, head, route.place, head)
    draw_fulfilment(strip, route.fulfilment)
    follow_fault(strip, place, has_target=route.has_target, calls=bool(route.fulfilment.webhook))
    after = conversion.turn_of(place)
    if route.has_target:
        if place.is_start:
            start_turns = f"{place.id}_turns"
            conversion.wanted.add(start_turns)
            after = start_turns
        draw_target(strip, place, route, after)
    elif strip.ends or strip.promised:
        if place.is_start:
            way(strip, place, "turns")
        else:
            strip.lead(after, place.topic)
    conversion.place = before
