"""Requests on bots of other platforms: recognised, brought in, and accounted for."""

import time
from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from engine.importers import IMPORTERS, Options, Report, open_files, recognise
from engine.importers.report_page import report_page
from engine.project.merge import Side
from engine.project.read import read
from engine.service.importing import Brought, bring, read_report
from engine.service.settling import Choices
from engine.types.bot import Project
from engine.types.issue import TertuliaError
from workbench.document import opened
from workbench.editor import Editor
from workbench.edits import Plain
from workbench.errands import send_out
from workbench.keeping import told_change, told_conflict
from workbench.requests.files import uploads
from workbench.requests.versions import LANGUAGES

Format = Literal["txt", "json", "html"]


def look(editor: Editor, upload: str) -> Plain:
    """The platforms that an upload may come from, and the projects that an earlier import of
    them made, those of the same source first."""
    path = uploads(editor).path(upload)
    with open_files(path) as files:
        found = recognise(files)
        name, summary = files.name, files.summary()
    platforms = {one.name for one in found}
    before = [
        {"folder": shown.folder, "name": shown.name, "same": report.source == name}
        for shown, report in _imported(editor)
        if report.platform in platforms
    ]
    return {
        "platforms": [{"name": one.name, "title": one.title} for one in found],
        "before": sorted(before, key=lambda one: not one["same"]),
        "summary": summary,
    }


def start(
    editor: Editor,
    upload: str,
    platform: str = "auto",
    project: str = "",
    name: str = "",
    choices: dict[str, Side] | None = None,
) -> None:
    """Imports an upload as a new project, or into one; told as `imported`.

    `choices` settle conflicts of a merge by their keys.
    """
    path = uploads(editor).path(upload)

    def work() -> Plain:
        if project:
            folder = editor.workspace.project(project)
            document = opened(folder)
            if document:
                document.saver.finish()
        else:
            folder = editor.workspace.free(name or path.stem)
        brought = bring(
            platform,
            path,
            folder,
            t_us=time.time_ns() // 1000,
            options=Options(name=name) if name else None,
            choices=Choices(choices or {}),
            author=editor.name,
        )
        if document := opened(folder):
            document.outside.look()
        return {"project": folder.name, **_told(editor, brought)}

    send_out(editor, "imported", work)


def report(editor: Editor, project: str) -> Plain:
    """The account of the last import into a project, with where each node is now."""
    found, drawn = _report(editor, project)
    places = {
        node: (bot, topic)
        for bot, values in drawn.bots.items()
        for topic, flow in values.topics.items()
        for node in flow.nodes
    }
    return {
        "platform": found.platform,
        "title": IMPORTERS[found.platform].title if found.platform in IMPORTERS else "",
        "source": found.source,
        "bot": found.bot,
        "counts": found.counts(),
        "whole": found.whole(),
        "entries": [
            {**msgspec.to_builtins(entry), "at": places.get(entry.node, ())}
            for entry in found.entries
        ],
    }


def report_file(editor: Editor, project: str, ending: Format) -> Plain:
    """The account as a file to keep: its name and text."""
    found, _ = _report(editor, project)
    if ending == "html":
        text = report_page(found)
    elif ending == "txt":
        text = found.text(examples=len(found.entries))
    else:
        counted = {**msgspec.to_builtins(found), "counts": found.counts()}
        text = msgspec.json.format(msgspec.json.encode(counted), indent=1).decode()
    return {"name": f"{project}-import.{ending}", "text": text}


def _report(editor: Editor, project: str) -> tuple[Report, Project]:
    folder = editor.workspace.project(project)
    found = read_report(folder)
    if found is None:
        raise TertuliaError(f"{folder}: there is no account of an import that can be read")
    document = opened(folder)
    return found, document.project if document else read(folder)[0]


def _imported(editor: Editor) -> Iterator[tuple[Any, Report]]:
    """The projects that an import made, with its account."""
    for shown in editor.workspace.projects():
        found = read_report(editor.workspace.folder / shown.folder)
        if found:
            yield shown, found


def _told(editor: Editor, brought: Brought) -> dict[str, object]:
    language = LANGUAGES[editor.language]
    return {
        "outcome": brought.outcome,
        "changes": [told_change(one, language) for one in brought.changes],
        "conflicts": [told_conflict(one, language) for one in brought.conflicts],
    }


REQUESTS = {
    "imports.look": look,
    "imports.start": start,
    "imports.report": report,
    "imports.report_file": report_file,
}
