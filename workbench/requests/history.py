"""Requests on the history that pages count: where it is, and how it stands."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.stores.opening import TENANT
from workbench.demo import make_history, recent
from workbench.demo.planted import beside
from workbench.editor import Editor
from workbench.errands import send_out
from workbench.histories import Standing, histories_of

MEMORY = "history"
DEMO = Path(".tertulia") / "demo-history.sqlite"


class Watching:
    """A window that hears how the history stands."""

    def __init__(self, end: Callable[[], None]) -> None:
        self.close = end


def open_history(editor: Editor) -> Standing:
    """How the history stands; from now on the window hears of it as `history`."""
    histories = histories_of(editor.document)
    histories.suggest(editor.workspace.history)
    if MEMORY not in editor.memory:
        end = histories.listen(lambda: editor.tell("history", histories.standing))
        editor.memory[MEMORY] = Watching(end)
    return histories.standing


def choose(editor: Editor, source: str, tenant: str = TENANT) -> Standing:
    """Takes a history from now on."""
    histories = histories_of(editor.document)
    histories.choose(source, tenant)
    return histories.standing


def leave(editor: Editor) -> Standing:
    """Lets go of the history."""
    histories = histories_of(editor.document)
    histories.leave()
    return histories.standing


def refresh(editor: Editor) -> None:
    """Reads what was written since."""
    histories_of(editor.document).refresh()


def make_demo(editor: Editor) -> None:
    """Makes a history of invented conversations with the project's bots, and takes it; told as
    `history.demo`: {step, share} as it goes on, then {done}, or {error}."""
    document = editor.document
    into = document.folder / DEMO
    if into.exists():
        histories_of(document).choose(str(into))
        editor.tell("history.demo", {"done": True})
        return

    def work() -> dict[str, Any]:
        document.saver.finish()
        into.parent.mkdir(parents=True, exist_ok=True)
        part = into.with_name(f"{into.stem}-{time.time_ns()}{into.suffix}")

        def progress(step: str, share: float) -> None:
            editor.tell("history.demo", {"step": step, "share": share})

        try:
            made = make_history(document.folder, part, start=recent(), progress=progress)
            beside(part).replace(beside(into))
            made.path.replace(into)
        finally:
            part.unlink(missing_ok=True)
        histories_of(document).choose(str(into))
        return {"done": True, "sessions": made.sessions}

    send_out(editor, "history.demo", work)


REQUESTS = {
    "history.open": open_history,
    "history.choose": choose,
    "history.leave": leave,
    "history.refresh": refresh,
    "history.demo": make_demo,
}
