"""The whole app as a Panel view, with room for a page that Python makes."""

from typing import Any

import panel as pn
from panel.viewable import Child

from engine.types.issue import TertuliaError
from workbench.editor import Editor
from workbench.pages import pages
from workbench.widgets.panel_view import PanelView


class StudioView(PanelView):
    """The view `studio`. `made` holds the page that is shown, where Python makes it."""

    made = Child(doc="The place of pages that Python makes.")

    def __init__(self, editor: Editor, **params: Any) -> None:
        super().__init__(editor, "studio", made=pn.Column(sizing_mode="stretch_both"), **params)
        self._kept: dict[str, Any] = {}

    def _answer(self, what: str, args: dict[str, Any]) -> Any:
        if what == "pages.show":
            return self._show(**args)
        return super()._answer(what, args)

    def _show(self, page: str) -> None:
        """Shows a page that Python makes; it is made once a window."""
        entry = pages().get(page)
        if entry is None or entry.make is None:
            raise TertuliaError(f"no page {page!r} is made in Python")
        if page not in self._kept:
            self._kept[page] = entry.make(self._editor)
        self.made.objects = [self._kept[page]]
