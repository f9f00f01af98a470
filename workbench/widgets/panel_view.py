"""A view of the front end in a Panel page."""

from functools import partial
from typing import Any

import panel as pn
import param
from panel.custom import AnyWidgetComponent

from workbench.editor import Editor
from workbench.link import Link
from workbench.widgets import BUNDLE


class PanelView(AnyWidgetComponent):
    """The view of a name (see frontend/src/views), tied to an editor."""

    _bundle = BUNDLE

    view = param.String(doc="The name of the view.")
    settings = param.Dict(default={}, doc="What the view is to begin with.")
    up = param.String(default="", doc="The browser's letters (workbench.link).")
    down = param.String(default="", doc="The letters to the browser (workbench.link).")

    def __init__(self, editor: Editor, view: str, **params: Any) -> None:
        super().__init__(view=view, **params)  # type: ignore[no-untyped-call]  # param's
        self._page = pn.state.curdoc
        self._editor = editor
        self._wire = Link(self._answer, self._send)
        self._leave = editor.attach(self._wire.tell)
        self.param.watch(lambda event: self._wire.receive(event.new), "up")

    def _answer(self, what: str, args: dict[str, Any]) -> Any:
        return self._editor.answer(what, args)

    def _send(self, text: str) -> None:
        if self._page is None or self._page is pn.state.curdoc:
            self.down = text
        else:
            # From another thread or another person's request: in this page's own turn.
            self._page.add_next_tick_callback(partial(self._put, text))

    def _put(self, text: str) -> None:
        self.down = text
