"""An export of Lex as a bot, in order: tables, intents, what fits none, the account."""

from engine.importers.lex.builtin import FALLBACK, plain_intent
from engine.importers.lex.conversion import START, Conversion
from engine.importers.lex.entrances import LABELS, draw_startup, draw_unmatched, in_all
from engine.importers.lex.intents import draw_intent
from engine.importers.lex.source import Export
from engine.importers.naming import Names, identifier, readable
from engine.importers.protocol import Imported, Options
from engine.importers.report import Report
from engine.importers.watson.vocabulary import FOUND_IN_MESSAGES
from engine.types.bot import (
    NOT_UNDERSTOOD,
    STARTUP,
    Bot,
    DefaultMessage,
    EntityTable,
    Project,
    Topic,
)
from engine.types.limits import LIMITS
from engine.types.value import Value

PLATFORM = "lex"


def convert(export: Export, options: Options) -> Imported:
    """The project and the report of an export that was read."""
    conversion = Conversion(export)
    for place, reason in export.faults:
        conversion.account.unmapped("files", place, place, reason, "export it again")
    _make_tables(conversion)
    for intent in export.intents:
        own = plain_intent(intent.parent) == FALLBACK
        conversion.intents[intent.name] = (
            NOT_UNDERSTOOD if own else conversion.drawing.names.take(intent.name, "intent")
        )
    conversion.drawing.open_topic(START, in_all(conversion, LABELS[STARTUP]))
    for intent in export.intents:
        draw_intent(conversion, intent)
    draw_startup(conversion)
    draw_unmatched(conversion)
    _report_settings(conversion)
    bot = _bot(conversion, options)
    report = Report(PLATFORM, export.name, bot.id, tuple(conversion.account.entries))
    return Imported(Project(name=bot.name, bots={bot.id: bot}), report)


def _make_tables(conversion: Conversion) -> None:
    names = Names(FOUND_IN_MESSAGES)
    for one in conversion.export.types:
        rows: dict[str, dict[str, None]] = {}
        for values in one.values.values():
            for value, synonyms in values.items():
                known = rows.setdefault(value.strip(), {})
                known.update(dict.fromkeys(s.replace(";", ",") for s in synonyms if s != value))
        if not rows:
            conversion.account.exact("slot types", one.name, one.place)
            continue
        table = names.take(one.name, "type")
        conversion.table_of[one.name] = table
        seen: dict[str, tuple[Value, ...]] = {}
        for value, others in rows.items():
            seen.setdefault(value.lower(), (value, ";".join(others) or None))
        conversion.tables[table] = EntityTable(("value", "synonyms"), tuple(seen.values()))
        if one.open:
            how = "where a word is like none of the list, the whole answer is kept"
            conversion.account.approximate("slot types", one.name, one.place, how)
        else:
            conversion.account.exact("slot types", one.name, one.place)
        conversion.account.exact("slot values", one.name, one.place, len(seen))


_SPOKEN = "it is for a voice, and nothing is spoken here"
_LAW = "it tells Amazon what it may keep; here see the settings of contacts and their history"
# What becomes of the settings that a bot has anyway.
SETTLED = {
    "nluConfidenceThreshold": "how sure it has to be is found by measuring when the bot is trained",
    "voiceSettings": _SPOKEN,
    "voiceId": _SPOKEN,
    "childDirected": _LAW,
    "enableModelImprovements": "the bot is trained here, with its own understanding",
}


def _report_settings(conversion: Conversion) -> None:
    export = conversion.export
    conversion.account.exact("settings", f"idle session of {export.timeout_s} s", export.place)
    for locale in export.locales:
        language = locale.partition("_")[0].lower()
        others = [one for one in export.locales if one.startswith(language) and one != locale]
        if others and locale != next(o for o in export.locales if o.startswith(language)):
            how = f"its words were joined with those of {others[0]}"
            conversion.account.approximate("locales", locale, export.place, how)
        else:
            conversion.account.exact("locales", locale, export.place)
    for setting in export.settings:
        known = SETTLED.get(setting.partition(":")[0])
        if known:
            conversion.account.approximate("settings", setting[:100], export.place, known)
            continue
        conversion.account.unmapped(
            "settings",
            setting[:100],
            export.place,
            "it has no counterpart",
            "nothing, or set it in the bot's settings",
        )


def _bot(conversion: Conversion, options: Options) -> Bot:
    export = conversion.export
    topics = conversion.drawing.finish()
    return Bot(
        id=options.bot or identifier(export.name, "bot"),
        name=options.name or readable(export.name),
        description=export.description,
        languages=conversion.languages,
        session_timeout_s=max(export.timeout_s, 60),
        default_message=DefaultMessage(related_topic=False, related_intents=False),
        variables=dict(sorted(conversion.variables.items())),
        constants=conversion.constants,
        limits=_limits(conversion, topics),
        topics=topics,
        entities=conversion.tables,
    )


def _limits(conversion: Conversion, topics: dict[str, Topic]) -> dict[str, int]:
    counts = [
        len(one)
        for topic in topics.values()
        for node in topic.nodes.values()
        for one in _phrase_lists(node.params.get("phrases"))
    ]
    limits = {}
    # Conditions count beside the phrases.
    if max(counts, default=0) > LIMITS.triggers_per_intent - 10:
        limits["triggers_per_intent"] = max(counts) + 10
    if conversion.most_options > LIMITS.options:
        limits["options"] = conversion.most_options
    if conversion.longest_label > LIMITS.option_chars:
        limits["option_chars"] = conversion.longest_label
    return limits


def _phrase_lists(phrases: Value) -> list[list[object]]:
    found = phrases.values() if isinstance(phrases, dict) else ()
    return [one for one in found if isinstance(one, list)]
