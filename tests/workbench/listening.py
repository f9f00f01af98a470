"""An editor that keeps what it is told, for tests that wait for it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.project.new import new
from workbench.document import Document
from workbench.editor import Editor
from workbench.requests import REQUESTS


@contextmanager
def bakery_editor(folder: Path) -> Iterator[Any]:
    """The editor of a new bot in a folder; `heard` holds what it is told, in order."""
    new(folder / "bakery", "Bakery", ("en",))
    document = Document(folder / "bakery")
    editor: Any = Editor(document, REQUESTS, name="Ana")
    editor.heard = []
    editor.attach(lambda what, value: editor.heard.append((what, value)))
    yield editor
    editor.close()
    document.close()


def told(editor: Any, what: str) -> Any:
    """What is told under a name, once it is."""
    for _ in range(1200):
        found = [value for name, value in editor.heard if name == what]
        if found:
            editor.heard.clear()
            return found[-1]
        time.sleep(0.05)
    raise AssertionError(f"{what} was not told")
