"""A project as bots, in order: names, what is understood, dialogs, questions, tests."""

import re

from engine.importers.composer.bare_templates import draw_templates
from engine.importers.composer.chats import write_tests
from engine.importers.composer.conversion import Conversion
from engine.importers.composer.draw_dialogs import draw_dialogs
from engine.importers.composer.library import locales_of
from engine.importers.composer.plain import as_list, as_map, as_text, texts_in
from engine.importers.composer.qna import draw_questions
from engine.importers.composer.read import pieces_of
from engine.importers.composer.recognizers import understood_by
from engine.importers.composer.settings import report_memory, report_project, settings_of
from engine.importers.composer.source import Export, Piece
from engine.importers.naming import Names, identifier, readable
from engine.importers.protocol import Imported, Options
from engine.importers.report import Account, Report
from engine.types.bot import Bot, DefaultMessage, Project, Topic
from engine.types.issue import TertuliaError
from engine.types.limits import LIMITS

PLATFORM = "composer"
# There, a conversation is remembered for as long as its state is stored.
SESSION_S = 90 * 86_400
# Each action there is a node here, and a turn may take many.
VISITS = 1_000
TRIGGERS = 1_000
PROPERTY = re.compile(r"\b(user|conversation)\.([A-Za-z_]\w*)", re.IGNORECASE)
COMPUTED = re.compile(r"\b(?:user|conversation)\[")


def convert(exports: list[Export], options: Options, source: str) -> Imported:
    """The project and the report of what was read: a bot for each script, or one."""
    account, names = Account(), Names()
    bots: dict[str, Bot] = {}
    for export in exports:
        report_project(export, account)
        for piece in pieces_of(export):
            wish = options.bot if options.bot and not bots else piece.id
            name = wish if wish == options.bot else names.take(wish.removesuffix(".test"), "bot")
            bots[name] = _bot(export, piece, name, options, account)
    if not bots:
        raise TertuliaError(
            f"{source}: not one dialog can be read; give the bot's folder, with its .dialog files"
        )
    first = next(iter(bots.values()))
    report = Report(PLATFORM, source, first.id, tuple(account.entries))
    return Imported(Project(name=first.name, bots=bots), report)


def _bot(export: Export, piece: Piece, name: str, options: Options, account: Account) -> Bot:
    conversion = Conversion(export, piece, _locales(export, piece), account)
    _understand(conversion)
    settings_of(conversion)
    draw_dialogs(conversion)
    report_memory(conversion)
    draw_questions(conversion)
    if not export.dialogs:
        draw_templates(conversion)
    tests = write_tests(conversion)
    topics = conversion.drawing.finish()
    title = options.name or readable(piece.id.removesuffix(".test"))
    return Bot(
        id=name,
        name=title,
        languages=conversion.languages,
        # There, the channel tells the language, not what people write.
        language_detection="off",
        session_timeout_s=SESSION_S,
        default_message=DefaultMessage(related_topic=False, related_intents=False),
        variables=dict(sorted(conversion.memory.variables.items())),
        constants=conversion.constants,
        secrets=tuple(conversion.secrets),
        limits=_limits(topics),
        topics=topics,
        entities=conversion.tables,
        tests=tests,
    )


def _limits(topics: dict[str, Topic]) -> dict[str, int]:
    """Limits as wide as the source needs them."""
    nodes = [node for topic in topics.values() for node in topic.nodes.values()]
    longest = max((len(text) for node in nodes for text in texts_in(node.params)), default=0)
    limits = {"visits_per_turn": VISITS, "triggers_per_intent": TRIGGERS}
    return {**limits, "text_chars": longest} if longest > LIMITS.text_chars else limits


def _locales(export: Export, piece: Piece) -> tuple[str, ...]:
    """The locales of the project, its own first."""
    found = locales_of(export)
    if piece.script:
        found = [one for one in found if one.partition("-")[0] != "en"]
        own = as_text(piece.script.body.get("locale", "en-us")).lower()
        fallback = as_list(as_map(piece.script.body.get("languagePolicy")).get(own))
        own = as_text(next(iter(fallback), own)).lower()
        return tuple(dict.fromkeys((own, *found)))
    own = as_text(export.settings.get("defaultLanguage"))
    if own:
        return tuple(dict.fromkeys((own.lower(), *found)))
    english = [one for one in found if one.startswith("en")]
    return tuple(dict.fromkeys((*english, *found))) or ("en-us",)


def _understand(conversion: Conversion) -> None:
    """What every dialog understands, and the entities that something reads."""
    locales = conversion.locales
    for dialog in conversion.dialogs.all:
        found = understood_by(dialog, conversion.export, locales)
        conversion.understood[dialog.name] = found
    read = "\n".join(text.lower() for one in conversion.dialogs.all for text in texts_in(one.body))
    read += "\n".join(_template_texts(conversion.export))
    conversion.read_text = read
    if COMPUTED.search(read):
        _meet_properties(conversion)
    for understood in conversion.understood.values():
        for name in understood.entities:
            if f"@{name.lower()}" in read or f"entities.{name.lower()}" in read:
                variable = identifier(f"entity_{name}", "entity", 60)
                conversion.memory.entities.setdefault(name.lower(), variable)


def _meet_properties(conversion: Conversion) -> None:
    """Every property that some text names, where the name of one is computed."""
    for dialog in conversion.dialogs.all:
        for text in texts_in(dialog.body):
            for scope, name in PROPERTY.findall(text):
                conversion.memory.place((scope.lower(), name), dialog.name)


def _template_texts(export: Export) -> list[str]:
    return [
        variation.lower()
        for file in export.lg.values()
        for template in file.templates.values()
        for case in template.cases
        for variation in (case.condition, *case.variations)
    ]
