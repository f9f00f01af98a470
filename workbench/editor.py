"""One person's window on an open project: answers its requests, and tells it what happens."""

import threading
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, runtime_checkable

from engine.types.issue import Issue, TertuliaError
from workbench.document import Applied, Document
from workbench.issue_words import Told, told
from workbench.ports import ports_of
from workbench.workspace import Workspace, workspace_of

Tell = Callable[[str, Any], None]
# `Any`: each request has arguments of its own.
Requests = Mapping[str, Callable[..., Any]]


@runtime_checkable
class Closing(Protocol):
    """What requests keep that has to end with its window."""

    def close(self) -> None:
        """Ends it."""


class Editor:
    """A window. `requests` is what its views can ask for (the table of `workbench.requests`);
    `language` is the interface's; `workspace` is where other projects lie; `memory` is what
    requests keep between calls, by the name of their module. `id` is the author of its edits; one
    that `resumes` takes the id of the window before it, so that a page loaded anew can undo."""

    def __init__(
        self,
        document: Document,
        requests: Requests,
        language: str = "en",
        name: str = "",
        workspace: Workspace | None = None,
        *,
        resumes: bool = False,
    ) -> None:
        self._requests = requests
        self.resumes = resumes
        self.id = uuid.uuid4().hex[:12]
        self.document = document
        self.language = language
        self.name = name
        self.workspace = workspace or workspace_of(document.folder)
        self.memory: dict[str, Any] = {}
        self._tells: list[Tell] = []
        self._lock = threading.RLock()
        self._end = document.listen(self._edited, self._checked)
        document.saver.on_saved.append(self._saved)

    def answer(self, what: str, args: dict[str, Any]) -> Any:
        """What a request gives; raises TertuliaError with a sentence for the person."""
        request = self._requests.get(what)
        if request is None:
            raise TertuliaError(f"there is no request {what!r}")
        return request(self, **args)

    def attach(self, tell: Tell) -> Callable[[], None]:
        """A view of this window hears the news from now on; returns what ends it."""
        with self._lock:
            self._tells.append(tell)
        return lambda: self._tells.remove(tell)

    def tell(self, what: str, value: Any) -> None:
        """News for all views of this window."""
        for tell in tuple(self._tells):
            tell(what, value)

    def speak(self, language: str) -> None:
        """The person reads another language from now on; what was found is told again."""
        if language != self.language:
            self.language = language
            self._checked(self.document.revision, self.document.issues)

    def told(self, issues: Iterable[Issue]) -> tuple[Told, ...]:
        """Issues in the person's language."""
        return tuple(told(issue, self.language) for issue in issues)

    def close(self) -> None:
        """The window is gone."""
        for kept in self.memory.values():
            if isinstance(kept, Closing):
                kept.close()
        self._end()
        self.document.saver.on_saved.remove(self._saved)
        self._tells.clear()

    def _edited(self, applied: Applied) -> None:
        undo, redo = self.document.can(self.id)
        news = {
            "revision": applied.revision,
            "ops": applied.edit.ops,
            "label": applied.edit.label,
            "id": applied.edit.id,
            "mine": applied.author == self.id,
            "how": applied.how,
            "undo": undo,
            "redo": redo,
            "ports": ports_of(self.document.tree, applied.edit.ops),
        }
        self.tell("edited", news)

    def _checked(self, revision: int, issues: tuple[Issue, ...]) -> None:
        locked = self.document.locks.news(self.language)
        self.tell("issues", {"revision": revision, "issues": self.told(issues), "locked": locked})

    def _saved(self) -> None:
        self.tell("saved", self.document.saver.news())
