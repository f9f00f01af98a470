"""Requests on the projects of the workspace: which there are, new ones, copies, imports."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from engine.importers import IMPORTERS, Imported, Options, import_bot
from engine.project.new import new
from engine.project.write import write
from engine.types.issue import TertuliaError
from workbench.editor import Editor
from workbench.edits import Plain
from workbench.requests.files import uploads
from workbench.workspace import copy_project, samples, shown_in

# The account of an import stays beside the bot that it made.
REPORT_FILE = "import-report.json"


def list_projects(editor: Editor) -> Plain:
    """The workspace's projects, the samples, and the platforms that can be imported."""
    shown = samples()
    workspace = editor.workspace
    return {
        "workspace": str(workspace.folder),
        "open": editor.document.folder.name,
        "projects": [
            {
                **msgspec.to_builtins(one),
                "report": (workspace.folder / one.folder / REPORT_FILE).is_file(),
            }
            for one in workspace.projects()
        ],
        "samples": tuple(shown_in(shown)) if shown else (),
        "platforms": [{"name": one.name, "title": one.title} for one in IMPORTERS.values()],
    }


def make(editor: Editor, name: str, languages: Sequence[str], time_zone: str = "UTC") -> str:
    """Makes a bot; gives its folder's name."""
    if not name.strip():
        raise TertuliaError("the bot needs a name; write one")
    folder = editor.workspace.free(name)
    new(folder, name.strip(), languages, time_zone)
    return folder.name


def duplicate(editor: Editor, project: str) -> str:
    """Copies a project; gives the copy's folder name."""
    source = editor.workspace.project(project)
    if source == editor.document.folder:
        editor.document.saver.finish()
    target = editor.workspace.free(source.name)
    copy_project(source, target)
    return target.name


def take_sample(editor: Editor, sample: str) -> str:
    """Copies a sample bot into the workspace; gives its folder's name."""
    folder = samples()
    known = {one.folder for one in shown_in(folder)} if folder else set()
    if folder is None or sample not in known:
        raise TertuliaError(f"there is no sample {sample!r}")
    target = editor.workspace.free(sample)
    copy_project(folder / sample, target)
    return target.name


def import_file(editor: Editor, upload: str, platform: str = "auto", name: str = "") -> None:
    """Imports a sent file in the background; told as news `imported`: `project` or `error`."""
    path = uploads(editor).path(upload)
    work = threading.Thread(target=_import, args=(editor, path, platform, name), daemon=True)
    work.start()


def report(editor: Editor, project: str) -> Plain:
    """The account of the import that made a project."""
    path = editor.workspace.project(project) / REPORT_FILE
    try:
        # `Any`: the file is as `_import` wrote it.
        found: Any = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise TertuliaError(f"{path}: there is no account of an import ({error})") from error
    return found


def _import(editor: Editor, path: Path, platform: str, name: str) -> None:
    try:
        imported = import_bot(platform, path, Options(name=name))
        folder = editor.workspace.free(name or imported.project.name or path.stem)
        write(imported.project, folder)
        (folder / REPORT_FILE).write_bytes(msgspec.json.encode(_account(imported)))
    except TertuliaError as error:
        editor.tell("imported", {"error": str(error)})
        return
    editor.tell("imported", {"project": folder.name})


def _account(imported: Imported) -> Plain:
    """The report with the topic of each node, so that a line of it leads there."""
    found = imported.report
    bots = imported.project.bots.items()
    places = {
        node: (bot, topic)
        for bot, values in bots
        for topic, drawn in values.topics.items()
        for node in drawn.nodes
    }
    return {
        "platform": found.platform,
        "source": found.source,
        "bot": found.bot,
        "counts": found.counts(),
        "whole": found.whole(),
        "entries": [
            {**msgspec.to_builtins(entry), "at": places.get(entry.node, ())}
            for entry in found.entries
        ],
    }


REQUESTS = {
    "projects.list": list_projects,
    "projects.new": make,
    "projects.duplicate": duplicate,
    "projects.sample": take_sample,
    "projects.import": import_file,
    "projects.report": report,
}
