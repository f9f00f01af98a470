"""Requests of a view about itself."""

from collections.abc import Callable

from workbench.editor import Editor

# What `editor.memory` keeps: who is called when the selection changes.
SELECTION = "view.selection"


def selected(editor: Editor, topic: str, nodes: list[str]) -> None:
    """The person selected nodes of a topic."""
    called: Callable[[str, list[str]], None] | None = editor.memory.get(SELECTION)
    if called is not None:
        called(topic, nodes)


REQUESTS = {"view.selected": selected}
