"""Templates without a dialog: an intent for each that needs nothing, which says it."""

from engine.importers.composer.conversion import Conversion, Flow
from engine.importers.composer.dialogs import Dialog
from engine.importers.composer.lg import Template
from engine.importers.composer.replies import draw_activity
from engine.importers.composer.source import Export, Piece
from engine.importers.composer.todo import draw_to_do
from engine.importers.composer.tree import Untranslatable
from engine.importers.composer.words import Words
from engine.importers.naming import readable
from engine.nodes.intent import Intent

EMPTY = {"$kind": "Microsoft.AdaptiveDialog", "autoEndDialog": False, "triggers": []}
STEP = "look at the node titled To do"


def piece_of(export: Export) -> Piece | None:
    """A bot of the templates alone; None where there are none."""
    if not any(file.templates for file in export.lg.values()):
        return None
    return Piece(export.name, {**EMPTY, "id": export.name}, next(iter(export.paths.values())))


def draw_templates(conversion: Conversion) -> None:
    """A topic for each file, with its templates."""
    for file, content in conversion.export.lg.items():
        spoken = [one for one in content.templates.values() if not one.parameters]
        if not spoken:
            continue
        path = conversion.export.paths.get(file, file)
        topic = conversion.drawing.names.take(file.removesuffix(".lg"), "templates")
        conversion.drawing.open_topic(topic, conversion.text(readable(file)))
        holder = Dialog(file, topic, path, {"generator": file})
        for template in spoken:
            _draw(conversion, holder, template)


def _draw(conversion: Conversion, holder: Dialog, template: Template) -> None:
    account, place = conversion.account, f"{holder.place}#{template.name}"
    flow, words = Flow(conversion, holder, place), Words(conversion, holder)
    name = f"{holder.name} {template.name}"
    intent = Intent(
        label=conversion.text(template.name[:60]),
        phrases={conversion.language: (name,)},
        tags_topic=False,
    )
    flow.then(name, "intent", intent, title=template.name)
    try:
        left_out = draw_activity(flow, words, f"${{lg.{template.name}()}}", "say")
    except Untranslatable as problem:
        draw_to_do(flow, "template", template.name, template.name, f"not translated: {problem}")
        account.unmapped("template", template.name, place, str(problem), STEP)
        return
    if flow.ends and flow.ends[0][0] == flow.first:
        draw_to_do(flow, "template", template.name, template.name, "it says nothing")
    how = "; ".join([*left_out, *words.remarks])
    if how:
        account.approximate("template", template.name, place, how)
    else:
        account.exact("template", template.name, place)
