"""Actions of paths in words and colours."""

from workbench.plots.look import Look

# What came of it, by colour: understood, asked, people, lost, the rest.
_COLOURS = {
    "intent": "entry", "answer": "say", "button": "say", "node": "say", "event": "logic",
    "agent": "ask", "handed_back": "ask", "not_understood": "bad", "invalid_answer": "warn",
    "back": "logic",
}  # fmt: skip


def name(action: str, look: Look) -> str:
    """An action as people read it: `intent order` is "intent: order" in their language."""
    doing, _, what = action.partition(" ")
    said = look.say(f"doing_{doing}")
    return f"{said}: {what}" if what else said


def colour(action: str, look: Look) -> str:
    """The colour of its kind."""
    found: str = getattr(look.colours, _COLOURS.get(action.partition(" ")[0], "ink_3"))
    return found
