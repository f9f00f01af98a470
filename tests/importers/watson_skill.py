"""Small skills of Watson Assistant for tests."""

import json
from pathlib import Path
from typing import Any

from engine import nlu
from engine.importers import Imported, import_bot
from engine.project.chat import parse
from engine.project.check import check
from engine.runtime.conversations import Outcome, play
from engine.runtime.loading import load
from engine.types.bot import Bot, Node

PLATFORM = "watson"


def intent(name: str, *examples: str) -> dict[str, Any]:
    return {"intent": name, "examples": [{"text": one} for one in examples]}


def entity(name: str, **values: list[str]) -> dict[str, Any]:
    rows = [{"value": value, "synonyms": synonyms} for value, synonyms in values.items()]
    return {"entity": name, "values": rows}


def node(name: str, conditions: str = "", says: Any = None, **more: Any) -> dict[str, Any]:
    """A dialog node; `after` is its previous sibling, `says` a text or a list of generic."""
    made: dict[str, Any] = {"dialog_node": name, "type": "standard", "conditions": conditions}
    if isinstance(says, str):
        says = [{"response_type": "text", "values": [{"text": says}]}]
    if says:
        made["output"] = {"generic": says}
    if "after" in more:
        made["previous_sibling"] = more.pop("after")
    return {**made, **more}


def skill(*nodes: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A skill whose nodes follow each other on their levels, unless they say otherwise."""
    last: dict[Any, str] = {}
    placed = []
    for one in nodes:
        parent = one.get("parent")
        follows = "previous_sibling" not in one and parent in last
        placed.append({**one, "previous_sibling": last[parent]} if follows else one)
        last[parent] = one["dialog_node"]
    base = {"name": "shop", "language": "en", "intents": [], "entities": []}
    return {**base, "dialog_nodes": placed, **more}


WELCOME = node("Welcome", "welcome", "Hello!")
ELSE = node("Anything else", "anything_else", "I did not get that.")


def write(folder: Path, content: object) -> Path:
    (folder / "skill.json").write_text(json.dumps(content), "utf-8")
    return folder


def watson(folder: Path) -> Path:
    hours = node("Hours", "#hours", "From nine to five.")
    intents = [intent("hours", "when do you open", "opening hours please")]
    return write(folder, skill(WELCOME, hours, ELSE, intents=intents))


def imported(folder: Path, content: object) -> Imported:
    """The import of a skill, whose bot has no error."""
    found = import_bot(PLATFORM, write(folder, content))
    errors = [str(issue) for issue in check(found.project) if issue.severity == "error"]
    assert not errors, "\n".join(errors)
    return found


def bot_of(found: Imported) -> Bot:
    (bot,) = found.project.bots.values()
    return bot


def nodes_of(found: Imported) -> dict[str, Node]:
    topics = bot_of(found).topics.values()
    return {name: one for topic in topics for name, one in topic.nodes.items()}


def talk(found: Imported, lines: str) -> Outcome:
    """A conversation with the trained bot, in the form of a `.chat` file."""
    (conversation,), issues = parse("== talk\n" + lines)
    assert not issues, issues
    bot = bot_of(found)
    return play(conversation, load(found.project, {bot.id: nlu.train(bot).save()}, "x"))
