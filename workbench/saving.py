"""The document's folder kept up to date: written a moment after each edit."""

import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from engine.project.files import BOTS_FOLDER
from engine.project.write import encode_part, write
from engine.types.bot import EntityTable, Project, Topic
from engine.types.issue import TertuliaError
from workbench.background import Latest
from workbench.outside import ChangedError

if TYPE_CHECKING:
    from workbench.document import Document

WAIT_S = 0.3
AT_MOST_S = 0.8
# How often others may come between before a save waits for the next.
TRIES = 5


class Saver:
    """Writes a document's project in the background.

    `saved_us` is when the folder last held everything, 0 before the first edit, and `revision`
    what that was; `error` says why it does not, empty where all is well.
    """

    def __init__(self, document: "Document", project: Project) -> None:
        self._document = document
        # By identity of the part, which is held so that it stays its own.
        self._encoded: dict[int, tuple[Topic | EntityTable, bytes]] = {}
        self.saved_us = 0
        self.revision = document.revision
        self.error = ""
        self.on_saved: list[Callable[[], None]] = []
        self._latest = Latest(self._save, WAIT_S, AT_MOST_S)
        self._remember_files(project)

    def ask(self) -> None:
        """The document has changed."""
        self._latest.ask()

    def forget(self, topic: Topic) -> None:
        """A topic's file is to be written anew, though nobody edited it."""
        self._encoded.pop(id(topic), None)

    def finish(self) -> None:
        """Waits until the folder holds the document."""
        self._latest.finish()

    def close(self) -> None:
        """Writes what is left and ends."""
        self._latest.close()

    def news(self) -> dict[str, int | str]:
        """How it stands, as views are told."""
        outside = self._document.outside
        error = f"{outside.fault.message}; {outside.fault.remedy}" if outside.fault else self.error
        conflicts = len(outside.conflicts)
        return {
            "revision": self.revision,
            "t_us": self.saved_us,
            "error": error,
            "conflicts": conflicts,
        }

    def tell(self) -> None:
        """Those who listen hear how it stands."""
        for listener in tuple(self.on_saved):
            listener()

    def _save(self) -> None:
        document = self._document
        for _ in range(TRIES):
            document.outside.look()
            if document.outside.fault is not None:
                return
            # In this order, so that the project is never older than its number says.
            revision, project = document.revision, document.project
            try:
                paths = write(
                    project, document.folder, self._encode, document.outside.require_unchanged
                )
            except ChangedError:
                # Somebody wrote since we looked: theirs is taken in first.
                continue
            except TertuliaError as error:
                self.error = str(error)
            else:
                self.error = ""
                self.saved_us = time.time_ns() // 1000
                self.revision = revision
                document.outside.written(project, paths)
                self._forget_old(project)
            break
        self.tell()

    def _encode(self, part: Topic | EntityTable) -> bytes:
        held = self._encoded.get(id(part))
        if held is None or held[0] is not part:
            held = (part, encode_part(part))
            self._encoded[id(part)] = held
        return held[1]

    def _forget_old(self, project: Project) -> None:
        bots = project.bots.values()
        parts = chain.from_iterable((*b.topics.values(), *b.entities.values()) for b in bots)
        now = {id(part) for part in parts}
        self._encoded = {key: held for key, held in self._encoded.items() if key in now}

    def _remember_files(self, read: Project) -> None:
        """A file that nobody edits keeps its bytes, whatever they are."""
        for name, bot in self._document.project.bots.items():
            folder = self._document.folder
            if not (folder / "bot.json").is_file():
                folder = folder / read.folders.get(name, f"{BOTS_FOLDER}/{name}")
            for topic_name, topic in bot.topics.items():
                self._remember(topic, folder / "topics" / f"{topic_name}.flow.json")
            for table_name, table in bot.entities.items():
                self._remember(table, folder / "entities" / (table.file or f"{table_name}.csv"))

    def _remember(self, part: Topic | EntityTable, path: Path) -> None:
        if path.is_file():
            self._encoded[id(part)] = (part, path.read_bytes())
