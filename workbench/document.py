"""The open project: its values, edits with undo and redo, issues, and who listens.

There is one document a folder and process; everybody who edits the folder shares it. Python
holds the truth: edits come as data, are applied in order, and go to all listeners.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from msgspec import Struct

from engine.project.check import check
from engine.project.read import read
from engine.types.bot import Project
from engine.types.issue import Issue
from workbench.background import Latest
from workbench.edits import Edit, EditError, Op, Plain, Steps, apply, is_visible, value_at
from workbench.locks import Locks
from workbench.outside import Outside
from workbench.saving import Saver
from workbench.tree import Values, ops_between, tree_of

# Edits of a group that are this near to one another are undone together.
TOGETHER_S = 2.0
# How many edits are known by their ids.
REMEMBERED = 2000

How = Literal["edit", "undo", "redo", "outside"]


class Applied(Struct, frozen=True):
    """An edit that was made, as listeners are told. `author` is the editor that sent it."""

    revision: int
    edit: Edit
    author: str
    how: How


class Entry(Struct, frozen=True):
    """A made edit, what undoes it, and what it left at its paths (to see whether that stands)."""

    edit: Edit
    author: str
    inverse: tuple[Op, ...]
    left: tuple[tuple[Steps, Plain], ...]
    made_s: float = 0.0


class Document:
    """A project open for editing. Every method may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.revision = 0
        self.issues: tuple[Issue, ...] = ()
        self.lock = threading.RLock()
        self._values = Values()
        self._ids: deque[str] = deque(maxlen=REMEMBERED)
        self._undo: list[Entry] = []
        self._redo: list[Entry] = []
        self._on_edit: list[Callable[[Applied], None]] = []
        self._on_issues: list[Callable[[int, tuple[Issue, ...]], None]] = []
        # What was opened for the document, and ends with it.
        self.on_close: list[Callable[[], None]] = []
        self._checking = Latest(self._check, wait_s=0.15)
        project, self.faults = read(self.folder)
        self.locks = Locks(self.folder, self.faults)
        self.tree = self.locks.drawn(tree_of(project))
        self.project: Project = self._values.project(self.tree)
        self.saver = Saver(self, project)
        self.outside = Outside(self)
        self._checking.ask()

    # What edits do.

    def edit(self, edit: Edit, author: str = "") -> Applied:
        """Makes an edit; raises EditError, with nothing changed, where it does not fit."""
        with self.lock:
            applied = self._make(edit, author, "edit")
            self._redo = [entry for entry in self._redo if entry.author != author]
            self._ids.append(edit.id)
            return applied

    def edit_again(self, edit: Edit, author: str = "") -> Applied | None:
        """Makes an edit that was sent before; None where it had arrived.

        One that arrived before the process was started anew is known by what it left.
        """
        with self.lock:
            if edit.id in self._ids or is_visible(self.tree, edit):
                return None
            return self.edit(edit, author)

    def undo(self, author: str = "") -> Applied | None:
        """Takes back the author's latest edit; None where there is none.

        Raises EditError where somebody changed the same thing since.
        """
        return self._step(self._undo, author, "undo")

    def redo(self, author: str = "") -> Applied | None:
        """Makes the author's latest undone edit again; None where there is none."""
        return self._step(self._redo, author, "redo")

    def can(self, author: str) -> tuple[str | None, str | None]:
        """The labels of what undo and redo would do for an author, None where nothing."""
        with self.lock:
            undo = _latest(self._undo, author)
            redo = _latest(self._redo, author)
            return (undo.edit.label if undo else None), (redo.edit.label if redo else None)

    def replace(self, project: Project, label: str, author: str = "") -> Applied | None:
        """Makes the document hold a project, as one edit; None where it does already."""
        with self.lock:
            ops = ops_between(self.tree, tree_of(project))
            if not ops:
                return None
            return self._make(Edit(ops, label), author, "outside")

    def read_again(self, faults: tuple[Issue, ...]) -> None:
        """The folder's files were read again: these are their faults now."""
        with self.lock:
            if faults == self.faults:
                return
            self.faults = faults
            self.locks = Locks(self.folder, faults)
        self._checking.ask()

    def accept(self, bot: str, topic: str) -> Path:
        """Takes what is sound of a topic's file for the whole of it, so that it can be edited.

        The file as it was is kept; gives where. Raises EditError where there is nothing to take.
        """
        with self.lock:
            kept = self.locks.keep_original(bot, topic)
            self.locks.free(bot, topic)
            self.faults = tuple(
                fault for fault in self.faults if not self.locks.is_of(fault, bot, topic)
            )
            self.saver.forget(self.project.bots[bot].topics[topic])
            self.revision += 1
        self.saver.ask()
        self._checking.ask()
        return kept

    # Who listens.

    def listen(
        self,
        on_edit: Callable[[Applied], None],
        on_issues: Callable[[int, tuple[Issue, ...]], None],
    ) -> Callable[[], None]:
        """Calls back for every edit and every new list of issues; returns what ends it."""
        with self.lock:
            self._on_edit.append(on_edit)
            self._on_issues.append(on_issues)

        def end() -> None:
            with self.lock:
                self._on_edit.remove(on_edit)
                self._on_issues.remove(on_issues)

        return end

    def close(self) -> None:
        """Writes what is not written yet and ends the work in the background."""
        self.outside.close()
        self.saver.close()
        self._checking.close()
        for end in tuple(self.on_close):
            end()

    # Private, in the order of use.

    def _make(self, edit: Edit, author: str, how: How) -> Applied:
        if how != "outside":
            self.locks.require_free(edit.ops)
        tree, inverse = apply(self.tree, edit.ops)
        project = self._values.project(tree)
        self.tree, self.project = tree, project
        self.revision += 1
        left = tuple((_watched(op), value_at(tree, _watched(op))) for op in edit.ops)
        entry = Entry(edit, author, inverse, left, time.monotonic())
        if how == "edit" and self._undo and _go_together(self._undo[-1], entry):
            entry = _together(self._undo.pop(), entry)
        (self._redo if how == "undo" else self._undo).append(entry)
        applied = Applied(self.revision, edit, author, how)
        for listener in tuple(self._on_edit):
            listener(applied)
        self.saver.ask()
        self._checking.ask()
        return applied

    def _step(self, entries: list[Entry], author: str, how: How) -> Applied | None:
        with self.lock:
            entry = _latest(entries, author)
            if entry is None:
                return None
            for path, value in entry.left:
                if value_at(self.tree, path) != value:
                    where = " > ".join(str(step) for step in path[-2:])
                    raise EditError(
                        f"{where} was changed by somebody else since; change it by hand"
                    )
            applied = self._make(Edit(entry.inverse, entry.edit.label), author, how)
            entries.remove(entry)
            return applied

    def _check(self) -> None:
        with self.lock:
            project, revision = self.project, self.revision
        issues = (*self.faults, *check(project))
        with self.lock:
            self.issues = issues
            listeners = tuple(self._on_issues)
        for listener in listeners:
            listener(revision, issues)


