"""A Composer project from its files: what each one holds is told by its name and content."""

import re

from engine.importers.composer.bare_templates import piece_of
from engine.importers.composer.lg import read_lg
from engine.importers.composer.lu import read_lu, read_qna
from engine.importers.composer.older import is_old, renewed
from engine.importers.composer.plain import as_list, as_map, as_text, depth_of, maps_in
from engine.importers.composer.source import Broken, Export, Piece, Resource, Script, kind_of
from engine.importers.files import Files, Unreadable

DIALOG = "AdaptiveDialog"
SCRIPT = "Test.Script"
# Dialogs within actions within dialogs: what people draw is far from it.
DEEPEST = 120
PARTS = (".dialog", ".lg", ".lu", ".qna")
# What Composer makes of the other files, and tells nothing new.
MADE = re.compile(r"(^|/)(generated|schemas|\.composer|build|bin|obj|node_modules)/", re.IGNORECASE)
SETTINGS = re.compile(r"(^|/)(appsettings|settings/[\w.-]+)\.json$", re.IGNORECASE)


def is_project(files: Files) -> bool:
    """Whether there is a dialog, a script, or templates beside nothing else."""
    for path in files:
        if path.lower().endswith(".dialog") and '"Microsoft.' in _glance(files, path):
            return True
        if path.lower().endswith((".botproj", ".lg")):
            return True
    return False


def read_exports(files: Files) -> list[Export]:
    """A project; or, where there are test scripts, what lies in the folder of each."""
    folders = {path.rpartition("/")[0] for path in files if path.lower().endswith(".test.dialog")}
    top = [one for one in sorted(folders) if not any(one.startswith(f"{b}/") for b in folders)]
    if "" in folders or not folders:
        return [read_export(files)]
    return [read_export(files.under(folder)) for folder in top]


def read_export(files: Files) -> Export:
    """Everything that the files say; a broken file is named and left out."""
    export = Export(files.name)
    export.broken += [Broken(one.path, one.reason) for one in files.refused]
    for path in files:
        if MADE.search(path):
            continue
        try:
            _read_file(export, files, path)
        except Unreadable as error:
            export.broken.append(Broken(path, str(error)))
    return export


def pieces_of(export: Export) -> list[Piece]:
    """The bots that the export holds: one a script, or the one whose dialogs these are."""
    if export.scripts:
        return [Piece(one.name, one.dialog, one.path, one) for one in export.scripts]
    root = find_root(export)
    found = Piece(export.name, root.body, root.path) if root else piece_of(export)
    return [found] if found else []


def find_root(export: Export) -> Resource | None:
    """The dialog that no other one begins, of the least deep folder."""
    dialogs = [one for one in export.dialogs.values() if one.kind == DIALOG]
    begun = {name for one in dialogs for name in _begun(one.body)}
    free = [one for one in dialogs if one.id not in begun] or dialogs
    main = [one for one in free if one.id in {"main", export.name.lower()}]
    return min(main or free, key=lambda one: (one.path.count("/"), one.path), default=None)


def _begun(body: object) -> set[str]:
    found: set[str] = set()
    stack: list[object] = [body]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            if kind_of(one) in {"BeginDialog", "ReplaceDialog"}:
                found.add(as_text(one.get("dialog")).lower())
            stack += one.values()
        elif isinstance(one, list):
            stack += one
    return found


def stem_of(path: str) -> str:
    """The name of a file without its folder, in small letters."""
    return path.rpartition("/")[2].lower()


def _glance(files: Files, path: str) -> str:
    try:
        return files.text(path)[:4000]
    except Unreadable:
        return ""


def _read_file(export: Export, files: Files, path: str) -> None:
    name = stem_of(path)
    if name.endswith(".dialog"):
        _read_dialog(export, path, files.json(path))
    elif name.endswith(".lg"):
        export.lg[name] = read_lg(files.text(path))
    elif name.endswith(".lu"):
        export.lu[name] = read_lu(files.text(path))
    elif name.endswith(".qna"):
        export.qna[name] = read_qna(files.text(path))
    elif SETTINGS.search(path):
        export.settings |= as_map(files.json(path))
    else:
        return
    export.paths.setdefault(name, path)


def _read_dialog(export: Export, path: str, body: object) -> None:
    if depth_of(body) > DEEPEST:
        raise Unreadable(f"is nested more than {DEEPEST} levels deep")
    if is_old(body):
        body = renewed(body)
    if not isinstance(body, dict):
        raise Unreadable("holds no object; export it again")
    name = stem_of(path).removesuffix(".dialog")
    if kind_of(body) == SCRIPT:
        steps = tuple(maps_in(body.get("script")))
        if len(steps) < len(as_list(body.get("script"))):
            export.broken.append(Broken(path, "has steps of the script that are no objects"))
        export.scripts.append(Script(name, path, body.get("dialog"), steps, body))
        # A script may begin its own dialog again, by the name of its file.
        dialog = as_map(body.get("dialog"))
        if kind_of(dialog) == DIALOG:
            export.dialogs.setdefault(name, Resource(name, path, dialog))
        return
    if not kind_of(body):
        raise Unreadable("says no $kind, so that nobody knows what it is")
    export.dialogs[name] = Resource(name, path, body)
