"""Contexts as variables that hold the number of the last message for which they live.

Dialogflow counts a context's lifespan down with every message. Here the intent that opens a
context keeps `session.messages + lifespan`, and an intent that wants it has the condition
`session.messages <= ctx_NAME_until`: both can be read on the canvas.
"""

from engine.importers.dialogflow_es.conversion import Conversion
from engine.importers.dialogflow_es.source import Intent

# Messages; no session has more.
LONGEST = 1_000_000
# Below this priority Dialogflow passes an intent by.
OFF = "false"


def condition(conversion: Conversion, intent: Intent) -> str:
    """The condition under which an intent may be entered; empty where it always may."""
    if intent.priority < 0:
        return OFF
    names = dict.fromkeys(conversion.variables.context(name) for name in intent.contexts)
    return " && ".join(f"session.messages <= {name}" for name in names)


def declare_contexts(conversion: Conversion) -> None:
    """Gives every context of the agent its variable."""
    for intent in conversion.agent.intents:
        for name in (*intent.contexts, *(one.name for one in intent.outputs)):
            conversion.variables.context(name)


def context_changes(conversion: Conversion, intent: Intent) -> dict[str, str]:
    """What an intent sets: contexts that it closes and opens, by variable."""
    changes = dict.fromkeys(conversion.variables.contexts(), "0") if intent.resets else {}
    for output in intent.outputs:
        name = conversion.variables.context(output.name)
        until = f"session.messages + {min(output.lifespan, LONGEST)}"
        changes[name] = until if output.lifespan > 0 else "0"
    return changes


def report_contexts(conversion: Conversion, intent: Intent) -> None:
    """Accounts for the contexts that an intent wants, opens and closes."""
    account = conversion.account
    both = [(name, "input") for name in intent.contexts]
    both += [(output.name, "output") for output in intent.outputs]
    for name, role in both:
        place = f"{intent.path}#{role} contexts"
        account.exact("contexts", name, place)
    if intent.resets:
        account.exact("contexts", "(reset)", f"{intent.path}#resetContexts")
