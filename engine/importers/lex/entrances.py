"""Where conversations begin, and where they come when nothing is understood."""

from engine.importers.lex.builtin import FALLBACK, plain_intent
from engine.importers.lex.conversion import GAVE_UP, START, Conversion
from engine.importers.lex.source import Intent
from engine.importers.lex.speaking import draw_speech
from engine.importers.rows import Row
from engine.nodes.branch import Branch, Case
from engine.nodes.goto import Goto
from engine.nodes.intent import Intent as IntentParams
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD, STARTUP
from engine.types.value import Text

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


def draw_startup(conversion: Conversion) -> None:
    params = IntentParams(
        label=in_all(conversion, LABELS[STARTUP]), events=("opened",), tags_topic=False
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


def draw_unmatched(conversion: Conversion) -> None:
    """The clarification, so many times in a row, then the abort statement; or the fallback."""
    export = conversion.export
    fallback = next((one for one in export.intents if plain_intent(one.parent) == FALLBACK), None)
    place = fallback.place if fallback else export.place
    conversion.drawing.put(
        START,
        NOT_UNDERSTOOD,
        "intent",
        IntentParams(label=in_all(conversion, LABELS[NOT_UNDERSTOOD]), tags_topic=False),
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
        row.then("not_understood_say", "say", Say(text=in_all(conversion, SORRY)))
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
        row.then("not_understood_say", "say", Say(text=in_all(conversion, SORRY)))
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
    return rows[0][0] if rows else in_all(conversion, BYE)


def in_all(conversion: Conversion, words: Text) -> Text:
    return {one: words.get(one, words["en"]) for one in conversion.languages}
