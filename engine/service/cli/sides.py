"""What can be compared and merged: a folder, a bundle, FOLDER@VERSION, or one file of a project."""

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field, structs

from engine.project.bundle import bare, open_bundle
from engine.project.one_file import is_file_of_project, project_of
from engine.project.read import read
from engine.project.versions import Versions
from engine.project.versions.content import files_on_disk
from engine.types.bot import Project
from engine.types.issue import Issue, ProjectError, TertuliaError

_VERSION = re.compile(r"(.+)@([0-9]+)")
_ZIP = b"PK\x03\x04"


class Opened(Struct, frozen=True):
    """What lies under a name: what is sound of it, what is wrong with it, and its bytes.

    `files` are those of a folder, or the one file under no name.
    """

    name: str
    project: Project
    issues: tuple[Issue, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    is_bundle: bool = False
    # As which file of a project it was read.
    label: str = ""

    @property
    def is_file(self) -> bool:
        """Whether it is one file of a project."""
        return "" in self.files


def open_sides(names: tuple[str, ...], file: str = "") -> tuple[Opened, ...]:
    """What lies under each name, made alike: beside a bundle, a folder counts without what a
    bundle leaves out.

    `file` says which file of a project the names are of, where they do not say it themselves.
    Raises TertuliaError where one cannot be opened or they are not of a kind.
    """
    # Files of two names are versions of one: that of the second, which is ours in a merge.
    named = (name for name in (file, names[1], *names) if is_file_of_project(name))
    label = next(named, file or names[1])
    sides = tuple(_open(name, file or name, label) for name in names)
    if len({side.is_file for side in sides}) > 1:
        raise TertuliaError(f"{', '.join(names)}: name either files or whole projects")
    if any(side.is_bundle for side in sides):
        return tuple(structs.replace(side, project=bare(side.project)) for side in sides)
    return sides


def require_mergeable(sides: tuple[Opened, ...]) -> None:
    """Raises TertuliaError where something of a side would be lost in a merge."""
    for side in sides:
        if side.is_bundle:
            raise TertuliaError(
                f"{side.name}: a bundle leaves out places, comments and tests; merge the folder "
                "that it was made from, or FOLDER@VERSION"
            )
        errors = tuple(issue for issue in side.issues if issue.severity == "error")
        if errors:
            raise ProjectError(f"{side.name} cannot be merged as it is", errors)


def _open(name: str, ending: str, label: str) -> Opened:
    path = Path(name)
    version = _VERSION.fullmatch(name)
    if version and not path.exists():
        versions, id_ = Versions(Path(version[1])), int(version[2])
        return Opened(name, *versions.read(id_), versions.files(id_))
    if path.is_dir():
        return Opened(name, *read(path), files_on_disk(path))
    if not path.exists():
        raise TertuliaError(f"{name}: nothing is there; name a folder, a bundle or FOLDER@VERSION")
    data = path.read_bytes()
    if not is_file_of_project(ending) and data.startswith(_ZIP):
        return Opened(name, open_bundle(path).project, is_bundle=True)
    return Opened(name, *project_of(data, label), {"": data}, label=label)
