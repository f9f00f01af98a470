"""An agent as a bot, in order: names, tables, flows, what joins them, settings."""

from zoneinfo import ZoneInfo

import msgspec

from engine.importers.dialogflow_cx.chats import write_tests
from engine.importers.dialogflow_cx.conversion import (
    FLOW,
    NO_MATCH,
    PAGE,
    TITLE,
    UNMATCHED,
    Conversion,
)
from engine.importers.dialogflow_cx.dispatch import draw_dispatch, draw_follow
from engine.importers.dialogflow_cx.events import draw_events
from engine.importers.dialogflow_cx.intents import draw_intents
from engine.importers.dialogflow_cx.pages import draw_page
from engine.importers.dialogflow_cx.routes import draw_routes
from engine.importers.dialogflow_cx.service import draw_services
from engine.importers.dialogflow_cx.source import Agent
from engine.importers.dialogflow_cx.targets import ROUTING
from engine.importers.dialogflow_es.convert import limits_for
from engine.importers.dialogflow_es.entities import read_entities
from engine.importers.dialogflow_es.languages import read_languages
from engine.importers.layout import lay_out
from engine.importers.naming import identifier
from engine.importers.protocol import Imported, Options
from engine.importers.report import Account, Report
from engine.types.bot import Bot, Comment, DefaultMessage, Project, Topic, Variable
from engine.types.value import Value

PLATFORM = "dialogflow-cx"
# What a part without a counterpart is, and what to do about it.
MODEL = (
    "a language model plays it, for which there is no counterpart",
    "draw what it should do as a flow",
)
FOREIGN = {
    "excluded phrases": (
        "phrases in which a value is not to be found have no counterpart",
        "take the value's synonyms out that are found by mistake",
    ),
    "files": ("is not known here", "look what it holds"),
    "environments": ("versions are made when the bot is published", "publish the bot"),
    "experiments": ("conversations are parted by split nodes", "draw a split node"),
}
# Dialogflow CX forgets a session after 30 minutes of silence.
SESSION_S = 1800
# Pages that lead on at once make long turns.
VISITS = 400
REMARK = 420.0


def convert(agent: Agent, options: Options) -> Imported:
    """The project and the report of an agent that was read."""
    account = Account()
    languages = read_languages(agent.language)
    entities = read_entities(agent.language, languages, account)
    conversion = Conversion(agent, languages, entities, account)
    conversion.name_places()
    _declare(conversion)
    _draw(conversion)
    bot = _bot(conversion, options)
    _report(conversion)
    report = Report(PLATFORM, agent.language.name, bot.id, tuple(account.entries))
    return Imported(Project(name=bot.name, bots={bot.id: bot}), report)


def _declare(conversion: Conversion) -> None:
    """Gives every parameter of a form or an intent its variable, before any text names one."""
    parameters = conversion.parameters
    found = [
        (one.name, one.type, one.is_list, one.redact)
        for place in conversion.all_places()
        for one in place.page.parameters
    ]
    found += [
        (one.name, one.type, one.is_list, bool(one.extras))
        for intent in conversion.agent.intents
        for one in intent.parameters
    ]
    for name, type_, is_list, redact in found:
        meaning = conversion.entities.meaning(type_)
        # The row of a table is told apart: a parameter holds its value, as in Dialogflow.
        kind = "list" if is_list else "text" if meaning.table else meaning.value
        about = f"The parameter {name!r} ({type_ or 'no type'})."
        personal, wholes = meaning.personal or redact, meaning.wholes
        parameters.declare(name, kind, personal=personal, about=about, wholes=wholes)


def _draw(conversion: Conversion) -> None:
    languages = tuple(conversion.languages.sources)
    for flow in conversion.export.flows:
        topic = next(iter(conversion.places[flow.name].values())).topic
        conversion.drawing.open_topic(topic, dict.fromkeys(languages, flow.name))
    # Twice, since what is read at the end of an agent may be written at its beginning.
    conversion.collect_references()
    for place in conversion.all_places():
        draw_page(conversion, place)
    uses = draw_routes(conversion)
    draw_events(conversion)
    draw_intents(conversion, uses)
    draw_dispatch(conversion)
    draw_services(conversion)
    draw_follow(conversion)


