"""Places on the canvas as in Botpress's studio, with room for what one node became."""

import msgspec

from engine.importers.botpress.conversion import Conversion
from engine.types.bot import Topic

WIDTH, STEP, GAP, SPREAD = 320.0, 150.0, 60.0, 1.4


def place_nodes(conversion: Conversion, topics: dict[str, Topic]) -> dict[str, Topic]:
    """The topics with the layout of their flows; the rest stays as it was laid out."""
    flows = {
        conversion.topics[one.name]: one
        for one in conversion.bot.flows.values()
        if one.name in conversion.topics
    }
    placed = {}
    for name, topic in topics.items():
        flow = flows.get(name)
        if flow is None or not flow.places:
            placed[name] = topic
            continue
        groups: dict[str, list[str]] = {}
        for node in topic.nodes:
            groups.setdefault(conversion.places.get(node, ("", ""))[1], []).append(node)
        placed[name] = msgspec.structs.replace(topic, layout=_layout(groups, flow.places))
    return placed


def _layout(
    groups: dict[str, list[str]], places: dict[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Each group below what stands above it in its column; what has no place goes to the left."""
    layout: dict[str, tuple[float, float]] = {}
    bottoms: list[tuple[float, float]] = []
    least = min((x for x, _ in places.values()), default=0.0) - WIDTH
    ranked = sorted(
        groups,
        key=lambda id_: (places.get(id_, (0, -STEP))[1], places.get(id_, (least, 0))[0], id_),
    )
    for id_ in ranked:
        left, top = places.get(id_, (least, -STEP))
        x, top = left * SPREAD, top * SPREAD
        y = max([top, *(bottom for other, bottom in bottoms if abs(other - x) < WIDTH)])
        for index, node in enumerate(groups[id_]):
            layout[node] = (x, y + index * STEP)
        bottoms.append((x, y + len(groups[id_]) * STEP + GAP))
    return layout
