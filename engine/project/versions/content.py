"""The files of a project, sound or not: as they lie on disk, as they would be written, and read
from what was kept."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from engine.project.files import project_parts
from engine.project.read import bot_folders, read
from engine.project.write import files_of
from engine.types.bot import Project
from engine.types.issue import Issue, TertuliaError

# Bytes by path relative to the project's folder, with `/`; its bots may lie beside it.
Files = dict[str, bytes]


def files_on_disk(folder: Path) -> Files:
    """Every file that is a part of the project in the folder, also those that cannot be made
    out. What is no plain file or lies elsewhere is left out."""
    root = folder.resolve()
    homes = [home.resolve() for home in (root, *bot_folders(root))]
    found = (path for path in project_parts(root, homes[1:]) if path.is_file())
    return {
        _relative(path, root): path.read_bytes()
        for path in found
        if any(path.resolve().is_relative_to(home) for home in homes)
    }


def files_as_written(project: Project, folder: Path) -> Files:
    """The files that the folder would hold after `write`: what cannot be made out stays."""
    root = folder.resolve()
    return {_relative(path, root): data for path, data in files_of(project, root).items()}


def read_files(files: Mapping[str, bytes], name: str) -> tuple[Project, tuple[Issue, ...]]:
    """What is sound of the project that the files make, and everything that is wrong with it.

    `name` is that of its folder, by which a bot without an id is called.
    """
    with tempfile.TemporaryDirectory(prefix="tertulia-") as top:
        depth = max((path.split("/").count("..") for path in files), default=0)
        root = Path(top).resolve().joinpath(*["up"] * depth, name or "bot")
        for path, data in files.items():
            place = Path(os.path.normpath(root / path))
            require_inside(place, (Path(top).resolve(),), path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        root.mkdir(parents=True, exist_ok=True)
        return read(root)


def require_inside(place: Path, homes: tuple[Path, ...], path: str) -> None:
    """Raises TertuliaError where a kept path leads out of the folders of the project."""
    if PurePosixPath(path).is_absolute() or not any(place.is_relative_to(home) for home in homes):
        raise TertuliaError(f"the kept file {path!r} leads out of the project; it was not touched")


def _relative(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root)).as_posix()
