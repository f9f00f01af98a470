"""Flows of CALM: their settings are read, their steps stay plain data."""

from engine.importers.rasa.plain import as_list, as_map, as_text, maps_in
from engine.importers.rasa.source import CalmFlow


def read_rejections(value: object) -> tuple[tuple[str, str], ...]:
    """Conditions under which a slot's value is refused, each with the response that says so."""
    return tuple(
        (as_text(one.get("if")), as_text(one.get("utter")))
        for one in maps_in(value)
        if as_text(one.get("if"))
    )


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
                tuple(as_text(one) for one in as_list(flow.get("persisted_slots"))),
                flow.get("run_pattern_completed") is not False,
            )
        )
    return found
