"""Small Dialogflow ES agents for tests, and conversations with what became of them."""

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.importers import Imported, import_bot
from engine.interpreter import step
from engine.project.check import check
from engine.project.compile import compile_bot
from engine.types.bot import Bot, Node
from engine.types.effect import CallService, Send
from engine.types.event import Answered, Happened, Opened, Said
from engine.types.message import Message
from engine.types.state import State
from engine.types.value import Value

PLATFORM = "dialogflow-es"
SECOND_US = 1_000_000


def text(*words: str, lang: str = "en", **more: Any) -> dict[str, Any]:
    return {"type": 0, "lang": lang, "speech": list(words), **more}


def payload(content: Any, lang: str = "en", **more: Any) -> dict[str, Any]:
    return {"type": 4, "lang": lang, "payload": content, **more}


def intent(name: str, *messages: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An intent as exported; `phrases` are written beside it, `response` into its response."""
    response = {"messages": list(messages), **more.pop("response", {})}
    return {"name": name, "id": f"id-{name}", "responses": [response], **more}


def parameter(name: str, type_: str, **more: Any) -> dict[str, Any]:
    prompts = [{"lang": "en", "value": one} for one in more.pop("prompts", [])]
    return {"name": name, "dataType": type_, "value": f"${name}", "prompts": prompts, **more}


class Agent:
    """An export in the making."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        self.files: dict[str, bytes] = {}
        self.json("agent.json", {"language": "en", "displayName": "Tester", **settings})

    def json(self, path: str, value: Any) -> "Agent":
        self.files[path] = json.dumps(value, ensure_ascii=False).encode()
        return self

    def intent(self, name: str, *messages: dict[str, Any], **more: Any) -> "Agent":
        phrases = more.pop("phrases", {})
        self.json(f"intents/{name}.json", intent(name, *messages, **more))
        for language, several in phrases.items():
            data = [{"data": [{"text": one}] if isinstance(one, str) else one} for one in several]
            self.json(f"intents/{name}_usersays_{language}.json", data)
        return self

    def entity(
        self, name: str, entries: Sequence[dict[str, Any]], lang: str = "en", **more: Any
    ) -> "Agent":
        self.json(f"entities/{name}.json", {"name": name, **more})
        return self.json(f"entities/{name}_entries_{lang}.json", list(entries))

    def write(self) -> Path:
        for path, data in self.files.items():
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return self.folder

    def zip(self, path: Path) -> Path:
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in self.files.items():
                archive.writestr(name, data)
        return path

    def imported(self) -> Imported:
        """The import of the agent, whose bot has no error."""
        imported = import_bot(PLATFORM, self.write())
        errors = [str(issue) for issue in check(imported.project) if issue.severity == "error"]
        assert not errors, "\n".join(errors)
        return imported

    def bot(self) -> Bot:
        return bot_of(self.imported())


def bot_of(imported: Imported) -> Bot:
    (bot,) = imported.project.bots.values()
    return bot


def nodes_of(bot: Bot) -> dict[str, Node]:
    return {name: node for topic in bot.topics.values() for name, node in topic.nodes.items()}


class Talk:
    """A conversation with a bot by the real step, opened; services are answered by hand."""

    def __init__(self, bot: Bot) -> None:
        self.program = compile_bot(bot)
        self.state = State(bot=bot.id)
        self.t_us = SECOND_US
        self.calls: list[CallService] = []
        self.greeting = [message.text for message in self._step(Opened(self._tick()))]

    def say(self, words: str) -> list[str]:
        """The texts of the answer."""
        return [message.text for message in self.send(words)]

    def send(self, words: str = "", choice: str = "") -> list[Message]:
        return self._step(Said(self._tick(), text=words, choice=choice))

    def happen(self, name: str) -> list[str]:
        return [message.text for message in self._step(Happened(self._tick(), name))]

    def answer(self, value: Value, port: str = "ok") -> list[str]:
        """What the bot says when the service that it called last has answered."""
        event = Answered(self._tick(), self.calls[-1].key, port, value)
        return [message.text for message in self._step(event)]

    def _tick(self) -> int:
        self.t_us += SECOND_US
        return self.t_us

    def _step(self, event: Any) -> list[Message]:
        turn = step(self.program, self.state, event)
        self.state = turn.state
        self.calls += [effect for effect in turn.effects if isinstance(effect, CallService)]
        return [effect.message for effect in turn.effects if isinstance(effect, Send)]
