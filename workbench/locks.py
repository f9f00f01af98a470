"""Files that could not be read as a whole: drawn as far as they are sound, and not to be edited
until somebody decides, so that nothing of them is lost."""

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from engine.project.decode import decode
from engine.project.files import BOT_FILE, PROJECT_FILE
from engine.types.bot import Topic
from engine.types.issue import Issue
from workbench.edits import EditError, Op, Plain
from workbench.issue_words import said
from workbench.tree import topic_tree

# Where files stay that were repaired, in the project's folder.
KEPT = Path(".tertulia") / "repaired"


class Locks:
    """Which parts of a project are read-only, and why."""

    def __init__(self, folder: Path, faults: Iterable[Issue]) -> None:
        self._folder = folder
        self.project = ""
        # By (bot, topic): the sentence that says why.
        self.topics: dict[tuple[str, str], str] = {}
        self._newer: dict[tuple[str, str], str] = {}
        self._files: dict[tuple[str, str], str] = {}
        for fault in faults:
            place = fault.location
            if fault.severity != "error":
                continue
            if fault.code == "no-project":
                self.project = f"{fault.message}; {fault.remedy}"
            if place.topic:
                key = (place.bot, place.topic)
                self.topics.setdefault(key, f"{fault.message}; {fault.remedy}")
                self._files[key] = place.file
                if fault.code == "newer-format":
                    self._newer[key] = place.file
            elif Path(place.file).name in {BOT_FILE, PROJECT_FILE}:
                self.project = self.project or f"{place.file}: {fault.message}; {fault.remedy}"

    def drawn(self, tree: dict[str, Plain]) -> dict[str, Plain]:
        """The tree with what can be drawn of topics in a newer format."""
        bots = tree["bots"]
        for (name, topic), file in self._newer.items():
            # Findings in a lone bot's folder do not name it.
            bot = bots.get(name) or (next(iter(bots.values())) if len(bots) == 1 else None)
            found = self._sound_part(file)
            if found is not None and bot is not None:
                bot["topics"][topic] = found
        return tree

    def news(self, language: str) -> dict[str, Plain]:
        """What is read-only, as views are told in a language."""
        return {
            "project": said(self.project, language),
            "topics": [[*key, said(why, language)] for key, why in self.topics.items()],
        }

    def require_free(self, ops: Iterable[Op]) -> None:
        """Raises EditError where an edit touches what is read-only."""
        if self.project:
            raise EditError(f"the project is read-only: {self.project}")
        for op in ops:
            why = self.why(op.path)
            if why:
                raise EditError(f"flow {op.path[3]!r} is read-only: {why}")

    def why(self, path: tuple[str | int, ...]) -> str:
        """Why what a path leads to is read-only, empty where it is not."""
        if len(path) < 4 or path[0] != "bots" or path[2] != "topics":
            return ""
        bot, topic = str(path[1]), str(path[3])
        return self.topics.get((bot, topic)) or self.topics.get(("", topic), "")

    def keep_original(self, bot: str, topic: str) -> Path:
        """Copies a read-only topic's file to where it stays, and gives the place.

        Raises EditError where it is not read-only, or where a newer program wrote it: what that
        knows would be lost.
        """
        key = self._key(bot, topic)
        file = self._files.get(key, "")
        if key in self._newer:
            raise EditError(f"flow {topic!r}: {self.topics[key]}; open it with the newer program")
        if not file:
            raise EditError(f"flow {topic!r} is sound already; there is nothing to repair")
        folder = self._folder / KEPT
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder / f"{topic}-{time.time_ns() // 1000}.flow.json"
        kept.write_bytes((self._folder / file).read_bytes())
        return kept

    def free(self, bot: str, topic: str) -> None:
        """The topic can be edited from now on."""
        key = self._key(bot, topic)
        del self.topics[key], self._files[key]

    def is_of(self, fault: Issue, bot: str, topic: str) -> bool:
        """Whether a fault is of a topic's file."""
        place = fault.location
        return place.topic == topic and place.bot in {bot, ""}

    def _key(self, bot: str, topic: str) -> tuple[str, str]:
        return (bot, topic) if (bot, topic) in self.topics else ("", topic)

    def _sound_part(self, file: str) -> Plain | None:
        try:
            text = (self._folder / file).read_text()
        except (OSError, ValueError):
            return None
        topic = sound_part(text)
        return None if topic is None else topic_tree(topic)


def sound_part(text: str) -> Topic | None:
    """What of a flow's text can be drawn, whatever format it says it has."""
    try:
        # `Any`: a file of a format that is not known yet.
        raw: Any = json.loads(text)
    except ValueError:
        return None
    if not isinstance(raw, dict):
        return None
    topic, _ = decode(Topic, {**raw, "format": 1})
    return topic