def _latest(entries: list[Entry], author: str) -> Entry | None:
    return next((entry for entry in reversed(entries) if entry.author == author), None)


def _go_together(before: Entry, entry: Entry) -> bool:
    same = before.author == entry.author and before.edit.group == entry.edit.group
    return bool(entry.edit.group) and same and entry.made_s - before.made_s < TOGETHER_S


def _together(before: Entry, entry: Entry) -> Entry:
    """Two edits as one; what the later one left is what counts where both wrote."""
    edit = Edit(before.edit.ops + entry.edit.ops, entry.edit.label, entry.edit.group)
    left = (
        *((path, value) for path, value in before.left if path not in dict(entry.left)),
        *entry.left,
    )
    return Entry(edit, entry.author, entry.inverse + before.inverse, left, entry.made_s)


def _watched(op: Op) -> Steps:
    # In a list the items around move too: the whole list has to stand as it was left.
    return op.path[:-1] if isinstance(op.path[-1], int) else op.path


_open: dict[Path, Document] = {}
_opening = threading.Lock()


def open_document(folder: Path) -> Document:
    """The document of a folder, the same for all who ask in this process."""
    with _opening:
        path = folder.resolve()
        if path not in _open:
            _open[path] = Document(path)
        return _open[path]


def opened(folder: Path) -> Document | None:
    """The document of a folder where it is open, None where it is not."""
    with _opening:
        return _open.get(folder.resolve())


def close_document(document: Document) -> None:
    """Ends a document; the next to ask for its folder reads it anew."""
    with _opening:
        _open.pop(document.folder, None)
    document.close()


def close_documents() -> None:
    """Ends all documents: everything is written."""
    for document in tuple(_open.values()):
        close_document(document)
