"""The conversation tests of an open project: played in the background, with what they cover.

A document has one `Tests`, whoever looks: a run of one window is seen in all.
"""

import threading
import weakref
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from engine.project.chat import Conversation, parse
from engine.runtime.conversations import Outcome, play
from engine.runtime.coverage import KINDS, Coverage, coverage
from engine.runtime.loaded import Loaded
from engine.runtime.pathfinder import Pathfinder, Unreached
from engine.runtime.real_effects import real_effects
from engine.types.bot import Project
from engine.types.issue import Issue, TertuliaError
from workbench.document import Document
from workbench.issue_words import told
from workbench.models import models_of
from workbench.simulator.drafted import loaded_draft

# How many tests are played between two tellings of the progress.
TELL_EVERY = 5


class Test(Struct, frozen=True):
    """A conversation of a file. `bot` is the one whose file it is, "" for the project's."""

    bot: str
    file: str
    conversation: Conversation

    @property
    def title(self) -> str:
        """What names it among all: bots may have tests of the same name."""
        home = f"{self.bot}/" if self.bot else ""
        return f"{home}{self.file}: {self.conversation.title}"


class Progress(Struct, frozen=True):
    """How a run stands. `revision` is the document's that is tested; `error` why it ended."""

    phase: str = "never"
    done: int = 0
    total: int = 0
    revision: int = 0
    error: str = ""


class Tests:
    """The tests of a document. Every method may be called from any thread."""

    def __init__(self, document: Document) -> None:
        # Weak: the document is the key by which all find this one.
        self._document: Document = weakref.proxy(document)
        self._models = models_of(document)
        self._lock = threading.RLock()
        self._thread: threading.Thread | None = None
        self._cancelled = threading.Event()
        self._listeners: list[Callable[[], None]] = []
        self.progress = Progress()
        self.outcomes: dict[str, Outcome] = {}
        self.coverage: Coverage | None = None

    def tests(self) -> tuple[Test, ...]:
        """Every conversation of the project as it is now, file by file."""
        return tuple(_tests(self._document.project))

    def faults(self) -> tuple[Issue, ...]:
        """What is wrong with the files themselves."""
        return tuple(
            issue
            for _, file, text in _files(self._document.project)
            for issue in parse(text, f"tests/{file}.chat")[1]
        )

    def run(self, only: str = "") -> None:
        """Plays the tests whose titles hold a text, in the background; none twice at once."""
        with self._lock:
            if self._thread is not None:
                return
            self._cancelled.clear()
            self._thread = threading.Thread(target=self._run, args=(only,), daemon=True)
            self.progress = Progress("training", revision=self._document.revision)
        self._thread.start()
        self._tell()

    def cancel(self) -> None:
        """Stops a run after the test at hand; what was played stays."""
        self._cancelled.set()

    def finish(self) -> None:
        """Waits until nothing runs."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def write(self, bot: str, node: str, port: str) -> str | Unreached:
        """The text of a test that passes a port, found by trying conversations out."""
        project = self._document.project
        with real_effects() as effects:
            loaded = self._loaded(project, bot)
            return Pathfinder(project, loaded, bot, effects).write(node, port)

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls back, from any thread, when something of this changes; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _run(self, only: str) -> None:
        try:
            self._play(only)
        except TertuliaError as error:
            self._stand("failed", error=str(error))
        finally:
            with self._lock:
                self._thread = None
            self._tell()

    def _play(self, only: str) -> None:
        self._models.freshen()
        self._models.finish()
        project = self._document.project
        wanted = [test for test in _tests(project) if only in test.title]
        self._stand("running", total=len(wanted), revision=self._document.revision)
        kept = {test.title for test in _tests(project)} - {test.title for test in wanted}
        outcomes = {title: one for title, one in self.outcomes.items() if title in kept}
        with real_effects() as effects:
            loaded: dict[str, Loaded] = {}
            for done, test in enumerate(wanted, start=1):
                if self._cancelled.is_set():
                    break
                if test.bot not in loaded:
                    loaded[test.bot] = self._loaded(project, test.bot)
                outcome = play(test.conversation, loaded[test.bot], effects, test.bot)
                outcomes[test.title] = outcome
                if done % TELL_EVERY == 0:
                    self.outcomes = dict(outcomes)
                    self._stand("running", done=done, total=len(wanted))
        self.outcomes = outcomes
        self.coverage = coverage(project, outcomes)
        phase = "cancelled" if self._cancelled.is_set() else "done"
        self._stand(phase, done=len(outcomes), total=len(wanted))

    def _loaded(self, project: Project, bot: str) -> Loaded:
        return loaded_draft(project, self._models.readers(), bot)

    def _stand(
        self, phase: str, *, done: int = 0, total: int = 0, revision: int = 0, error: str = ""
    ) -> None:
        with self._lock:
            self.progress = Progress(phase, done, total, revision or self.progress.revision, error)
        self._tell()

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


def shown(tests: Tests, language: str) -> dict[str, Any]:
    """Everything of the tests that the page shows in a language, as plain values and Structs.

    While they run what they cover is not said: it is long, and of the run before.
    """
    outcomes = tests.outcomes
    runs = tests.progress.phase in {"training", "running"}
    covered = {} if runs else {"coverage": tests.coverage and _covered(tests.coverage)}
    return covered | {
        "progress": tests.progress,
        "faults": [told(fault, language) for fault in tests.faults()],
        "tests": [
            {
                "bot": test.bot,
                "file": test.file,
                "title": test.conversation.title,
                "key": test.title,
                "line": test.conversation.line,
                "differences": outcomes[test.title].differences if test.title in outcomes else None,
                "warnings": outcomes[test.title].warnings if test.title in outcomes else (),
            }
            for test in tests.tests()
        ],
    }


def _covered(found: Coverage) -> dict[str, Any]:
    def tallies(bot: str = "", topic: str = "") -> dict[str, tuple[int, int]]:
        tally = {kind: found.tally(kind, bot, topic) for kind in KINDS}
        return {kind: (one.passed, one.total) for kind, one in tally.items()}

    return {
        "whole": tallies(),
        "topics": [
            {"bot": bot, "topic": topic, **tallies(bot, topic)} for bot, topic in found.topics()
        ],
        "parts": [part for part in found.parts if part.kind != "language"],
    }


def _files(project: Project) -> Iterator[tuple[str, str, str]]:
    for name, bot in project.bots.items():
        for file, text in sorted(bot.tests.items()):
            yield name, file, text
    for file, text in sorted(project.tests.items()):
        yield "", file, text


def _tests(project: Project) -> Iterator[Test]:
    for bot, file, text in _files(project):
        for conversation in parse(text, file)[0]:
            yield Test(bot, file, conversation)


_tests_of: weakref.WeakKeyDictionary[Document, Tests] = weakref.WeakKeyDictionary()
_making = threading.Lock()


def tests_of(document: Document) -> Tests:
    """The tests of a document, the same for all who ask."""
    with _making:
        return _tests_of.setdefault(document, Tests(document))
