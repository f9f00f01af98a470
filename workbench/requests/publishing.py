"""Requests on publishing: the gate, an engine's bundles, publication, rollback, a bundle's file."""

import base64
from typing import Any

from engine.runtime.gate import accept as accepted
from engine.runtime.gate import accepted_warnings, warning_key
from workbench.editor import Editor
from workbench.edits import Plain
from workbench.errands import send_out
from workbench.publishing import (
    Target,
    bundle,
    engines,
    publish,
    stand_at_gate,
    told,
)


def open_publishing(editor: Editor) -> Plain:
    """Where one may publish to."""
    return {"engines": engines(editor.document)}


def gate(editor: Editor, url: str = "", key: str = "") -> None:
    """What stands before a publication; told as `publishing.gate`."""
    target = Target(url, key) if url else None
    send_out(
        editor,
        "publishing.gate",
        lambda: told(stand_at_gate(editor.document, target), editor.language),
    )


def accept(editor: Editor, keys: list[str], label: str) -> int:
    """Lets warnings be, by their keys; kept with the bots. Gives how many were accepted."""
    document = editor.document
    wanted = set(keys)
    issues = [issue for issue in document.issues if warning_key(issue) in wanted]
    before = len(accepted_warnings(document.project))
    document.replace(accepted(document.project, issues), label, editor.id)
    return len(accepted_warnings(document.project)) - before


def go(editor: Editor, url: str, key: str = "", moves: dict[str, str] | None = None) -> None:
    """Publishes to an engine; told as `publishing.done`."""

    def work() -> Any:
        return publish(editor.document, Target(url, key), moves or {}, editor.name)

    send_out(editor, "publishing.done", work)


def bundles(editor: Editor, url: str, key: str = "") -> None:
    """What an engine has; told as `publishing.bundles`."""
    send_out(editor, "publishing.bundles", lambda: Target(url, key).engine().bundles())


def activate(editor: Editor, url: str, key: str = "", bundle_id: str = "") -> None:
    """Makes an earlier bundle current again; told as `publishing.done`."""
    send_out(editor, "publishing.done", lambda: Target(url, key).engine().activate(bundle_id))


def take(editor: Editor) -> None:
    """The bundle as a file to keep, in base64; told as `publishing.file`."""

    def work() -> Plain:
        content = bundle(editor.document)
        name = f"{editor.document.folder.name}.bot"
        return {"name": name, "data": base64.b64encode(content).decode()}

    send_out(editor, "publishing.file", work)


REQUESTS = {
    "publishing.open": open_publishing,
    "publishing.gate": gate,
    "publishing.accept": accept,
    "publishing.go": go,
    "publishing.bundles": bundles,
    "publishing.activate": activate,
    "publishing.take": take,
}
