"""The versions of an open project: when they are kept, and what differs between them."""

import threading
import time
import weakref
from typing import Any

from engine.project.diff import Change, Language, by_node, diff, lines, words
from engine.project.merge import Conflict, conflict_words
from engine.project.versions import Kind, Version, Versions
from engine.types.bot import Project
from engine.types.issue import TertuliaError
from workbench.document import Document

# While somebody edits, a version is kept so often.
EVERY_S = 600.0
NOW = 0


class Keeping:
    """Keeps versions of a document as it is saved. Every method may be called from any thread."""

    def __init__(self, document: Document) -> None:
        # Weak: the document is the key by which all find this one.
        self._document: Document = weakref.proxy(document)
        self.versions = Versions(document.folder)
        self._lock = threading.Lock()
        self._kept_s = time.monotonic()
        document.saver.on_saved.append(self._now_and_then)
        self.keep()

    def keep(
        self, kind: Kind = "saved", author: str = "", label: str = "", bundle: str = ""
    ) -> Version:
        """The version that holds the project as it is."""
        with self._lock:
            self._kept_s = time.monotonic()
            project = None if self._document.faults else self._document.project
            t_us = time.time_ns() // 1000
            return self.versions.keep(project, kind, author, label, t_us=t_us, bundle=bundle)

    def project(self, version: int) -> Project:
        """The project as it was; as it is now for 0. Raises TertuliaError where it is not kept."""
        return self._document.project if version == NOW else self.versions.project(version)

    def restore(self, version: int, author: str, label: str) -> None:
        """Makes the document as it was, as one edit that can be undone."""
        project, faults = self.versions.read(version)
        if not project.bots:
            raise TertuliaError(f"version {version} cannot be read: {faults[0].message}")
        self.keep()
        self._document.replace(project, label, author)
        self.keep("restored", author, f"#{version}")

    def _now_and_then(self) -> None:
        if time.monotonic() - self._kept_s > EVERY_S:
            self.keep()


def compared(before: Project, after: Project, bot: str, language: Language) -> dict[str, Any]:
    """What differs, in words and as marks for a bot's canvas."""
    changes = diff(before, after)
    marks = by_node(changes, bot)
    nodes: dict[str, dict[str, dict[str, str]]] = {}
    edges: dict[str, dict[str, dict[str, str]]] = {}
    for (topic, node), kind in marks.nodes.items():
        nodes.setdefault(topic, {})[node] = {"tone": kind}
    for (topic, node, port), kind in marks.edges.items():
        edges.setdefault(topic, {})[f"{node}:{port}"] = {"tone": kind}
    return {
        "changes": [told_change(change, language) for change in changes],
        "overlay": {"name": "comparison", "nodes": nodes, "edges": edges},
    }


def told_change(change: Change, language: Language) -> dict[str, Any]:
    """A change as views show it."""
    said = {
        "kind": change.kind,
        "what": change.what,
        "location": change.location,
        "words": words(change, language),
    }
    # Code and tests are texts of many lines: those that differ are shown.
    return said | {"lines": lines(change)} if change.what in {"action", "test"} else said


def told_conflict(conflict: Conflict, language: Language) -> dict[str, Any]:
    """A conflict of a merge as views show it."""
    return {
        "key": conflict.key,
        "location": conflict.location,
        "words": conflict_words(conflict, language),
        "base": conflict.base,
        "ours": conflict.ours,
        "theirs": conflict.theirs,
    }


_keeping: weakref.WeakKeyDictionary[Document, Keeping] = weakref.WeakKeyDictionary()
_making = threading.Lock()


def keeping_of(document: Document) -> Keeping:
    """The versions of a document, the same for all who ask."""
    with _making:
        return _keeping.setdefault(document, Keeping(document))
