"""The two intents that every bot has: Rasa has no greeting of its own, and a fallback."""

from engine.importers.rasa.actions import draw_action
from engine.importers.rasa.conversion import Conversion, Flow
from engine.importers.rasa.intents import FALLBACK
from engine.nodes.branch import Branch, Case
from engine.nodes.goto import Goto
from engine.nodes.intent import Intent
from engine.nodes.say import Say
from engine.types.bot import NOT_UNDERSTOOD, STARTUP
from engine.types.value import Text

START = "start"
# Patterns of CALM that stand for the two.
GREETS, LOST = "pattern_session_start", ("pattern_cannot_handle", "pattern_chitchat")
SORRY: Text = {
    "en": "I am sorry, I did not understand. Could you put it in other words?",
    "es": "Lo siento, no te he entendido. ¿Puedes decirlo con otras palabras?",
    "pt": "Desculpe, não entendi. Pode dizer com outras palavras?",
}
LABELS: dict[str, Text] = {
    STARTUP: {"en": "Start", "es": "Inicio", "pt": "Início"},
    NOT_UNDERSTOOD: {"en": "Not understood", "es": "No entendido", "pt": "Não entendido"},
}


def draw_predefined(conversion: Conversion) -> None:
    """`startup` without words, and `not_understood` if no rule for `nlu_fallback` drew it."""
    conversion.drawing.open_topic(START, conversion.text("Start"))
    _draw_startup(conversion)
    if FALLBACK not in conversion.intents:
        _draw_fallback(conversion)


def _draw_startup(conversion: Conversion) -> None:
    params = Intent(label=_in(conversion, STARTUP), events=("opened",), tags_topic=False)
    conversion.drawing.put(
        START,
        STARTUP,
        "intent",
        params,
        note="A Rasa bot is silent until the person writes; draw a greeting here if you want one.",
        source="domain",
    )
    # A first message that is not understood comes here too; to opening, a Rasa bot is silent.
    flow = Flow(conversion, START, "domain", [(STARTUP, "next")])
    if greets := conversion.calm.get(GREETS):
        flow.then("greet", "goto", Goto(target=greets), ends=())
        conversion.account.exact("predefined intents", STARTUP, "domain", node=STARTUP)
        return
    case = Case(id="unclear", condition='message.text != ""')
    title = "Has the person written?"
    flow.then("startup_when", "branch", Branch(cases=(case,)), title=title, ends=("unclear",))
    flow.then("startup_unclear", "goto", Goto(target=NOT_UNDERSTOOD), ends=())
    how = "Rasa has none: the bot waits for the person to begin"
    conversion.account.approximate(
        "predefined intents", STARTUP, "domain", how, "greet, if you like", node=STARTUP
    )


def _draw_fallback(conversion: Conversion) -> None:
    params = Intent(label=_in(conversion, NOT_UNDERSTOOD), tags_topic=False)
    conversion.drawing.put(START, NOT_UNDERSTOOD, "intent", params, source="config#policies")
    flow = Flow(conversion, START, "config#policies", [(NOT_UNDERSTOOD, "next")])
    if lost := next((conversion.calm[one] for one in LOST if one in conversion.calm), ""):
        flow.then("cannot_handle", "goto", Goto(target=lost), ends=())
        conversion.account.exact("predefined intents", NOT_UNDERSTOOD, flow.source)
        return
    action = conversion.training.fallback_action or "action_default_fallback"
    words = conversion.response("utter_default")
    if conversion.response(action) or action in conversion.actions:
        draw_action(flow, action, "", last=True)
        found = action
    elif words:
        draw_action(flow, "utter_default", "", last=True)
        found = "utter_default"
    else:
        text = SORRY.get(conversion.language, SORRY["en"])
        flow.then("not_understood_say", "say", Say(text=conversion.text(text)))
        conversion.account.approximate(
            "predefined intents",
            NOT_UNDERSTOOD,
            "config#policies",
            "there is no utter_default: a plain answer was made",
            "word it as the bot should speak",
            node=NOT_UNDERSTOOD,
        )
        return
    conversion.account.exact("predefined intents", found, "config#policies", node=NOT_UNDERSTOOD)


def _in(conversion: Conversion, name: str) -> Text:
    return conversion.text(LABELS[name].get(conversion.language, LABELS[name]["en"]))
