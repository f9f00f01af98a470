"""An agent as a bot, in order: names, tables, service, topics, what joins them, settings."""

import re
from zoneinfo import ZoneInfo

from engine.importers.dialogflow_es.contexts import declare_contexts
from engine.importers.dialogflow_es.conversion import Conversion
from engine.importers.dialogflow_es.entities import read_entities
from engine.importers.dialogflow_es.intents import draw_intent, opens
from engine.importers.dialogflow_es.languages import read_languages
from engine.importers.dialogflow_es.leads import draw_leads
from engine.importers.dialogflow_es.neutral import draw_neutral
from engine.importers.dialogflow_es.slots import declare
from engine.importers.dialogflow_es.small_talk import draw_small_talk
from engine.importers.dialogflow_es.source import Agent
from engine.importers.dialogflow_es.topics import REST, split_topics, topic_title
from engine.importers.dialogflow_es.webhook import declare_service
from engine.importers.naming import identifier
from engine.importers.protocol import Imported, Options
from engine.importers.report import Account, Report
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Bot, DefaultMessage, Project, Topic
from engine.types.limits import LIMITS

# Dialogflow forgets a session that was silent for 20 minutes.
SESSION_S = 1200
PLATFORM = "dialogflow-es"
# What settings without a counterpart did, and what to do about them.
RARE = {
    "enabledKnowledgeBaseNames": ("answers came from documents", "add a search node to a flow"),
    "analyzeQueryTextSentiment": ("the mood of messages was measured", "do without"),
    "enableSpellCorrection": ("typing mistakes are forgiven here too", "do without"),
    "subAgents": ("a mega agent's agents are other exports", "import each as a bot of the project"),
}


def convert(agent: Agent, options: Options) -> Imported:
    """The project and the report of an agent that was read."""
    account = Account()
    languages = read_languages(agent)
    conversion = Conversion(agent, languages, read_entities(agent, languages, account), account)
    _name_intents(conversion)
    declare_contexts(conversion)
    for intent in agent.intents:
        declare(conversion, intent)
    declare_service(conversion)
    _draw_topics(conversion)
    draw_small_talk(conversion)
    draw_leads(conversion)
    bot = _bot(conversion, options)
    _report_broken(conversion)
    report = Report(PLATFORM, agent.name, bot.id, tuple(account.entries))
    return Imported(Project(name=bot.name, bots={bot.id: bot}), report)


def _name_intents(conversion: Conversion) -> None:
    """Every intent gets its id, the two predefined ones theirs."""
    intents = sorted(conversion.agent.intents, key=lambda one: (-one.priority, one.path))
    sound = [one for one in intents if one.priority >= 0 and not one.contexts]
    start = next((one for one in sound if opens(one) and not one.fallback), None)
    named = (one for one in sound if re.search("welcome", one.name, re.IGNORECASE))
    start = start or next(named, None)
    fallback = next((one for one in sound if one.fallback), None)
    named = (one for one in sound if re.search("default fallback", one.name, re.IGNORECASE))
    fallback = fallback or next((one for one in named if one is not start), None)
    for intent in conversion.agent.intents:
        if intent is start:
            name = STARTUP
        elif intent is fallback:
            name = NOT_UNDERSTOOD
        else:
            name = conversion.drawing.names.take(intent.name, "intent")
        conversion.nodes[intent.path] = name


def _draw_topics(conversion: Conversion) -> None:
    drawing, languages = conversion.drawing, tuple(conversion.languages.sources)
    canvases = split_topics(conversion.agent.intents)
    for canvas in canvases:
        drawing.open_topic(canvas.id, topic_title(canvas.id, canvas.subject, languages))
        for intent in canvas.intents:
            conversion.topic_of[intent.path] = canvas.id
    for canvas in canvases:
        for intent in canvas.intents:
            draw_intent(conversion, canvas.id, intent)
    for name in (STARTUP, NOT_UNDERSTOOD):
        if name not in conversion.nodes.values():
            if REST not in drawing.topics:
                drawing.open_topic(REST, topic_title(REST, REST, languages))
            draw_neutral(conversion, REST, name)


def _bot(conversion: Conversion, options: Options) -> Bot:
    agent, drawing = conversion.agent, conversion.drawing
    topics = drawing.finish()
    _report_settings(conversion)
    return Bot(
        id=options.bot or identifier(agent.name, "bot"),
        name=options.name or agent.name,
        description=agent.description,
        languages=tuple(conversion.languages.sources),
        time_zone=_time_zone(conversion),
        session_timeout_s=SESSION_S,
        default_message=DefaultMessage(related_topic=False, related_intents=False),
        variables=dict(sorted(conversion.variables.declared.items())),
        constants=conversion.constants,
        secrets=tuple(conversion.secrets),
        limits=limits_for(topics),
        topics=topics,
        entities=conversion.entities.tables,
    )


def limits_for(topics: dict[str, Topic]) -> dict[str, int]:
    """A higher limit of triggers where the agent's intents have more phrases."""
    most = 0
    for topic in topics.values():
        for node in topic.nodes.values():
            phrases = node.params.get("phrases")
            if node.kind == "intent" and isinstance(phrases, dict):
                counts = [len(some) for some in phrases.values() if isinstance(some, list)]
                most = max(most, *counts, 0)
    # Events, patterns and a condition count beside the phrases.
    room = most + 10
    return {"triggers_per_intent": room} if most > LIMITS.triggers_per_intent - 10 else {}


def _time_zone(conversion: Conversion) -> str:
    zone = conversion.agent.time_zone
    try:
        ZoneInfo(zone or "UTC")
    except (KeyError, ValueError, OSError):
        conversion.account.approximate(
            "settings",
            "defaultTimezone",
            "agent.json",
            f"{zone!r} is not a time zone that is known; the bot's is UTC",
            "choose the bot's time zone",
        )
        return "UTC"
    return zone or "UTC"


def _report_settings(conversion: Conversion) -> None:
    agent, account, place = conversion.agent, conversion.account, "agent.json"
    if not agent.has_settings:
        account.approximate(
            "settings",
            "agent.json",
            place,
            "is missing or broken: languages are those of the phrases and messages",
            "look at the bot's name, languages and time zone",
        )
    for language, codes in conversion.languages.sources.items():
        if codes == (language,):
            account.exact("languages", language, place)
        else:
            for code in codes:
                how = f"is {language!r} here; where both have words, {codes[0]!r} is heard first"
                account.approximate("languages", code, place, how)
    if agent.threshold is not None:
        account.approximate(
            "settings",
            "mlMinConfidence",
            place,
            f"was {agent.threshold:g}; here the threshold is calibrated when the bot is trained",
        )


def _report_broken(conversion: Conversion) -> None:
    account = conversion.account
    for name in conversion.agent.extras:
        account.unmapped(
            "settings", name, "agent.json", *RARE.get(name, ("is not known here", "look at it"))
        )
    for path in conversion.agent.unknown:
        account.unmapped("files", path, path, "is not known here", "look what it holds")
    for broken in conversion.agent.broken:
        conversion.account.unmapped(
            broken.kind,
            broken.path.rpartition("/")[2],
            broken.path,
            broken.reason,
            "mend the file or export again, then import once more",
            count=broken.count,
        )
