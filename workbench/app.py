"""The Panel app: one window an open page, all on the same document."""

from pathlib import Path
from typing import Any

import panel as pn

from workbench.document import open_document
from workbench.editor import Editor
from workbench.requests import REQUESTS
from workbench.widgets.panel_view import PanelView


def page(folder: Path) -> Any:
    """A browser window's page: what Panel calls for each session."""
    editor = Editor(open_document(folder), REQUESTS, language=_language())
    view = PanelView(editor, "studio", sizing_mode="stretch_both")
    if pn.state.curdoc is not None:
        pn.state.on_session_destroyed(lambda _context: editor.close())
    return view


def serve(folder: Path, port: int, *, show: bool = True) -> None:
    """Serves the app until it is stopped."""
    pn.config.raw_css.append("html, body { height: 100%; margin: 0 }")
    pn.serve({"/": lambda: page(folder)}, port=port, show=show, title="Tertulia")


def _language() -> str:
    """The person's language, as the browser says it, if it is one of ours."""
    accepted = str(pn.state.headers.get("Accept-Language", ""))
    words = [part.strip()[:2].lower() for part in accepted.split(",")]
    return next((word for word in words if word in {"es", "en", "pt"}), "en")
