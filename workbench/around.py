"""What is around one flow's file: the bot that it belongs to, and what a check says of it there.

For hosts that hold the file themselves, such as JupyterLab; the file is never written here.
"""

import time
from pathlib import Path
from typing import Any

from msgspec import structs

from engine.project.check import check
from engine.project.files import BOT_FILE
from engine.project.read import decode_topic, read
from engine.types.bot import Bot, Project, Topic
from engine.types.issue import Issue, TertuliaError
from workbench.issue_words import said, told
from workbench.locks import KEPT, sound_part
from workbench.ports import topic_ports
from workbench.tree import topic_tree, tree_of

ENDING = ".flow.json"


def around(path: Path, text: str, language: str = "en") -> dict[str, Any]:
    """The bot's tree with the flow as the text says, its ports, and why it is locked.

    `Any`: a tree of plain values. A file outside of a bot's folder is a bot of its own.
    """
    name = path.name.removesuffix(ENDING)
    topic, faults = _decoded(path, text)
    errors = [issue for issue in faults if issue.severity == "error"]
    drawn = topic or sound_part(text) or Topic()
    project = _with(_bot_of(path), name, drawn)
    (bot,) = project.bots
    return {
        "bot": bot,
        "topic": name,
        "tree": tree_of(project),
        "ports": {bot: {name: topic_ports(topic_tree(drawn))}},
        "locked": said(f"{errors[0].message}; {errors[0].remedy}", language) if errors else "",
    }


def checked(path: Path, text: str, language: str = "en") -> dict[str, Any]:
    """What a check of the bot says, in a language, of the flow as the text has it, and the flow's
    ports."""
    name = path.name.removesuffix(ENDING)
    topic, faults = _decoded(path, text)
    drawn = topic or sound_part(text) or Topic()
    project = _with(_bot_of(path), name, drawn)
    found = (*faults, *(issue for issue in check(project) if issue.location.topic == name))
    issues = tuple(told(issue, language) for issue in found)
    return {"issues": issues, "ports": topic_ports(topic_tree(drawn))}


def keep(path: Path, text: str) -> Path:
    """Keeps the text of a flow that is about to be repaired, beside the bot; gives where.

    Raises TertuliaError where a newer program wrote it: what that knows would be lost.
    """
    name = path.name.removesuffix(ENDING)
    _, faults = _decoded(path, text)
    newer = next((fault for fault in faults if fault.code == "newer-format"), None)
    if newer is not None:
        raise TertuliaError(f"flow {name!r}: {newer.message}; open it with the newer program")
    folder = _home(path) / KEPT
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{name}-{time.time_ns() // 1000}{ENDING}"
    kept.write_text(text)
    return kept


def _decoded(path: Path, text: str) -> tuple[Topic | None, tuple[Issue, ...]]:
    name = path.name.removesuffix(ENDING)
    if not text.strip():
        # A file that was just made.
        return Topic(), ()
    return decode_topic(text.encode(), file=f"topics/{path.name}", name=name)


def _with(bot: Bot, name: str, topic: Topic) -> Project:
    whole = structs.replace(bot, topics={**bot.topics, name: topic})
    return Project(name=whole.name, bots={whole.id: whole})


def _home(path: Path) -> Path:
    """The bot's folder, or the file's own where it belongs to no bot."""
    folder = path.parent.parent
    is_bots = path.parent.name == "topics" and (folder / BOT_FILE).is_file()
    return folder if is_bots else path.parent


def _bot_of(path: Path) -> Bot:
    folder = _home(path)
    if folder != path.parent:
        project, _ = read(folder)
        for bot in project.bots.values():
            return bot
    languages = ("es", "en", "pt")
    return Bot(id="bot", name=path.parent.name or "bot", languages=languages)
