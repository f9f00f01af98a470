"""A project of Voiceflow as a bot: diagrams as topics, steps as nodes."""

from collections.abc import Callable

from engine.importers.dialogflow_es.tolerant import mappings
from engine.importers.naming import identifier, readable
from engine.importers.protocol import Imported, Options
from engine.importers.report import Account, Report
from engine.importers.voiceflow.asks import draw_capture
from engine.importers.voiceflow.buttons import draw_buttons, draw_cards
from engine.importers.voiceflow.choices import draw_choice, draw_prompt
from engine.importers.voiceflow.conversion import Chain, Conversion
from engine.importers.voiceflow.decides import draw_if, draw_random, draw_set
from engine.importers.voiceflow.intents import (
    draw_entities,
    draw_intent_step,
    draw_starts,
    name_intents,
)
from engine.importers.voiceflow.moves import (
    draw_api,
    draw_component,
    draw_exit,
    draw_go_to_domain,
    draw_go_to_intent,
    draw_go_to_node,
)
from engine.importers.voiceflow.place import place_nodes
from engine.importers.voiceflow.says import (
    draw_kept,
    draw_speak,
    draw_stream,
    draw_text,
    draw_url,
    draw_visual,
)
from engine.importers.voiceflow.scripts import draw_code
from engine.importers.voiceflow.slate import plain
from engine.importers.voiceflow.source import REMARKS, Diagram, Export
from engine.types.bot import Bot, Constant, DefaultMessage, Project
from engine.types.limits import LIMITS

PLATFORM = "voiceflow"
MEND = "export the project again, or mend the file, then import once more"
VISITS = 400


def convert(export: Export, options: Options) -> Imported:
    """The project and the report of an export that was read."""
    account = Account()
    conversion = Conversion(export, account)
    for one in export.problems:
        account.unmapped(one.kind, one.name, one.place, one.how, MEND)
    if export.root not in export.diagrams:
        first = next((one.id for one in export.diagrams.values() if one.start), "")
        export.root = first or next(iter(export.diagrams))
    draw_entities(conversion)
    name_intents(conversion)
    for diagram in export.diagrams.values():
        topic = conversion.names.take(diagram.name, "diagram")
        conversion.topics[diagram.id] = topic
        conversion.drawing.open_topic(topic, {conversion.language: readable(diagram.name)})
    for diagram in export.diagrams.values():
        _draw_diagram(conversion, diagram)
    _name_starts(conversion)
    starts = conversion.names.take("starts", "topic")
    conversion.drawing.open_topic(starts, {conversion.language: "What starts the bot"})
    draw_starts(conversion, starts)
    conversion.settle()
    _report_rest(conversion)
    bot = _bot(conversion, options)
    report = Report(PLATFORM, export.name, bot.id, tuple(account.entries))
    return Imported(Project(name=bot.name, bots={bot.id: bot}), report)


def _draw_diagram(conversion: Conversion, diagram: Diagram) -> None:
    conversion.account.exact("diagrams", diagram.name, diagram.place)
    inside = {step for holder in diagram.holders.values() for step in holder.steps}
    for holder in diagram.holders.values():
        steps = [one for one in holder.steps if one in diagram.steps]
        conversion.aliases[holder.id] = steps[0] if steps else holder.to
        conversion.account.exact(f"block {holder.type}", holder.name or holder.id, diagram.place)
        for at, step in enumerate(steps):
            following = steps[at + 1] if at + 1 < len(steps) else ""
            if not _is_above(conversion, diagram, step, following):
                _draw_step(conversion, diagram, step, holder.id, following)
    for id_, one in diagram.steps.items():
        if id_ not in inside and one.type not in REMARKS:
            _draw_step(conversion, diagram, id_, id_, "")


def _is_above(conversion: Conversion, diagram: Diagram, step: str, following: str) -> bool:
    """Whether a text is said with the buttons that follow it, as one question."""
    one, other = diagram.steps[step], diagram.steps.get(following)
    texts = mappings(one.data.get("texts"))
    if one.type != "text" or other is None or not other.type.startswith("buttons"):
        return False
    words = plain(texts[0].get("content")).strip() if len(texts) == 1 else ""
    if one.ports.get("next") or not words:
        return False
    conversion.above[following] = words
    conversion.aliases[step] = following
    conversion.account.exact("step text", words[:60], one.place)
    return True


