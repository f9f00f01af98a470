"""Requests on the projects of the workspace: which there are, new ones, copies."""

from collections.abc import Sequence

import msgspec

from engine.importers import IMPORTERS
from engine.project.new import new
from engine.service.importing import REPORT_FILE
from engine.types.issue import TertuliaError
from workbench.editor import Editor
from workbench.edits import Plain
from workbench.workspace import copy_project, samples, shown_in


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


REQUESTS = {
    "projects.list": list_projects,
    "projects.new": make,
    "projects.duplicate": duplicate,
    "projects.sample": take_sample,
}
