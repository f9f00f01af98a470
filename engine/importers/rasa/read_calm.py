"""Flows of CALM: their settings are read, their steps stay plain data."""

from engine.importers.rasa.plain import as_list, as_map, as_text
from engine.importers.rasa.source import CalmFlow


def read_flows(path: str, value: object) -> list[CalmFlow]:
    """The flows under `flows:`."""
    found = []
    for name, raw in as_map(value).items():
        flow = as_map(raw)
        triggers = []
        for one in as_list(flow.get("nlu_trigger")):
            intent = one.get("intent") if isinstance(one, dict) else one
            triggers.append(as_text(as_map(intent).get("name")) or as_text(intent))
        condition = flow.get("if")
        found.append(
            CalmFlow(
                name,
                f"{path}#{name}",
                as_text(flow.get("name")),
                " ".join(as_text(flow.get("description")).split()),
                as_text(condition),
                tuple(one for one in triggers if one),
                tuple(as_list(flow.get("steps"))),
            )
        )
    return found
