"""An intent of the agent as a flow: entry, questions, memory, service, answer."""

import re

from engine.importers.dialogflow_es.compose import compose
from engine.importers.dialogflow_es.contexts import condition, report_contexts
from engine.importers.dialogflow_es.conversion import Conversion, Flow
from engine.importers.dialogflow_es.fallbacks import draw_branch
from engine.importers.dialogflow_es.phrases import read_triggers
from engine.importers.dialogflow_es.respond import draw_answer
from engine.importers.dialogflow_es.slots import draw_slots, report_parameters
from engine.importers.dialogflow_es.source import Intent
from engine.importers.dialogflow_es.texts import literal
from engine.importers.dialogflow_es.webhook import draw_service
from engine.importers.naming import readable, shortened
from engine.nodes.archive import ArchiveNode
from engine.nodes.intent import Intent as IntentParams
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD, STARTUP
from engine.types.limits import LIMITS

OPENED = "opened"
# What Dialogflow's integrations send when a conversation opens.
WELCOME = re.compile(r"^(?:[A-Z]+_)*WELCOME$", re.IGNORECASE)
MIDDLE = 500_000


def opens(intent: Intent) -> bool:
    """Whether the intent greets people when the conversation opens."""
    return any(WELCOME.match(event) for event in intent.events)


def draw_intent(conversion: Conversion, topic: str, intent: Intent) -> Flow:
    """Draws the intent and all that it does; the flow is left open for more."""
    flow = Flow(conversion, topic, intent, _draw_entry(conversion, topic, intent))
    if flow.entry == NOT_UNDERSTOOD:
        draw_branch(flow)
    answer = compose(intent, conversion.languages, conversion.account)
    draw_slots(flow)
    if intent.webhook:
        draw_service(flow)
    draw_answer(flow, answer)
    flow.ends += flow.answered
    says_nothing = not (answer.pieces or intent.webhook or any(_asks(intent)))
    if says_nothing and flow.ends == [(flow.entry, "next")]:
        _draw_nothing(flow)
    if intent.ends and flow.ends:
        flow.then(
            f"{flow.entry}_end", "archive", ArchiveNode(), source=f"{intent.path}#endInteraction"
        )
    report_contexts(conversion, intent)
    report_parameters(conversion, intent)
    _report(conversion, intent, flow.entry, says_nothing=says_nothing)
    return flow


def _asks(intent: Intent) -> list[bool]:
    return [parameter.required for parameter in intent.parameters]


def _draw_nothing(flow: Flow) -> None:
    """A mark where the source says nothing: its action was left to the company's programs."""
    action = f" Its action is {flow.intent.action!r}." if flow.intent.action else ""
    flow.then(
        f"{flow.entry}_to_do",
        "set",
        Set(),
        title="To do: no answer",
        note=f"In the agent this intent answers nothing by itself.{action}",
    )


def _draw_entry(conversion: Conversion, topic: str, intent: Intent) -> str:
    name = conversion.nodes[intent.path]
    phrases, patterns = read_triggers(conversion, intent)
    events = tuple(
        dict.fromkeys(OPENED if WELCOME.match(event) else event for event in intent.events)
    )
    if name == STARTUP and OPENED not in events:
        events = (OPENED, *events)
    guard = condition(conversion, intent)
    note = ""
    if guard and not (phrases or patterns or events):
        # A condition that stands alone would take every message.
        note, guard = f"Nothing but another node leads here. Its contexts: {guard}", ""
    if name in {STARTUP, NOT_UNDERSTOOD} or intent.fallback:
        guard = ""
    label = literal(shortened(readable(_own_name(intent)), LIMITS.option_chars))
    params = IntentParams(
        label={conversion.languages.own: label},
        phrases=phrases,
        patterns=patterns,
        condition=guard,
        events=events,
    )
    for event in intent.events:
        conversion.account.exact("events", event, f"{intent.path}#events", node=name)
    return conversion.drawing.put(
        topic, name, "intent", params, title=intent.name, note=note, source=intent.path
    )


def _own_name(intent: Intent) -> str:
    """The name without the family's prefix, as in `billing.pay`."""
    return re.sub(r"^[^.]{2,30}?(?:\.| - )(?=\S)", "", intent.name)


def _report(conversion: Conversion, intent: Intent, node: str, *, says_nothing: bool) -> None:
    account = conversion.account
    how = []
    if says_nothing:
        how.append("it answers nothing by itself: say in its flow what should happen")
    if intent.priority < 0:
        how.append("it was switched off, and is here by a condition that never holds")
    elif intent.priority != MIDDLE:
        how.append("priorities are not kept: the surer intent wins")
    if intent.fallback and intent.phrases:
        how.append("its negative examples are learned as examples of what is not understood")
    if intent.extras:
        how.append(f"left out: {', '.join(intent.extras)}")
    if how:
        account.approximate("intents", intent.name, intent.path, "; ".join(how), node=node)
    else:
        account.exact("intents", intent.name, intent.path, node=node)
