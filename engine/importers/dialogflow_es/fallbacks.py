"""What is said to a message that nothing claims: the agent's fallback intents.

The one without contexts is the bot's message when not understood. Those with contexts come
first, by a branch: the first whose contexts all live.
"""

from engine.importers.dialogflow_es.contexts import condition
from engine.importers.dialogflow_es.conversion import Conversion, Flow
from engine.importers.dialogflow_es.source import Intent
from engine.importers.naming import Names
from engine.nodes.branch import Branch, Case
from engine.nodes.goto import Goto
from engine.types.bot import NOT_UNDERSTOOD


def contextual(conversion: Conversion) -> list[Intent]:
    """The fallbacks that belong to contexts, the one with most contexts first."""
    found = [
        one
        for one in conversion.agent.intents
        if one.fallback and conversion.nodes[one.path] != NOT_UNDERSTOOD
    ]
    return sorted(found, key=lambda one: (-len(one.contexts), -one.priority, one.path))


def draw_branch(flow: Flow) -> None:
    """A way to each fallback whose contexts live; the flow goes on where none does."""
    conversion = flow.conversion
    names = Names(("else",))
    ways = []
    for intent in contextual(conversion):
        guard = condition(conversion, intent)
        if guard:
            case = Case(id=names.take(conversion.nodes[intent.path], "case"), condition=guard)
            ways.append((case, intent))
        else:
            conversion.account.approximate(
                "intents",
                intent.name,
                intent.path,
                "is one more fallback without contexts: nothing leads to it",
                "put its texts among the alternatives of the message when not understood",
            )
    if not ways:
        return
    branch = flow.then(
        f"{flow.entry}_contexts",
        "branch",
        Branch(cases=tuple(case for case, _ in ways)),
        ends=("else",),
    )
    for case, intent in ways:
        goto = conversion.drawing.add(
            flow.topic,
            f"goto_{conversion.nodes[intent.path]}",
            "goto",
            Goto(target=conversion.nodes[intent.path]),
            source=intent.path,
        )
        conversion.drawing.connect(flow.topic, branch, case.id, goto)
