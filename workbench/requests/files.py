"""Requests that carry files from a view, in pieces."""

from workbench.editor import Editor
from workbench.uploads import Uploads


def uploads(editor: Editor) -> Uploads:
    """The files that a window sent."""
    if "uploads" not in editor.memory:
        editor.memory["uploads"] = Uploads()
    held: Uploads = editor.memory["uploads"]
    return held


def put(editor: Editor, upload: str, name: str, offset: int, data: str) -> int:
    """A piece of a file, in base64; gives how many bytes have arrived."""
    return uploads(editor).put(upload, name, offset, data)


REQUESTS = {"files.put": put}
