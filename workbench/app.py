"""The Panel app: one window an open page, all that show a project on the same document."""

import errno
import signal
from pathlib import Path
from typing import Any

import panel as pn
import plotly

from engine.types.issue import TertuliaError
from workbench.document import close_documents, open_document
from workbench.editor import Editor
from workbench.requests import REQUESTS
from workbench.requests.document import LANGUAGES
from workbench.widgets.studio_view import StudioView
from workbench.workspace import Workspace, workspace_of

# Where the plotly package keeps the library that figures in the browser need.
PLOTLY = Path(plotly.__file__).parent / "package_data"
EVERYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104  compared with, never bound to


def page(workspace: Workspace) -> Any:
    """A browser window's page: what Panel calls for each session.

    The address says the project (`?project=NAME`); without one it is the workspace's first.
    """
    folder = _asked_for(workspace)
    editor = Editor(open_document(folder), REQUESTS, _language(), workspace=workspace, resumes=True)
    view = StudioView(editor, sizing_mode="stretch_both")
    if pn.state.curdoc is not None:
        # A lost connection is the front end's affair: see frontend/src/frame/connection.ts.
        pn.state.curdoc.config.update(reconnect_session=False, notify_connection_status=False)
        pn.state.on_session_destroyed(lambda _context: editor.close())
    return view


def serve(
    folder: Path, port: int, *, host: str = "localhost", show: bool = True, history: str = ""
) -> None:
    """Serves the app until it is stopped, by Ctrl+C or SIGTERM; then everything is saved."""
    pn.config.raw_css.append("html, body { height: 100%; margin: 0 }")
    workspace = workspace_of(folder, history)
    origins = ["*"] if host in EVERYWHERE else [f"{host}:{port}", f"localhost:{port}"]
    try:
        server: Any = pn.serve(
            {"/": lambda: page(workspace)},
            port=port,
            address=host,
            websocket_origin=origins,
            show=show,
            static_dirs={"plotly": PLOTLY},
            title="Tertulia",
            # The address is the front end's: see frontend/src/frame/address.ts.
            location=False,
            start=False,
            verbose=False,
        )
    except OSError as error:
        raise TertuliaError(_why_not(error, host, port)) from error
    signal.signal(signal.SIGTERM, lambda *_: server.io_loop.add_callback_from_signal(_stop, server))
    try:
        server.start()
        server.io_loop.start()
    finally:
        close_documents()


def _stop(server: Any) -> None:
    server.io_loop.stop()


def _asked_for(workspace: Workspace) -> Path:
    named = pn.state.session_args.get("project", [])
    name = named[0].decode(errors="replace") if named else workspace.first
    try:
        return workspace.project(name) if name else workspace.folder
    except TertuliaError:
        # The page Projects shows which there are.
        return workspace.folder


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program; choose one with --port"
    if error.errno == errno.EACCES:
        return f"port {port} may not be listened on; choose one above 1023 with --port"
    return f"{host}:{port} cannot be listened on: {error.strerror or error}"


def _language() -> str:
    """The person's language, as the browser says it, if it is one of ours."""
    accepted = str(pn.state.headers.get("Accept-Language", ""))
    words = [part.strip()[:2].lower() for part in accepted.split(",")]
    return next((word for word in words if word in LANGUAGES), "en")
