"""Options that stand for an intent: joined to it once all intents are drawn."""

from engine.importers.rasa.conversion import Conversion, Lead
from engine.importers.rasa.texts import quoted
from engine.nodes.goto import Goto
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD


def draw_leads(conversion: Conversion) -> None:
    """An edge to the intent, or a way to its topic; entities of the button fill their slots."""
    gotos: dict[tuple[str, str], str] = {}
    for lead in conversion.leads:
        target = conversion.intents.get(lead.intent, NOT_UNDERSTOOD)
        start, port = lead.node, lead.port
        values = _values(conversion, lead)
        if values:
            node = conversion.drawing.add(
                lead.topic,
                f"{lead.node}_{lead.port}",
                "set",
                Set(variables=values),
                source=lead.source,
            )
            conversion.drawing.connect(lead.topic, start, port, node)
            start, port = node, "next"
        if conversion.topic_of.get(lead.intent) != lead.topic:
            key = (lead.topic, target)
            if key not in gotos:
                gotos[key] = conversion.drawing.add(
                    lead.topic, f"goto_{target}", "goto", Goto(target=target), source=lead.source
                )
            target = gotos[key]
        conversion.drawing.connect(lead.topic, start, port, target)


def _values(conversion: Conversion, lead: Lead) -> dict[str, str]:
    values = {}
    for name, value in lead.entities.items():
        if name in conversion.training.slots or name in conversion.training.entities:
            variable = conversion.variables.slot(name)
            if isinstance(value, bool | int | float):
                values[variable] = str(value).lower()
            elif isinstance(value, str):
                values[variable] = quoted(value)
    return values
