"""Routes with an intent: each is drawn once, for the places where it counts."""

import re

from engine.importers.dialogflow_cx.conversion import PAGE, Conversion, Place
from engine.importers.dialogflow_cx.fulfil import report_expression
from engine.importers.dialogflow_cx.handlers import draw_route
from engine.importers.dialogflow_cx.source import Group, Route
from engine.importers.dialogflow_cx.uses import Use, scope_of
from engine.importers.dialogflow_es.texts import quoted


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
                    _add(conversion, uses, place, route, scope_of(place))
        for group, users in _groups(conversion, places):
            pages = [one for one in users if not one.is_start]
            for route in (one for one in group.routes if one.intent):
                if pages:
                    names = ", ".join(quoted(one.id) for one in pages)
                    _add(conversion, near, start, route, f"{PAGE} in [{names}]")
                if len(pages) < len(users):
                    _add(conversion, wide, start, route, scope_of(start))
    return {name: [*near.get(name, []), *wide.get(name, [])] for name in {**near, **wide}}


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
