"""Small bots of Botpress v12, written as values."""

import json
from pathlib import Path
from typing import Any

from engine.importers import Imported, import_bot
from engine.project.check import check
from engine.runtime.loading import load
from engine.runtime.rehearsal import Rehearsal
from engine.types.bot import Bot, Node

PLATFORM = "botpress"
# JSON as the tests write it.
Json = dict[str, Any]


def node(name: str, *enter: str, to: str | list[tuple[str, str]] = "", **more: Any) -> Json:
    """A node that goes on to one place, or to some under conditions."""
    ways = [("true", to)] if isinstance(to, str) else to
    return {
        "id": f"id-{name}",
        "name": name,
        "onEnter": list(enter),
        "onReceive": None,
        "next": [{"condition": condition, "node": place} for condition, place in ways],
        **more,
    }


def asks(name: str, *enter: str, to: str | list[tuple[str, str]] = "", **more: Any) -> Json:
    """A node that waits for a message."""
    return node(name, *enter, to=to, **{"onReceive": [], **more})


def flow(*nodes: Json, **more: Any) -> Json:
    return {
        "version": "0.0.1",
        "catchAll": {},
        "startNode": nodes[0]["name"] if nodes else "",
        "nodes": list(nodes),
        **more,
    }


def text(id_: str, words: str, **more: Any) -> Json:
    return {"id": f"builtin_text-{id_}", "formData": {"text$en": words, **more}}


class BotpressBot:
    """A bot's files by path, to be written into a folder."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        self.files: dict[str, Any] = {}
        base = {"id": "shop", "name": "Shop", "defaultLanguage": "en", "languages": ["en"]}
        self.files["bot.config.json"] = {**base, **settings}
        self.contents: dict[str, list[Json]] = {}

    def flow(self, name: str, *nodes: Json, **more: Any) -> None:
        self.files[f"flows/{name}.flow.json"] = flow(*nodes, **more)

    def say(self, words: str, **more: Any) -> str:
        """The instruction that says a text, whose element is added."""
        id_ = f"t{len(self.contents.get('builtin_text', []))}"
        self.contents.setdefault("builtin_text", []).append(text(id_, words, **more))
        return f"say #!builtin_text-{id_}"

    def content(self, kind: str, **data: Any) -> str:
        """The instruction that says an element of a kind."""
        id_ = f"{kind}-c{len(self.contents.get(kind, []))}"
        self.contents.setdefault(kind, []).append({"id": id_, "formData": data})
        return f"say #!{id_}"

    def intent(self, name: str, *utterances: str, **more: Any) -> None:
        value = {"name": name, "utterances": {"en": list(utterances)}, "slots": [], **more}
        self.files[f"intents/{name}.json"] = value

    def question(self, id_: str, questions: list[str], answers: list[str], **more: Any) -> None:
        data = {
            "action": "text",
            "contexts": ["global"],
            "enabled": True,
            "questions": {"en": questions},
            "answers": {"en": answers},
            "redirectFlow": "",
            "redirectNode": "",
            **more,
        }
        self.files[f"qna/{id_}.json"] = {"id": id_, "data": data}

    def write(self) -> Path:
        contents = {f"content-elements/{kind}.json": some for kind, some in self.contents.items()}
        for path, value in {**self.files, **contents}.items():
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            written = value if isinstance(value, str) else json.dumps(value)
            target.write_text(written, encoding="utf-8")
        return self.folder

    def imported(self) -> Imported:
        return import_bot(PLATFORM, self.write())


def bot_of(found: Imported) -> Bot:
    (bot,) = found.project.bots.values()
    return bot


def nodes_of(found: Imported) -> dict[str, Node]:
    return {id_: one for topic in bot_of(found).topics.values() for id_, one in topic.nodes.items()}


def rehearse(found: Imported, **more: Any) -> Rehearsal:
    """A conversation with the bot, which must have no errors."""
    errors = [str(issue) for issue in check(found.project) if issue.severity == "error"]
    assert not errors, "\n".join(errors)
    return Rehearsal(load(found.project, {}, "test"), **more)


def talk(found: Imported, *said: str, **more: Any) -> list[str]:
    """What the bot answers to some messages; `*label` presses a button."""
    rehearsal = rehearse(found, **more)
    for one in said:
        if one.startswith("*"):
            rehearsal.press(one[1:])
        else:
            rehearsal.say(one)
    return [each.text for each in rehearsal.messages]
