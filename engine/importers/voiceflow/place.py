"""Places on the canvas as in Voiceflow: the steps of a block below each other."""

from collections.abc import Iterator

import msgspec

from engine.importers.voiceflow.conversion import Conversion
from engine.importers.voiceflow.slate import plain
from engine.importers.voiceflow.source import REMARKS, Diagram, Holder
from engine.types.bot import Comment, Topic

STEP_Y, GAP = 150.0, 60.0


def place_nodes(conversion: Conversion, topics: dict[str, Topic]) -> Iterator[tuple[str, Topic]]:
    """The topics with the layout of the source: steps of a block below each other."""
    by_topic = {conversion.topics[one.id]: one for one in conversion.export.diagrams.values()}
    for name, topic in topics.items():
        diagram = by_topic.get(name)
        if diagram is None or not any(one.at for one in diagram.holders.values()):
            yield name, topic
            continue
        layout = _layout(conversion, diagram, topic)
        yield name, msgspec.structs.replace(topic, layout=layout, comments=_remarks(diagram))


def _layout(
    conversion: Conversion, diagram: Diagram, topic: Topic
) -> dict[str, tuple[float, float]]:
    groups: dict[str, list[str]] = {}
    for node in topic.nodes:
        groups.setdefault(conversion.places.get(node, ("", ""))[1], []).append(node)
    left = min((one.at[0] for one in diagram.holders.values() if one.at), default=0.0) - 400
    layout: dict[str, tuple[float, float]] = {}
    bottoms: list[tuple[float, float]] = []
    for id_ in sorted(groups, key=lambda one: (_place(diagram.holders.get(one), left)[::-1], one)):
        x, top = _place(diagram.holders.get(id_), left)
        y = max([top, *(bottom for other, bottom in bottoms if abs(other - x) < 300)])
        for at, node in enumerate(groups[id_]):
            layout[node] = (x, y + at * STEP_Y)
        bottoms.append((x, y + len(groups[id_]) * STEP_Y + GAP))
    return layout


def _place(holder: Holder | None, left: float) -> tuple[float, float]:
    return holder.at if holder is not None and holder.at is not None else (left, 0.0)


def _remarks(diagram: Diagram) -> tuple[Comment, ...]:
    return tuple(
        Comment(words)
        for one in diagram.steps.values()
        if one.type in REMARKS and (words := plain(one.data.get("content")).strip())
    )
