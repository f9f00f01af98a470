"""Requests on the open project: what it holds, edits, undo and redo."""

from typing import Any

import msgspec

from workbench.catalogue import catalogue
from workbench.editor import Editor
from workbench.edits import Edit, Plain
from workbench.pages import pages
from workbench.ports import topic_ports
from workbench.settings import settings

LANGUAGES = ("es", "en", "pt")


def open_project(editor: Editor, language: str = "", window: str = "") -> Plain:
    """Everything that a view needs to begin with; `language` is what the person chose before,
    `window` the id that the window had."""
    document = editor.document
    if window and editor.resumes:
        editor.id = window
    if language:
        speak(editor, language)
    undo, redo = document.can(editor.id)
    return {
        "editor": editor.id,
        "folder": document.folder.name,
        "home": str(document.folder),
        "language": editor.language,
        "revision": document.revision,
        "tree": document.tree,
        "undo": undo,
        "redo": redo,
        "saved": document.saver.news(),
        "issues": editor.told(document.issues),
        "pages": [
            {"name": page.name, "words": page.words, "icon": page.icon, "made": bool(page.make)}
            for page in pages().values()
        ],
        "locked": document.locks.news(editor.language),
        "catalogue": catalogue(),
        "settings": settings(),
    }


def ports_of_topic(editor: Editor, bot: str, topic: str) -> Plain:
    """The ports of every node of a topic."""
    return topic_ports(editor.document.tree["bots"][bot]["topics"][topic])


def speak(editor: Editor, language: str) -> None:
    """The language of the interface, and so of the sentences that requests give."""
    editor.speak(language if language in LANGUAGES else editor.language)


def edit(editor: Editor, edit: Any, again: bool = False) -> int | None:
    """Makes an edit; gives the revision that it made.

    `again` says that it was sent before; None where it had arrived then.
    """
    made = msgspec.convert(edit, Edit)
    document = editor.document
    applied = (document.edit_again if again else document.edit)(made, editor.id)
    return applied.revision if applied else None


def repair(editor: Editor, bot: str, topic: str) -> str:
    """Takes what is sound of a topic's file for the whole of it; gives where the file as it was
    is kept, in the project's folder."""
    document = editor.document
    return document.accept(bot, topic).relative_to(document.folder).as_posix()


def undo(editor: Editor) -> int | None:
    """Takes the latest edit of this window back."""
    applied = editor.document.undo(editor.id)
    return applied.revision if applied else None


def redo(editor: Editor) -> int | None:
    """Makes the latest undone edit of this window again."""
    applied = editor.document.redo(editor.id)
    return applied.revision if applied else None


REQUESTS = {
    "document.open": open_project,
    "document.ports": ports_of_topic,
    "document.speak": speak,
    "document.edit": edit,
    "document.repair": repair,
    "document.undo": undo,
    "document.redo": redo,
}
