"""Small exports of Amazon Lex, of both versions, for tests."""

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

PLATFORM = "lex"


def said(*texts: str, group: int = 1) -> dict[str, Any]:
    messages = [{"contentType": "PlainText", "content": one, "groupNumber": group} for one in texts]
    return {"messages": messages}


def slot(name: str, type_: str, question: str, **more: Any) -> dict[str, Any]:
    prompt = {**said(question), "maxAttempts": 2}
    base = {"name": name, "slotType": type_, "slotConstraint": "Required", "priority": 1}
    return {**base, "valueElicitationPrompt": prompt, **more}


def intent(name: str, *utterances: str, **more: Any) -> dict[str, Any]:
    base = {"name": name, "sampleUtterances": list(utterances), "slots": []}
    return {**base, "fulfillmentActivity": {"type": "ReturnIntent"}, **more}


FLOWERS = {
    "name": "FlowerTypes",
    "enumerationValues": [
        {"value": "roses", "synonyms": ["rose"]},
        {"value": "tulips", "synonyms": []},
    ],
    "valueSelectionStrategy": "TOP_RESOLUTION",
}


def bot_v1(*intents: dict[str, Any], **more: Any) -> dict[str, Any]:
    resource = {
        "name": "Flowers",
        "locale": "en-US",
        "intents": list(intents),
        "slotTypes": [FLOWERS],
        "clarificationPrompt": {**said("Could you say that again?"), "maxAttempts": 2},
        "abortStatement": said("Sorry, goodbye."),
        "idleSessionTTLInSeconds": 300,
        **more,
    }
    metadata = {"schemaVersion": "1.0", "importType": "LEX", "importFormat": "JSON"}
    return {"metadata": metadata, "resource": resource}


def write(folder: Path, content: object) -> Path:
    (folder / "bot.json").write_text(json.dumps(content), "utf-8")
    return folder


def write_v2(folder: Path, files: dict[str, object]) -> Path:
    """A folder as Lex V2 exports it, below the name of the bot."""
    for path, content in files.items():
        target = folder / "Flowers" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(content), "utf-8")
    return folder


def group(*texts: str) -> dict[str, Any]:
    messages = [{"plainTextMessage": {"value": one}} for one in texts]
    return {"message": messages[0], "variations": messages[1:]}


def lex(folder: Path) -> Path:
    hours = intent("Hours", "when are you open", "opening hours please")
    return write(folder, bot_v1({**hours, "conclusionStatement": said("From nine to five.")}))


def imported(folder: Path) -> Imported:
    """The import of an export, whose bot has no error."""
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


def talk(found: Imported, lines: str) -> Outcome:
    """A conversation with the trained bot, in the form of a `.chat` file."""
    (conversation,), issues = parse("== talk\n" + lines)
    assert not issues, issues
    bot = bot_of(found)
    return play(conversation, load(found.project, {bot.id: nlu.train(bot).save()}, "x"))
