"""A view of the front end in a notebook."""

from typing import Any

import anywidget
import traitlets

from workbench.editor import Editor
from workbench.link import Link
from workbench.widgets import BUNDLE


class NotebookView(anywidget.AnyWidget):
    """The view of a name (see frontend/src/views), tied to an editor."""

    _esm = BUNDLE

    view = traitlets.Unicode().tag(sync=True)
    settings = traitlets.Dict().tag(sync=True)
    up = traitlets.Unicode().tag(sync=True)
    down = traitlets.Unicode().tag(sync=True)

    def __init__(self, editor: Editor, view: str, **settings: Any) -> None:
        super().__init__(view=view, settings=settings)
        self._wire = Link(editor.answer, self._send)
        self._leave = editor.attach(self._wire.tell)
        self.observe(lambda change: self._wire.receive(change.new), "up")

    def _send(self, text: str) -> None:
        self.down = text
