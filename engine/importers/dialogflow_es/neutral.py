"""The two intents that every bot has, for agents that come without them."""

from engine.importers.dialogflow_es.conversion import Conversion, Flow
from engine.importers.dialogflow_es.fallbacks import draw_branch
from engine.importers.dialogflow_es.source import Intent
from engine.nodes.intent import Intent as IntentParams
from engine.nodes.say import Say
from engine.types.bot import NOT_UNDERSTOOD, STARTUP
from engine.types.value import Text

HELLO: Text = {
    "en": "Hello! How can I help you?",
    "es": "¡Hola! ¿En qué puedo ayudarte?",
    "pt": "Olá! Como posso ajudar?",
}
SORRY: Text = {
    "en": "I am sorry, I did not understand. Could you put it in other words?",
    "es": "Lo siento, no te he entendido. ¿Puedes decirlo con otras palabras?",
    "pt": "Desculpe, não entendi. Pode dizer com outras palavras?",
}
LABELS: dict[str, Text] = {
    STARTUP: {"en": "Start", "es": "Inicio", "pt": "Início"},
    NOT_UNDERSTOOD: {"en": "Not understood", "es": "No entendido", "pt": "Não entendido"},
}


def draw_neutral(conversion: Conversion, topic: str, name: str) -> None:
    """A plain startup or not_understood, to be worded by a person."""
    words = HELLO if name == STARTUP else SORRY
    events = ("opened",) if name == STARTUP else ()
    params = IntentParams(label=_in(conversion, LABELS[name]), events=events)
    conversion.drawing.put(topic, name, "intent", params)
    flow = Flow(conversion, topic, Intent(path="", id="", name=name), name)
    if name == NOT_UNDERSTOOD:
        draw_branch(flow)
    flow.then(f"{name}_say", "say", Say(text=_in(conversion, words)))
    conversion.account.approximate(
        "predefined intents",
        name,
        "intents/",
        "the agent has none that is sound; a plain one was made",
        "word it as the bot should speak",
        node=name,
    )


def _in(conversion: Conversion, words: Text) -> Text:
    languages = conversion.languages
    known = {code: words[code] for code in languages.sources if code in words}
    return known or {languages.own: words["en"]}
