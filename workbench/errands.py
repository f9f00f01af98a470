"""Long work that a window asks for, done in a thread; its result is told when it is there."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from engine.types.issue import TertuliaError
from workbench.editor import Editor

LOG = logging.getLogger(__name__)


def send_out(editor: Editor, what: str, work: Callable[[], Any]) -> None:
    """Does the work and tells its value under a name, or {"error": sentence} where it failed."""

    def run() -> None:
        try:
            value = work()
        except (TertuliaError, OSError, ValueError) as error:
            LOG.info("%s failed", what, exc_info=True)
            value = {"error": str(error)}
        editor.tell(what, value)

    threading.Thread(target=run, name=what, daemon=True).start()


def send_back(editor: Editor, what: str, ticket: str, work: Callable[[], Any]) -> None:
    """Does the work for who asked with this ticket: tells {"ticket", "value"}, or "error" in place
    of the value where it failed."""

    def run() -> None:
        try:
            told = {"ticket": ticket, "value": work()}
        except (TertuliaError, OSError, ValueError) as error:
            LOG.info("%s failed", what, exc_info=True)
            told = {"ticket": ticket, "error": str(error)}
        editor.tell(what, told)

    threading.Thread(target=run, name=what, daemon=True).start()
