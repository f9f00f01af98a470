"""Small Rasa projects for tests."""

from pathlib import Path

from engine.importers import Imported, import_bot
from engine.project.chat import parse
from engine.project.check import check
from engine.runtime.conversations import Outcome, play
from engine.runtime.loading import load
from engine.types.bot import Bot, Node

PLATFORM = "rasa"
DOMAIN = """
version: "3.1"
intents: [greet, bye]
responses:
  utter_greet:
  - text: Hello!
  utter_bye:
  - text: Goodbye!
"""
NLU = """
nlu:
- intent: greet
  examples: |
    - good morning to you
- intent: bye
  examples: |
    - see you tomorrow then
"""
RULES = """
rules:
- rule: greet
  steps:
  - intent: greet
  - action: utter_greet
- rule: bye
  steps:
  - intent: bye
  - action: utter_bye
"""
STORIES = """
stories:
- story: greet and leave
  steps:
  - user: good morning to you
    intent: greet
  - action: utter_greet
"""


def project(folder: Path, **files: str) -> Path:
    """A project with these files; `__` in a name is a slash, `_md` and `_yml` its ending."""
    for name, text in files.items():
        path, _, ending = name.replace("__", "/").rpartition("_")
        target = folder / f"{path}.{ending}"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    return folder


def rasa(folder: Path) -> Path:
    return project(
        folder,
        domain_yml=DOMAIN,
        data__nlu_yml=NLU,
        data__rules_yml=RULES,
        tests__test_stories_yml=STORIES,
    )


def imported(folder: Path, **files: str) -> Imported:
    """The import of a project, whose bot has no error."""
    found = import_bot(PLATFORM, project(folder, **files))
    errors = [str(issue) for issue in check(found.project) if issue.severity == "error"]
    assert not errors, "\n".join(errors)
    return found


def bot_of(found: Imported) -> Bot:
    (bot,) = found.project.bots.values()
    return bot


def nodes_of(bot: Bot) -> dict[str, Node]:
    return {name: node for topic in bot.topics.values() for name, node in topic.nodes.items()}


def talk(found: Imported, lines: str) -> Outcome:
    """A conversation with the bot by its exact phrases, in the form of a `.chat` file."""
    (conversation,), issues = parse("== talk\n" + lines)
    assert not issues, issues
    return play(conversation, load(found.project, {}, "x"))
