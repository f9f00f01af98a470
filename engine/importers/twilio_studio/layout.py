"""Studio's own places on the canvas; what a widget needs beside its node stands below it."""

from collections.abc import Mapping

import msgspec

from engine.importers.dialogflow_es.tolerant import mapping
from engine.importers.twilio_studio.source import Widget
from engine.types.bot import Topic

# Studio's widgets are narrower than our nodes.
STRETCH = 1.2
BESIDE = (40.0, 110.0)


def at_their_places(
    topics: Mapping[str, Topic], near: Mapping[str, list[tuple[str, Widget]]]
) -> dict[str, Topic]:
    """The topics with the places of their widgets; without any, as they were laid out."""
    return {name: _placed(topic, near.get(name, [])) for name, topic in topics.items()}


def _placed(topic: Topic, near: list[tuple[str, Widget]]) -> Topic:
    layout = dict(topic.layout)
    counts: dict[str, int] = {}
    for name, widget in near:
        place = _offset(widget)
        if place is None or name not in topic.nodes:
            continue
        count = counts.get(widget.name, 0)
        counts[widget.name] = count + 1
        layout[name] = (place[0] + count * BESIDE[0], place[1] + count * BESIDE[1])
    return msgspec.structs.replace(topic, layout=layout)


def _offset(widget: Widget) -> tuple[float, float] | None:
    offset = mapping(widget.properties.get("offset"))
    x, y = offset.get("x"), offset.get("y")
    if isinstance(x, bool) or isinstance(y, bool):
        return None
    if isinstance(x, int | float) and isinstance(y, int | float):
        return float(x) * STRETCH, float(y)
    return None
