"""Studio's own places on the canvas; what a widget needs beside its node stands below it."""

from collections.abc import Mapping

import msgspec

from engine.importers.dialogflow_es.tolerant import mapping
from engine.importers.twilio_studio.source import Widget
from engine.types.bot import Topic

Place = tuple[float, float]
TRIGGER = "trigger"

# Studio's widgets are narrower than our nodes.
STRETCH = 1.2
# What begins a flow stands in a column at the left of its trigger, in this step.
BEGINNING = 360.0
STEP = 120.0
# What a card covers.
WIDE, HIGH = 260.0, 90.0


def at_their_places(
    topics: Mapping[str, Topic], near: Mapping[str, list[tuple[str, Widget]]]
) -> dict[str, Topic]:
    """The topics with the places of their widgets; without any, as they were laid out."""
    return {name: _placed(topic, near.get(name, [])) for name, topic in topics.items()}


def _placed(topic: Topic, near: list[tuple[str, Widget]]) -> Topic:
    layout: dict[str, Place] = {}
    main = {widget.name: name for name, widget in reversed(near)}
    for name, widget in near:
        place = _offset(widget)
        if place is not None and name in topic.nodes and main[widget.name] == name:
            layout[name] = place
    if not layout:
        return topic
    for name, widget in near:
        place = layout.get(main[widget.name])
        if place is not None and name in topic.nodes and name not in layout:
            left = BEGINNING if widget.kind == TRIGGER else 0.0
            layout[name] = _free(layout, (place[0] - left, place[1] + (0 if left else STEP)))
    return msgspec.structs.replace(topic, layout={**topic.layout, **layout})


def _free(layout: Mapping[str, Place], wish: Place) -> Place:
    """The first place downwards on which no card stands."""
    x, y = wish
    while any(abs(x - left) < WIDE and abs(y - top) < HIGH for left, top in layout.values()):
        y += STEP
    return x, y


def _offset(widget: Widget) -> Place | None:
    offset = mapping(widget.properties.get("offset"))
    x, y = offset.get("x"), offset.get("y")
    if isinstance(x, bool) or isinstance(y, bool):
        return None
    if isinstance(x, int | float) and isinstance(y, int | float):
        return float(x) * STRETCH, float(y)
    return None
