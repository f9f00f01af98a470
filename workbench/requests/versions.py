"""Requests on versions: list, compare, name, restore; and conflicts with what others wrote."""

from typing import Any

from engine.project.diff import Language
from engine.project.merge import Side
from workbench.editor import Editor
from workbench.edits import Plain
from workbench.errands import send_out
from workbench.issue_words import told
from workbench.keeping import compared, keeping_of, told_conflict

MOST = 200
LANGUAGES: dict[str, Language] = {"es": "es", "en": "en", "pt": "pt"}


def open_versions(editor: Editor) -> Plain:
    """The versions that are kept, the newest first, and what waits for a choice."""
    keeping = keeping_of(editor.document)
    return {
        "versions": keeping.versions.list(MOST),
        "issues": editor.told(keeping.versions.issues()),
        **conflicts(editor),
    }


def keep(editor: Editor, label: str = "") -> Plain:
    """Keeps the project as it is, under a name."""
    editor.document.saver.ask()
    editor.document.saver.finish()
    keeping_of(editor.document).keep("saved", editor.name, label)
    return open_versions(editor)


def name(editor: Editor, version: int, label: str) -> Plain:
    """Gives a version a name, which keeps it for ever."""
    keeping_of(editor.document).versions.label(version, label)
    return open_versions(editor)


def compare(editor: Editor, before: int, after: int = 0, bot: str = "") -> None:
    """What differs between two versions (0: now); told as `versions.compared`."""
    keeping, language = keeping_of(editor.document), LANGUAGES[editor.language]

    def work() -> dict[str, Any]:
        found = compared(keeping.project(before), keeping.project(after), bot, language)
        return {"before": before, "after": after, **found}

    send_out(editor, "versions.compared", work)


def restore(editor: Editor, version: int, label: str) -> Plain:
    """Makes the project as it was, as an edit that can be undone."""
    keeping_of(editor.document).restore(version, editor.id, label)
    return open_versions(editor)


def conflicts(editor: Editor) -> Plain:
    """What others wrote that could not be brought together with what was done here."""
    outside = editor.document.outside
    return {
        "fault": outside.fault and told(outside.fault, editor.language),
        "conflicts": [told_conflict(one, LANGUAGES[editor.language]) for one in outside.conflicts],
    }


def choose(editor: Editor, choices: dict[str, Side]) -> Plain:
    """Settles conflicts by their keys."""
    editor.document.outside.choose(choices)
    return open_versions(editor)


def write_over(editor: Editor) -> Plain:
    """What is here takes the place of files that cannot be read."""
    editor.document.outside.write_over()
    editor.document.saver.finish()
    return open_versions(editor)


REQUESTS = {
    "versions.open": open_versions,
    "versions.keep": keep,
    "versions.name": name,
    "versions.compare": compare,
    "versions.restore": restore,
    "versions.choose": choose,
    "versions.write_over": write_over,
}
