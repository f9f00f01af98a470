"""An export of Lex as a bot, in order: tables, intents, what fits none, the account."""

from engine.importers.lex.builtin import FALLBACK, plain_intent
from engine.importers.lex.conversion import GAVE_UP, START, Conversion
from engine.importers.lex.intents import draw_intent
from engine.importers.lex.source import Export, Intent
from engine.importers.lex.speaking import draw_speech
from engine.importers.naming import Names, identifier, readable
from engine.importers.protocol import Imported, Options
from engine.importers.report import Report
from engine.importers.rows import Row
from engine.importers.watson.vocabulary import FOUND_IN_MESSAGES
from engine.nodes.branch import Branch, Case
from engine.nodes.goto import Goto
from engine.nodes.intent import Intent as IntentParams
from engine.nodes.say import Say
from engine.nodes.set import Set
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
from engine.types.value import Text, Value

PLATFORM = "lex"
SORRY: Text = {
    "en": "Sorry, can you please repeat that?",
    "es": "Perdona, ¿puedes repetirlo?",
    "pt": "Desculpe, pode repetir?",
}
BYE: Text = {
    "en": "Sorry, I could not understand. Goodbye.",
    "es": "Lo siento, no he podido entenderte. Adiós.",
    "pt": "Desculpe, não consegui entender. Até logo.",
}
LABELS: dict[str, Text] = {
    STARTUP: {"en": "Start", "es": "Inicio", "pt": "Início"},
    NOT_UNDERSTOOD: {"en": "Not understood", "es": "No entendido", "pt": "Não entendido"},
}


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
    conversion.drawing.open_topic(START, _in(conversion, LABELS[STARTUP]))
    for intent in export.intents:
        draw_intent(conversion, intent)
    _draw_startup(conversion)
    _draw_unmatched(conversion)
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


def _draw_startup(conversion: Conversion) -> None:
    params = IntentParams(
        label=_in(conversion, LABELS[STARTUP]), events=("opened",), tags_topic=False
    )
    place = conversion.export.place
    conversion.drawing.put(
        START,
        STARTUP,
        "intent",
        params,
        note="A Lex bot is silent until the person writes; draw a greeting here if you want one.",
        source=place,
    )
    row = Row(conversion.drawing, START, place, ((STARTUP, "next"),))
    case = Case(id="has_written", condition='message.text != ""')
    title = "Has the person written?"
    row.then("startup_when", "branch", Branch(cases=(case,)), title=title, ends=("has_written",))
    row.then("startup_unclear", "goto", Goto(target=NOT_UNDERSTOOD), ends=())
    how = "Lex has none: the bot waits for the person to begin"
    conversion.account.approximate(
        "predefined intents", STARTUP, place, how, "greet, if you like", node=STARTUP
    )


def _draw_unmatched(conversion: Conversion) -> None:
    """The clarification, so many times in a row, then the abort statement; or the fallback."""
    export = conversion.export
    fallback = next((one for one in export.intents if plain_intent(one.parent) == FALLBACK), None)
    place = fallback.place if fallback else export.place
    conversion.drawing.put(
        START,
        NOT_UNDERSTOOD,
        "intent",
        IntentParams(label=_in(conversion, LABELS[NOT_UNDERSTOOD]), tags_topic=False),
        source=place,
    )
    row = Row(conversion.drawing, START, place, ((NOT_UNDERSTOOD, "next"),))
    if fallback:
        _draw_fallback(conversion, row, fallback)
    else:
        _draw_clarification(conversion, row)
    if export.version == 1:
        _draw_gave_up(conversion)


def _draw_fallback(conversion: Conversion, row: Row, fallback: Intent) -> None:
    before = list(row.ends)
    for speech in (fallback.opening, fallback.success, fallback.closing):
        draw_speech(conversion, row, "not_understood_say", speech, fallback.name, ())
    if row.ends == before:
        row.then("not_understood_say", "say", Say(text=_in(conversion, SORRY)))
        how = "it says nothing of its own: a plain answer was made"
        conversion.differs(fallback.place, how, "word it as the bot should speak")
    if fallback.fulfils:
        how = "its program is not part of an export"
        conversion.differs(fallback.place, how, "call a service in its place")
    conversion.tell("intents", fallback.name, fallback.place, node=NOT_UNDERSTOOD)


def _draw_clarification(conversion: Conversion, row: Row) -> None:
    export = conversion.export
    prompt = export.clarification
    place = f"{export.place}#clarificationPrompt"
    if prompt is None or not prompt.speech.said:
        row.then("not_understood_say", "say", Say(text=_in(conversion, SORRY)))
        how = "the export has no words for what fits no intent: a plain answer was made"
        conversion.account.approximate(
            "predefined intents", NOT_UNDERSTOOD, place, how, "word it as the bot should speak"
        )
        return
    count = conversion.own("unclear", "How many messages in a row fitted no intent.", 0)
    last = conversion.own("unclear_at", "The last message that fitted no intent.", 0)
    again = f"{last} == session.messages - 1 ? {count} + 1 : 1"
    row.then("count_unclear", "set", Set(variables={count: again, last: "session.messages"}))
    case = Case(id="too_often", condition=f"{count} > {prompt.retries + 1}")
    branch = row.then(
        "unclear_again", "branch", Branch(cases=(case,)), title="Too often?", ends=("else",)
    )
    draw_speech(conversion, row, "clarification", prompt.speech, "", ())
    row.fork((branch, "too_often")).then("unclear_gave_up", "goto", Goto(target=GAVE_UP), ends=())
    conversion.account.exact("prompts", "clarificationPrompt", place)


def _draw_gave_up(conversion: Conversion) -> None:
    """What is said when the bot gives up: the abort statement."""
    export = conversion.export
    place = f"{export.place}#abortStatement"
    conversion.drawing.put(
        START,
        GAVE_UP,
        "say",
        Say(text=_abort(conversion)),
        title="Abort statement",
        source=place,
    )
    if export.abort.said:
        conversion.account.exact("prompts", "abortStatement", place)
    else:
        how = "there is none: a plain one was made"
        conversion.account.approximate("prompts", "abortStatement", place, how)


def _abort(conversion: Conversion) -> Text:
    rows = conversion.texts(conversion.export.abort.said, "", ())
    return rows[0][0] if rows else _in(conversion, BYE)


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


def _in(conversion: Conversion, words: Text) -> Text:
    return {one: words.get(one, words["en"]) for one in conversion.languages}
