"""Places on the canvas as in RapidPro's editor, with room for what one node became."""

import msgspec

from engine.importers.rapidpro.conversion import Conversion
from engine.importers.rapidpro.hiding import HIDDEN, without_secrets
from engine.types.bot import Comment, Topic

WIDTH, STEP, GAP, SPREAD = 320.0, 150.0, 60.0, 1.6


def place_nodes(conversion: Conversion, topics: dict[str, Topic]) -> dict[str, Topic]:
    """The topics with the layout of their flows; the rest stays as it was laid out."""
    flows = {conversion.survey.flow_ids[flow.uuid]: flow for flow in conversion.export.flows}
    placed = {}
    for name, topic in topics.items():
        flow = flows.get(name)
        if flow is None or not flow.places:
            placed[name] = topic
            continue
        groups: dict[str, list[str]] = {}
        for node in topic.nodes:
            groups.setdefault(conversion.places.get(node, ("", ""))[1], []).append(node)
        remarks = tuple(
            Comment(without_secrets(text, lambda _found: HIDDEN), x * SPREAD, y)
            for text, x, y in flow.remarks
        )
        layout = _layout(groups, flow.places)
        placed[name] = msgspec.structs.replace(topic, layout=layout, comments=remarks)
    return placed


def _layout(
    groups: dict[str, list[str]], places: dict[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Each group below what stands above it in its column; what has no place goes to the left."""
    layout: dict[str, tuple[float, float]] = {}
    bottoms: list[tuple[float, float]] = []
    ranked = sorted(
        groups,
        key=lambda uuid: (places.get(uuid, (0, -STEP))[1], places.get(uuid, (-WIDTH, 0))[0], uuid),
    )
    for uuid in ranked:
        left, top = places.get(uuid, (-WIDTH, -STEP))
        x = left * SPREAD
        y = max([top, *(bottom for other, bottom in bottoms if abs(other - x) < WIDTH)])
        for index, node in enumerate(groups[uuid]):
            layout[node] = (x, y + index * STEP)
        bottoms.append((x, y + len(groups[uuid]) * STEP + GAP))
    return layout
