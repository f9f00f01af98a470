"""Requests on conversation tests: what there is, a run, what it covers, tests written for ports."""

import threading
from collections.abc import Callable
from typing import Any

from engine.runtime.pathfinder import Unreached
from engine.types.issue import TertuliaError
from workbench.editor import Editor
from workbench.edits import Plain
from workbench.testing import shown, tests_of

MEMORY = "tests"


class Listening:
    """A window that hears of the tests until it is closed."""

    def __init__(self, end: Callable[[], None]) -> None:
        self.close = end


def open_tests(editor: Editor) -> Plain:
    """All tests and how they stand; from now on the window hears of them as `tests`."""
    tests = tests_of(editor.document)
    if MEMORY not in editor.memory:
        end = tests.listen(lambda: editor.tell("tests", shown(tests, editor.language)))
        editor.memory[MEMORY] = Listening(end)
    return shown(tests, editor.language)


def run(editor: Editor, only: str = "") -> None:
    """Plays the tests whose titles hold a text, all of them where it is empty."""
    tests_of(editor.document).run(only)


def cancel(editor: Editor) -> None:
    """Stops the run."""
    tests_of(editor.document).cancel()


def write(editor: Editor, bot: str, node: str, port: str = "") -> None:
    """Looks for a conversation that passes a port; told as `tests.written`."""

    def look() -> None:
        found: dict[str, Any] = {"bot": bot, "node": node, "port": port, "text": "", "why": ""}
        try:
            written = tests_of(editor.document).write(bot, node, port)
            if isinstance(written, Unreached):
                found["why"] = written.why
            else:
                found["text"] = written
        except TertuliaError as error:
            found["why"] = str(error)
        editor.tell("tests.written", found)

    threading.Thread(target=look, daemon=True).start()


REQUESTS = {
    "tests.open": open_tests,
    "tests.run": run,
    "tests.cancel": cancel,
    "tests.write": write,
}
