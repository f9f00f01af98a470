"""What others write into the folder of an open document, brought together with what is done here.

A colleague's git pull, JupyterLab beside the studio, a script: their files are merged by meaning
with the document. What cannot be brought together stays as it is here until somebody chooses.
"""

import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from engine.project.merge import Conflict, Merged, Side, merge, resolve
from engine.project.read import read
from engine.types.bot import Project
from engine.types.issue import Issue, TertuliaError
from workbench.stamps import stamps

if TYPE_CHECKING:
    from workbench.document import Document

LOOK_EVERY_S = 1.0


class ChangedError(Exception):
    """Somebody wrote into the folder while it was about to be saved."""


class Outside:
    """Looks at a document's folder once a second, and before each save.

    `base` is what the folder held when both sides were last the same. `merged` holds the
    conflicts that wait for a choice, None where there are none; `fault` says why what is there
    cannot be read, and then nothing is written over it.
    """

    def __init__(self, document: "Document") -> None:
        self._document = document
        self.base: Project = document.project
        self.merged: Merged | None = None
        self.fault: Issue | None = None
        self._stamps = stamps(document.folder)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def look(self) -> None:
        """Takes in what others wrote since."""
        document = self._document
        with document.lock:
            now = stamps(document.folder)
            if now == self._stamps:
                return
            theirs, faults = read(document.folder)
            self.fault = next((each for each in faults if _is_new(each, document.faults)), None)
            self._stamps = now
            if self.fault is None:
                document.read_again(faults)
            if self.fault is None and theirs != self.base:
                self._bring_together(theirs)
        document.saver.tell()

    def require_unchanged(self) -> None:
        """Raises ChangedError where somebody wrote since the folder was looked at."""
        if stamps(self._document.folder) != self._stamps:
            raise ChangedError

    def written(self, project: Project, paths: Iterable[Path]) -> None:
        """The document itself wrote these files, and the folder holds the project."""
        self.base = project
        now = stamps(self._document.folder)
        # Only of these: what others wrote meanwhile is still to be seen.
        for path in paths:
            if path in now:
                self._stamps[path] = now[path]
            else:
                self._stamps.pop(path, None)

    def choose(self, choices: Mapping[str, Side]) -> None:
        """Settles conflicts by their keys. Raises TertuliaError where none waits."""
        document = self._document
        with document.lock:
            if self.merged is None:
                raise TertuliaError("there is no conflict to settle; it was settled meanwhile")
            base, _, theirs = self.merged.versions
            # What was done here since the merge counts as ours too, and may have settled some.
            again = merge(base, document.project, theirs)
            waiting = {conflict.key for conflict in again.conflicts}
            project = resolve(again, {key: side for key, side in choices.items() if key in waiting})
            self.merged = None
            document.replace(project, "Settle conflicts", "outside")

    def write_over(self) -> None:
        """What is there cannot be read: what is here takes its place."""
        self.fault = None
        self._document.saver.ask()

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What waits for a choice."""
        return self.merged.conflicts if self.merged else ()

    def close(self) -> None:
        """Looks no more."""
        self._ended.set()
        self._thread.join()

    def _bring_together(self, theirs: Project) -> None:
        document = self._document
        merged = merge(self.base, document.project, theirs)
        self.merged = merged if merged.conflicts else None
        self.base = theirs
        document.replace(merged.project, "Changed outside", "outside")

    def _watch(self) -> None:
        while not self._ended.wait(LOOK_EVERY_S):
            self.look()


def _is_new(issue: Issue, known: tuple[Issue, ...]) -> bool:
    return issue.severity == "error" and issue not in known
