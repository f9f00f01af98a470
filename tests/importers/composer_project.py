"""Small Composer projects for tests: dialogs as Python objects, language files as texts."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.importers import Imported, import_bot
from engine.project.chat import parse
from engine.project.check import check
from engine.runtime.conversations import Outcome, play
from engine.runtime.loading import load
from engine.types.bot import Bot, Node

PLATFORM = "composer"
NAMESPACE = "Microsoft."

Json = dict[str, Any]


def kind(name: str, **settings: Any) -> Json:
    """A thing of a kind: an action, a trigger, a recognizer."""
    return {"$kind": f"{NAMESPACE}{name}", **settings}


def say(activity: str, **settings: Any) -> Json:
    return kind("SendActivity", activity=activity, **settings)


def on_intent(intent: str, *actions: Json, **settings: Any) -> Json:
    return kind("OnIntent", intent=intent, actions=list(actions), **settings)


def on_begin(*actions: Json, **settings: Any) -> Json:
    return kind("OnBeginDialog", actions=list(actions), **settings)


def on_unknown(*actions: Json, **settings: Any) -> Json:
    return kind("OnUnknownIntent", actions=list(actions), **settings)


def regex(**patterns: str) -> Json:
    """A recognizer of intents by their patterns."""
    intents = [{"intent": intent, "pattern": pattern} for intent, pattern in patterns.items()]
    return kind("RegexRecognizer", intents=intents)


def dialog(*triggers: Json, **settings: Any) -> Json:
    return kind("AdaptiveDialog", triggers=list(triggers), **settings)


def script(of: object, *steps: Json, **settings: Any) -> Json:
    return kind("Test.Script", dialog=of, script=list(steps), **settings)


def user(text: str) -> Json:
    return kind("Test.UserSays", text=text)


def reply(text: str, **settings: Any) -> Json:
    return kind("Test.AssertReply", text=text, **settings)


def write_project(folder: Path, files: Mapping[str, object]) -> Path:
    """The files by their paths: objects as JSON, texts as they are."""
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else json.dumps(content))
    return folder


def composer(folder: Path) -> Path:
    """A project with a greeting."""
    root = dialog(on_intent("Hello", say("Hello!")), recognizer=regex(Hello="(?i)hello"))
    return write_project(folder, {"greeter.dialog": root})


def imported(folder: Path, files: Mapping[str, object]) -> Imported:
    return import_bot(PLATFORM, write_project(folder / "project", files))


def bot_of(result: Imported) -> Bot:
    (bot,) = result.project.bots.values()
    return bot


def nodes_of(bot: Bot) -> dict[str, Node]:
    return {name: node for topic in bot.topics.values() for name, node in topic.nodes.items()}


def talk(result: Imported, chat: str) -> Outcome:
    """A conversation with the imported bot; the bot must have no errors."""
    errors = [str(issue) for issue in check(result.project) if issue.severity == "error"]
    assert not errors, "\n".join(errors)
    (conversation,), issues = parse(chat)
    assert not issues
    return play(conversation, load(result.project, {}, "test"))


def assert_talk(result: Imported, chat: str) -> None:
    """The conversation comes out as it is written."""
    outcome = talk(result, chat)
    assert not outcome.differences, outcome.differences
