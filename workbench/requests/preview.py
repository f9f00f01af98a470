"""Requests on how a node reads: on every channel, and by the rules of writing."""

from typing import Any

from engine.project.advice import RULES, advise, tone_of
from engine.runtime.preview import previews
from engine.types.bot import Bot
from engine.types.issue import TertuliaError
from engine.types.value import Value
from workbench.editor import Editor
from workbench.edits import Plain
from workbench.requests.simulator import simulated_values

MEMORY = "preview"
_RULE_OF = {rule.code: name for name, rule in RULES.items()}


def node(
    editor: Editor, bot: str, topic: str, node: str, language: str = "", simulated: bool = False
) -> Plain:
    """A node on the bot's channels and then on all others, with the advice on its texts.

    With `simulated`, variables have the values of the simulated conversation.
    """
    drawn = editor.document.project.bots.get(bot)
    if drawn is None:
        raise TertuliaError(f"there is no bot {bot!r} any more; choose another")
    values: dict[str, Value] = simulated_values(editor) if simulated else {}
    found = advise(drawn, topic, node, _tone(editor, drawn))
    return {
        "own": drawn.channels,
        "previews": previews(drawn, node, language, values),
        "advice": [{"rule": _RULE_OF[issue.code], "issue": issue} for issue in editor.told(found)],
    }


def rules(_editor: Editor) -> Plain:
    """The rules of writing advice: what each is called and why it is there."""
    return {name: {"title": rule.title, "why": rule.why} for name, rule in RULES.items()}


def _tone(editor: Editor, bot: Bot) -> dict[str, str]:
    """How the bot addresses people; told anew where the bot is another one, not at each key."""
    # `Any`: what requests keep is their own affair.
    kept: dict[str, Any] = editor.memory.setdefault(MEMORY, {})
    if bot.id not in kept:
        kept[bot.id] = dict(tone_of(bot))
    tone: dict[str, str] = kept[bot.id]
    return tone


REQUESTS = {"preview.node": node, "preview.rules": rules}