def _draw_step(
    conversion: Conversion, diagram: Diagram, id_: str, block: str, following: str
) -> None:
    step = diagram.steps[id_]
    chain = Chain(conversion, diagram, step, block)
    chain.following = step.ports.get("next") or following
    DRAW.get(step.type, draw_kept)(chain)
    if chain.first:
        conversion.firsts[id_] = (chain.topic, chain.first)


def _name_starts(conversion: Conversion) -> None:
    """Where diagrams begin and intents come in, as steps lead to them."""
    for diagram in conversion.export.diagrams.values():
        conversion.aliases[f"diagram:{diagram.id}"] = diagram.start or next(
            iter(diagram.holders), ""
        )
    for intent, steps in conversion.intent_steps.items():
        conversion.aliases[f"intent:{intent}"] = steps[0]


def _bot(conversion: Conversion, options: Options) -> Bot:
    export = conversion.export
    name = options.name or export.name
    topics = dict(place_nodes(conversion, conversion.drawing.finish()))
    limits = {"visits_per_turn": VISITS}
    if conversion.longest_label > LIMITS.option_chars:
        limits["option_chars"] = conversion.longest_label
    if conversion.most_options > LIMITS.options:
        limits["options"] = conversion.most_options
    phrases = max([len(one.utterances) for one in export.intents.values()], default=0)
    if phrases > LIMITS.triggers_per_intent - 10:
        limits["triggers_per_intent"] = phrases + 10
    return Bot(
        id=options.bot or identifier(name, "bot"),
        name=name,
        languages=(conversion.language,),
        language_detection="off",
        default_message=DefaultMessage(related_topic=False, related_intents=False),
        variables=dict(sorted(conversion.scope.variables.items())),
        constants={
            key: Constant(value="", description=about)
            for key, about in sorted(conversion.constants.items())
        },
        secrets=tuple(sorted(conversion.secrets)),
        limits=limits,
        topics=topics,
        entities=conversion.entity_tables,
        actions=dict(sorted(conversion.actions.items())),
    )


def _report_rest(conversion: Conversion) -> None:
    """What no topic holds."""
    export, account = conversion.export, conversion.account
    if export.documents:
        why = "documents of a knowledge base are no part of an export"
        account.unmapped(
            "documents",
            "knowledge base",
            "project",
            why,
            "make a site of them",
            count=export.documents,
        )
    account.exact("variables", "all", "project", len(export.variables))
    account.exact("languages", export.language, "project")


def _draw_prompt(chain: Chain) -> None:
    """What older projects call a prompt only waits; that of newer ones is said."""
    is_said = any(name in chain.step.data for name in ("texts", "promptID"))
    (draw_text if is_said else draw_prompt)(chain)


DRAW: dict[str, Callable[[Chain], None]] = {
    "text": draw_text,
    "message": draw_text,
    "prompt": _draw_prompt,
    "speak": draw_speak,
    "visual": draw_visual,
    "image": draw_visual,
    "video": draw_visual,
    "stream": draw_stream,
    "url": draw_url,
    "card": draw_cards,
    "cardV2": draw_cards,
    "card-v2": draw_cards,
    "carousel": draw_cards,
    "capture": draw_capture,
    "captureV2": draw_capture,
    "capture-v3": draw_capture,
    "buttons": draw_buttons,
    "buttons-v2": draw_buttons,
    "interaction": draw_choice,
    "choice": draw_choice,
    "choice-v2": draw_choice,
    "if": draw_if,
    "ifV2": draw_if,
    "condition-v3": draw_if,
    "set": draw_set,
    "setV2": draw_set,
    "set-v3": draw_set,
    "random": draw_random,
    "randomV2": draw_random,
    "code": draw_code,
    "api": draw_api,
    "api-v2": draw_api,
    "intent": draw_intent_step,
    "goTo": draw_go_to_intent,
    "goToIntent": draw_go_to_intent,
    "goToNode": draw_go_to_node,
    "goToDomain": draw_go_to_domain,
    "component": draw_component,
    "flow": draw_component,
    "exit": draw_exit,
}
