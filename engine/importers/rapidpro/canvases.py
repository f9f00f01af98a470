"""The canvas of each flow with its entry, and stand-ins for flows that are not there."""

from engine.importers.rapidpro.conversion import TO_DO, Conversion
from engine.importers.rapidpro.source import Flow
from engine.nodes.intent import Intent
from engine.nodes.set import Set


def draw_entry(conversion: Conversion, flow: Flow) -> None:
    """The canvas of a flow, and the intent by which it is entered."""
    survey, drawing = conversion.survey, conversion.drawing
    topic = survey.flow_ids[flow.uuid]
    drawing.open_topic(topic, {survey.own: flow.name})
    params = Intent(label={}, events=(f"flow_{topic}",), tags_topic=False)
    source = f"{flow.file}#{flow.name}"
    entry = drawing.add(topic, topic, "intent", params, title=flow.name, source=source)
    conversion.entries[flow.uuid] = entry
    conversion.account.exact("flows", flow.name, source, node=entry)


def draw_missing(conversion: Conversion, topic: str) -> None:
    """Stand-ins for flows that are called and not in the export."""
    drawing = conversion.drawing
    drawing.open_topic(topic, {conversion.survey.own: "Flows that are not in the export"})
    for name, entry in conversion.missing.items():
        params = Intent(events=(f"flow_{entry}",), tags_topic=False)
        drawing.put(topic, entry, "intent", params, title=name, source=f"flow {name}")
        note = (
            f"The flow {name!r} is called here and is not in the export. Import it too, or draw it."
        )
        stand_in = drawing.add(
            topic,
            f"{entry}_to_do",
            "set",
            Set(),
            title=f"{TO_DO}: {name}",
            note=note,
            source=f"flow {name}",
        )
        drawing.connect(topic, entry, "next", stand_in)