def _bot(conversion: Conversion, options: Options) -> Bot:
    agent = conversion.export.language
    topics = _with_remarks(conversion, _by_pages(conversion, conversion.drawing.finish()))
    tests = write_tests(conversion)
    first = conversion.first
    declared = conversion.variables.declared
    starts: dict[str, Value] = {
        TITLE: first.page.name,
        PAGE: first.id,
        FLOW: first.topic,
        NO_MATCH: 0,
        UNMATCHED: False,
    }
    variables = {
        name: Variable(
            type=one.type,
            default=starts.get(name, one.default),
            personal=one.personal,
            description=one.description,
        )
        for name, one in sorted(declared.items())
    }
    return Bot(
        id=options.bot or identifier(agent.name, "bot"),
        name=options.name or agent.name,
        description=agent.description,
        languages=tuple(conversion.languages.sources),
        time_zone=_time_zone(conversion),
        session_timeout_s=SESSION_S,
        default_message=DefaultMessage(related_topic=False, related_intents=False),
        variables=variables,
        constants=conversion.constants,
        secrets=tuple(conversion.secrets),
        limits={**limits_for(topics), "visits_per_turn": VISITS},
        topics=topics,
        entities=conversion.entities.tables,
        tests=tests,
    )


def _by_pages(conversion: Conversion, topics: dict[str, Topic]) -> dict[str, Topic]:
    """The topics laid out with each page in a block of its own, intents and routes below."""
    laid = dict(topics)
    for places in conversion.places.values():
        pages = [place.id for place in places.values()]
        topic = next(iter(places.values())).topic
        nodes = topics[topic].nodes
        intents = [name for name, node in nodes.items() if node.kind == "intent"]
        layout = lay_out(nodes, [*pages, *intents])
        laid[topic] = msgspec.structs.replace(topics[topic], layout=layout)
    return laid


def _with_remarks(conversion: Conversion, topics: dict[str, Topic]) -> dict[str, Topic]:
    """The topics, with what language models were told as remarks for people."""
    remarks = tuple(
        Comment(f"{one.kind}: {one.name}\n\n{one.words}", x=at * REMARK, y=-REMARK)
        for at, one in enumerate(kept for kept in conversion.export.kept if kept.words)
    )
    if not remarks:
        return topics
    return {**topics, ROUTING: msgspec.structs.replace(topics[ROUTING], comments=remarks)}


def _time_zone(conversion: Conversion) -> str:
    zone = conversion.export.language.time_zone
    try:
        ZoneInfo(zone or "UTC")
    except (KeyError, ValueError, OSError):
        conversion.account.approximate(
            "settings",
            "timeZone",
            "agent.json",
            f"{zone!r} is not a time zone that is known; the bot's is UTC",
            "choose the bot's time zone",
        )
        return "UTC"
    return zone or "UTC"


def _report(conversion: Conversion) -> None:
    account, export = conversion.account, conversion.export
    for language, codes in conversion.languages.sources.items():
        account.exact("languages", language, "agent.json", len(codes))
    for flow in export.flows:
        account.exact("flows", flow.name, flow.path)
    for name in export.extras:
        account.approximate(
            "settings", name, "agent.json", "is for speech, logs or models, and is not kept"
        )
    for kept in export.kept:
        account.unmapped(
            kept.kind,
            kept.name,
            kept.path,
            *FOREIGN.get(kept.kind, MODEL),
        )
    for broken in export.broken:
        account.unmapped(
            broken.kind,
            broken.path.rpartition("/")[2],
            broken.path,
            broken.reason,
            "mend the file or export again, then import once more",
            count=broken.count,
        )
