"""Requests on the history that pages count: where it is, and how it stands."""

from collections.abc import Callable

from engine.stores.opening import TENANT
from workbench.editor import Editor
from workbench.histories import Standing, histories_of

MEMORY = "history"


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


REQUESTS = {
    "history.open": open_history,
    "history.choose": choose,
    "history.leave": leave,
    "history.refresh": refresh,
}
