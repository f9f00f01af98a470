"""An export of Botpress as a project: a bot each, with the flow manager above several."""

from engine.importers.botpress.conversion import Conversion
from engine.importers.botpress.entities import draw_entities
from engine.importers.botpress.expected import write_tests
from engine.importers.botpress.flows import draw_flow, open_topics
from engine.importers.botpress.intents import MAIN, draw_intents, name_intents
from engine.importers.botpress.languages import written_in
from engine.importers.botpress.place import place_nodes
from engine.importers.botpress.questions import draw_questions
from engine.importers.botpress.scripts import keep_text
from engine.importers.botpress.source import Export, Flow, Problem, SourceBot
from engine.importers.botpress.ways import draw_returns, settle_jumps
from engine.importers.naming import Names, readable
from engine.importers.protocol import Imported, Options
from engine.importers.report import Account, Report
from engine.nodes.set import Set
from engine.types.bot import Bot, Constant, DefaultMessage, Project, Routing, Topic
from engine.types.limits import LIMITS

PLATFORM = "botpress"
MEND = "export the bot again, or mend the file, then import once more"
# Botpress goes on as long as it does not come by one node three times.
VISITS = 400


def convert(export: Export, options: Options) -> Imported:
    """The project and the report of an export that was read."""
    account = Account()
    for problem in export.problems:
        _report(account, problem)
    ids = Names()
    names = {one.folder: ids.take(one.id, "bot") for one in export.bots}
    if len(export.bots) == 1 and options.bot:
        names = {export.bots[0].folder: options.bot}
    others = frozenset(one.id for one in export.bots)
    bots = {}
    for source in export.bots:
        drawn = _convert_bot(source, names[source.folder], account, others, options)
        bot = drawn
        bots[bot.id] = bot
    first = next(iter(bots.values()))
    name = options.name or (first.name if len(bots) == 1 else readable(export.name))
    routing = Routing(first=_first(export, names)) if len(bots) > 1 else Routing()
    project = Project(name=name, bots=bots, routing=routing)
    shown = first.id if len(bots) == 1 else ", ".join(bots)
    return Imported(project, Report(PLATFORM, export.name, shown, tuple(account.entries)))


def _first(export: Export, names: dict[str, str]) -> str:
    """The bot that asks others, else the first."""
    for bot in export.bots:
        for flow in bot.flows.values():
            if any("delegate_to_bots" in step for node in flow.nodes for step in node.enter):
                return names[bot.folder]
    return names[export.bots[0].folder]


def _convert_bot(
    source: SourceBot, id_: str, account: Account, others: frozenset[str], options: Options
) -> Bot:
    conversion = Conversion(source, account, others)
    for problem in source.problems:
        _report(account, problem)
    _complete(conversion)
    conversion.entered |= {MAIN, "error", "timeout", "conversation_end"}
    name_intents(conversion)
    draw_entities(conversion)
    open_topics(conversion)
    for flow in source.flows.values():
        if flow.name in conversion.topics:
            draw_flow(conversion, flow)
    draw_questions(conversion)
    draw_returns(conversion)
    draw_intents(conversion)
    settle_jumps(conversion)
    _forget(conversion)
    _report_rest(conversion)
    topics = place_nodes(conversion, conversion.drawing.finish())
    name = options.name or source.name or readable(source.folder.rpartition("/")[2] or source.id)
    return Bot(
        id=id_,
        name=name,
        description=source.description,
        languages=conversion.languages.all,
        session_timeout_s=source.session_timeout_s,
        default_message=DefaultMessage(related_topic=False, related_intents=False),
        variables=dict(sorted(conversion.memory.variables.items())),
        fields=dict(sorted(conversion.memory.fields.items())),
        constants={
            key: Constant(value="", description=about)
            for key, about in sorted(conversion.constants.items())
        },
        queues=tuple(conversion.queues),
        secrets=tuple(sorted(conversion.secrets)),
        limits=_limits(conversion, topics),
        topics=topics,
        entities=conversion.entity_tables,
        actions=dict(sorted(conversion.actions.items())),
        tests=write_tests(conversion),
    )


def _complete(conversion: Conversion) -> None:
    """A bot without a main flow gets an empty one: questions alone are a bot too."""
    flows = conversion.bot.flows
    if MAIN not in flows or not flows[MAIN].nodes:
        flows[MAIN] = Flow(MAIN, f"flows/{MAIN}.flow.json", "", ())
    for flow in flows.values():
        if not flow.nodes:
            how = "the flow has no nodes"
            place = conversion.place(flow.file)
            conversion.account.approximate("flows", flow.name, place, how, "draw it")
        else:
            conversion.account.exact("flows", flow.name, conversion.place(flow.file))


def _forget(conversion: Conversion) -> None:
    """What `resetSession` unsets, once all names are known."""
    clear = (*conversion.memory.of_session(), *conversion.memory.temporary())
    for topic, node in conversion.forgetting:
        conversion.drawing.replace(topic, node, Set(clear=clear))
    for topic, node in conversion.beginning:
        conversion.drawing.replace(topic, node, Set(clear=conversion.memory.temporary()))


def _report(account: Account, problem: Problem) -> None:
    account.unmapped(problem.kind, problem.name, problem.place, problem.how, MEND)


def _report_rest(conversion: Conversion) -> None:
    """What no topic holds: hooks and settings, each with what to do about it."""
    account, bot = conversion.account, conversion.bot
    for hook in bot.hooks:
        why = "programs that run around every message have no counterpart: its text is kept"
        step = f"see what actions/{keep_text(conversion, hook)}.py does, and draw it"
        account.unmapped("hooks", hook.name, conversion.place(hook.place), why, step)
    for name in bot.settings:
        why = "where the bot runs, with its keys, is no part of an import"
        place = conversion.place("bot.config.json")
        account.approximate("settings", name, place, why, "set up channels and mail here")
    for language in dict.fromkeys((bot.language, *bot.languages)):
        place = conversion.place("bot.config.json")
        if any(language in codes for codes in conversion.languages.codes.values()):
            account.exact("languages", language, place)
        else:
            why = f"{language!r} is the code of no language that is known"
            account.unmapped("languages", language, place, why, "give it a known code")
    declared = {one for codes in conversion.languages.codes.values() for one in codes}
    for language in sorted(written_in(bot) - declared - {"", *bot.languages, bot.language}):
        how = "the bot does not declare this language: what is written in it is left out"
        step = "add it to `languages` in bot.config.json, and import again"
        account.approximate("languages", language, conversion.place("bot.config.json"), how, step)
    used = {name for flow in bot.flows.values() for node in flow.nodes for name in (node.flow,)}
    for flow in bot.flows.values():
        if flow.name.startswith("skills/") and flow.name not in used:
            how = "no node calls this skill; it is left out"
            account.approximate("flows", flow.name, conversion.place(flow.file), how)


def _limits(conversion: Conversion, topics: dict[str, Topic]) -> dict[str, int]:
    """Room for what Botpress allowed: longer labels, more of them, more phrases."""
    limits = {"visits_per_turn": VISITS}
    if conversion.longest_label > LIMITS.option_chars:
        limits["option_chars"] = conversion.longest_label
    if conversion.most_options > LIMITS.options:
        limits["options"] = conversion.most_options
    most = max(
        [
            len(several)
            for topic in topics.values()
            for node in topic.nodes.values()
            if isinstance(phrases := node.params.get("phrases"), dict)
            for several in phrases.values()
            if isinstance(several, list)
        ],
        default=0,
    )
    if most > LIMITS.triggers_per_intent - 10:
        limits["triggers_per_intent"] = most + 10
    return limits
