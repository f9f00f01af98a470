"""What every bot has: the greeting, and the answer to what fits nothing."""

from engine.importers.watson.cel import all_of, any_of
from engine.importers.watson.conversion import Conversion
from engine.importers.watson.flow import Flow
from engine.importers.watson.known import Known
from engine.importers.watson.levels import END, UNMATCHED, choose, draw_level
from engine.importers.watson.order import CATCHES_ALL, Entry
from engine.nodes.branch import Branch, Case
from engine.nodes.intent import Intent
from engine.nodes.say import Say
from engine.types.bot import NOT_UNDERSTOOD, STARTUP
from engine.types.value import Text

LABELS: dict[str, Text] = {
    STARTUP: {"en": "Start", "es": "Inicio", "pt": "Início"},
    NOT_UNDERSTOOD: {"en": "Not understood", "es": "No entendido", "pt": "Não entendido"},
}
SORRY: Text = {
    "en": "I am sorry, I did not understand. Could you put it in other words?",
    "es": "Lo siento, no te he entendido. ¿Puedes decirlo con otras palabras?",
    "pt": "Desculpe, não entendi. Pode dizer com outras palavras?",
}
START = "start"
# A condition longer than this is left at what came before: an expression has an end.
LONGEST = 4000


def draw_unmatched(conversion: Conversion) -> None:
    """The way in of what fits no intent, with the counterexamples as its phrases."""
    place = f"{conversion.skill.place}#anything_else"
    phrases = tuple(dict.fromkeys(conversion.skill.counterexamples))
    conversion.drawing.put(
        START,
        NOT_UNDERSTOOD,
        "intent",
        Intent(
            label=_in(conversion, LABELS[NOT_UNDERSTOOD]),
            phrases={conversion.language: phrases} if phrases else {},
            tags_topic=False,
        ),
        note="Watson's counterexamples are its phrases." if phrases else "",
        source=place,
    )
    conversion.topic_of[NOT_UNDERSTOOD] = START
    conversion.heads[UNMATCHED] = NOT_UNDERSTOOD
    flow = Flow(conversion, START, place, [(NOT_UNDERSTOOD, "next")])
    conversion.account.exact("counterexamples", "counterexamples", place, len(phrases))
    draw_level(flow, "anything_else", roots_of(conversion), Known(""), "silence")
    if choose(conversion, roots_of(conversion), Known(""))[1] is None:
        silent = Flow(conversion, START, place, key="silence")
        silent.then("not_understood_say", "say", Say(text=_in(conversion, SORRY)))
        how = "there is no anything_else node: Watson says nothing, here a plain answer was made"
        conversion.account.approximate(
            "predefined intents", NOT_UNDERSTOOD, place, how, "word it as the bot should speak"
        )


def draw_startup(conversion: Conversion) -> None:
    """The way in of an opened conversation, and what answers who begins with words."""
    place = f"{conversion.skill.place}#welcome"
    conversion.drawing.put(
        START,
        STARTUP,
        "intent",
        Intent(label=_in(conversion, LABELS[STARTUP]), events=("opened",), tags_topic=False),
        source=place,
    )
    conversion.topic_of[STARTUP] = START
    flow = Flow(conversion, START, place, [(STARTUP, "next")])
    open_ways, last = choose(conversion, roots_of(conversion), Known("", start=True))
    silent = not open_ways and (last is None or catches_all(last))
    _greet_writers(conversion, flow, silent=silent)
    if silent:
        how = "no node welcomes: the bot waits for the person to begin"
        conversion.account.approximate(
            "predefined intents", STARTUP, place, how, "greet, if you like", node=STARTUP
        )
        return
    draw_level(flow, "welcome_which", roots_of(conversion), Known("", start=True), END)


def _greet_writers(conversion: Conversion, flow: Flow, *, silent: bool) -> None:
    """Who begins with words that fit no intent is answered by the nodes that they fit, if any."""
    fits = [
        conversion.test(entry.node, expr)
        for entry, expr in choose(conversion, roots_of(conversion), Known(""))[0]
    ]
    fitting = any_of(*fits)
    known = "true" if silent or len(fitting) > LONGEST else fitting
    condition = all_of('message.text != ""', known)
    if condition == "false":
        return
    case = Case(id="has_written", condition=condition)
    branch = flow.then(
        "startup_when", "branch", Branch(cases=(case,)), title="Has the person written?", ends=()
    )
    flow.fork((branch, "has_written")).lead(UNMATCHED)
    flow.ends = [] if silent else [(branch, "else")]


def roots_of(conversion: Conversion, *, digressing: bool = False) -> tuple[Entry, ...]:
    """The roots in Watson's order; only those that a digression may enter, if so asked."""
    entries = conversion.tree.level("")
    if not digressing:
        return entries
    return tuple(entry for entry in entries if entry.digress_in != "not_available")


def catches_all(entry: Entry) -> bool:
    """Whether the node answers whatever no other node does."""
    return entry.node.conditions in CATCHES_ALL


def _in(conversion: Conversion, words: Text) -> Text:
    return conversion.text(words.get(conversion.language, words["en"]))
