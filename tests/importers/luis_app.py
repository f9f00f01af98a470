"""Small apps of LUIS for tests."""

import json
from pathlib import Path
from typing import Any

from engine.importers import Imported, import_bot
from engine.project.chat import parse
from engine.project.check import check
from engine.runtime.conversations import Outcome, play
from engine.runtime.loading import load
from engine.types.bot import Bot, Node

PLATFORM = "luis"


def said(text: str, intent: str, **marked: str) -> dict[str, Any]:
    """An utterance; each keyword is an entity with the words that stand for it."""
    entities = []
    for entity, words in marked.items():
        start = text.index(words)
        entities.append({"entity": entity, "startPos": start, "endPos": start + len(words) - 1})
    return {"text": text, "intent": intent, "entities": entities}


def app(*utterances: dict[str, Any], **more: Any) -> dict[str, Any]:
    names = dict.fromkeys(one["intent"] for one in utterances)
    base = {"luis_schema_version": "7.0.0", "name": "Travel", "culture": "en-us"}
    intents = [{"name": name} for name in names]
    return {**base, "intents": intents, "utterances": list(utterances), **more}


def write(folder: Path, content: object, name: str = "app.json") -> Path:
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / name).write_text(text, "utf-8")
    return folder


def luis(folder: Path) -> Path:
    return write(folder, app(said("book a flight", "Book"), said("never mind", "Cancel")))


def imported(folder: Path) -> Imported:
    """The import of an app, whose bot has no error."""
    found = import_bot(PLATFORM, folder)
    errors = [str(issue) for issue in check(found.project) if issue.severity == "error"]
    assert not errors, "\n".join(errors)
    return found


def bot_of(found: Imported) -> Bot:
    (bot,) = found.project.bots.values()
    return bot


def nodes_of(found: Imported) -> dict[str, Node]:
    topics = bot_of(found).topics.values()
    return {name: one for topic in topics for name, one in topic.nodes.items()}


def talk(found: Imported, lines: str, models: dict[str, dict[str, bytes]] | None = None) -> Outcome:
    """A conversation with the bot, in the form of a `.chat` file."""
    (conversation,), issues = parse("== talk\n" + lines)
    assert not issues, issues
    return play(conversation, load(found.project, models or {}, "x"))
