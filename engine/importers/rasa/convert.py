"""A project as a bot, in order: names, decisions, tables, flows, what joins them, tests."""

import re

from msgspec.structs import replace

from engine.importers.naming import identifier, readable
from engine.importers.protocol import Imported, Options
from engine.importers.rasa.actions import (
    ACTIONS,
    RESPONSES,
    draw_custom,
    draw_retrieval,
    is_custom,
)
from engine.importers.rasa.calm import draw_flows, name_flows
from engine.importers.rasa.chats import write_tests
from engine.importers.rasa.conversion import Conversion, Flow
from engine.importers.rasa.draw_programs import draw_program, read_acts
from engine.importers.rasa.entities import read_entities
from engine.importers.rasa.forms import draw_form
from engine.importers.rasa.intents import draw_intent, name_intents
from engine.importers.rasa.leads import draw_leads
from engine.importers.rasa.learn import learn
from engine.importers.rasa.predefined import draw_predefined
from engine.importers.rasa.replies import draw_response
from engine.importers.rasa.settings import report_settings
from engine.importers.rasa.source import Training
from engine.importers.report import Report
from engine.types.bot import Bot, DefaultMessage, Project, Topic
from engine.types.limits import LIMITS

PLATFORM = "rasa"
LANGUAGE = re.compile(r"[a-z]{2,3}")


def convert(training: Training, options: Options) -> Imported:
    """The project and the report of a project that was read."""
    code = training.language.lower().replace("_", "-").partition("-")[0]
    conversion = Conversion(training, code if LANGUAGE.fullmatch(code) else "en")
    learn(conversion)
    name_intents(conversion)
    conversion.found = read_entities(conversion)
    name_flows(conversion)
    read_acts(conversion)
    _open_topics(conversion)
    _draw(conversion)
    tests = write_tests(conversion)
    report_settings(conversion)
    bot = _bot(conversion, options, tests)
    report = Report(PLATFORM, training.name, bot.id, tuple(conversion.account.entries))
    return Imported(Project(name=bot.name, bots={bot.id: bot}), report)


def _open_topics(conversion: Conversion) -> None:
    drawing, training = conversion.drawing, conversion.training
    for form in training.forms:
        topic = drawing.names.take(form, "form")
        drawing.open_topic(topic, conversion.text(readable(form)))
        conversion.topic_of[form] = topic
        conversion.forms[form] = topic
    drawing.open_topic(RESPONSES, conversion.text("Responses"))
    drawing.open_topic(ACTIONS, conversion.text("Actions"))
    for action in dict.fromkeys((*training.actions, *_acted(conversion))):
        retrieves = conversion.subs(action.removeprefix("utter_"))
        if not is_custom(conversion, action) or action in training.forms or retrieves:
            continue
        if action in conversion.acts:
            conversion.programs[action] = ""
        else:
            conversion.actions[action] = drawing.names.take(action, "action")


def _draw(conversion: Conversion) -> None:
    """Shared parts first, since flows lead to them by name; then every intent."""
    training = conversion.training
    for action in conversion.programs:
        draw_program(conversion, action)
    for action in conversion.actions:
        draw_custom(conversion, action)
    families = [name for name in conversion.intents if conversion.subs(name)]
    for name in families:
        draw_retrieval(conversion, name)
    for form in training.forms.values():
        draw_form(conversion, form)
    draw_flows(conversion)
    # What lies below a retrieval intent leads into what follows it.
    for name in sorted(conversion.intents, key=lambda one: "/" in one):
        draw_intent(conversion, name)
    draw_predefined(conversion)
    for response in training.responses.values():
        if response.name not in conversion.drawn:
            draw_response(Flow(conversion, RESPONSES, response.place, []), response)
    draw_leads(conversion)


def _bot(conversion: Conversion, options: Options, tests: dict[str, str]) -> Bot:
    training = conversion.training
    topics = {
        name: _guarded(topic, conversion) for name, topic in conversion.drawing.finish().items()
    }
    minutes = training.session_minutes
    return Bot(
        id=options.bot or identifier(training.name, "bot"),
        name=options.name or readable(training.name),
        languages=(conversion.language,),
        session_timeout_s=int(minutes * 60) if minutes and minutes > 0 else 86_400,
        default_message=DefaultMessage(
            related_topic=False, related_intents=training.two_stages or _offers(conversion)
        ),
        variables=dict(sorted(conversion.variables.declared.items())),
        constants=conversion.constants,
        limits=_limits(topics),
        topics=topics,
        entities=conversion.tables,
        tests=tests,
    )


def _guarded(topic: Topic, conversion: Conversion) -> Topic:
    """The conditions without which a node is passed by."""
    nodes = {
        name: replace(node, when=conversion.guards[name]) if name in conversion.guards else node
        for name, node in topic.nodes.items()
    }
    return replace(topic, nodes=nodes)


def _acted(conversion: Conversion) -> list[str]:
    """The actions that stories name."""
    return list(conversion.uses)


def _offers(conversion: Conversion) -> bool:
    """Whether the bot asks back among the nearest intents when it is unsure."""
    return "action_two_stage_fallback" in conversion.uses


def _limits(topics: dict[str, Topic]) -> dict[str, int]:
    """Higher limits where the source has more examples or buttons than usual."""
    triggers = options = 0
    for topic in topics.values():
        for node in topic.nodes.values():
            phrases, shown = node.params.get("phrases"), node.params.get("options")
            if isinstance(phrases, dict):
                triggers = max(
                    0, triggers, *(len(one) for one in phrases.values() if isinstance(one, list))
                )
            if isinstance(shown, list):
                options = max(options, len(shown))
    limits = {}
    # Patterns and events count beside the phrases.
    if triggers > LIMITS.triggers_per_intent - 10:
        limits["triggers_per_intent"] = triggers + 10
    if options > LIMITS.options:
        limits["options"] = options
    return limits
