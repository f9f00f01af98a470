"""A folder of projects: what stands beside one another in the page Projects."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from engine.expressions.folding import fold
from engine.project.files import BOT_FILE, BOTS_FOLDER, PROJECT_FILE
from engine.project.read import read
from engine.project.write import write
from engine.types.issue import TertuliaError

# The sample bots: beside the package where it is installed, in the repository where it is not.
_SAMPLES = (
    Path(__file__).parent / "samples",
    Path(__file__).parents[1] / "datasets" / "bots",
)


class Shown(Struct, frozen=True):
    """A project as the list shows it. `folder` is its name in the workspace; `fault` says why it
    cannot be read, empty where it can."""

    folder: str
    name: str
    languages: tuple[str, ...]
    bots: int
    topics: int
    changed_us: int
    fault: str = ""


class Workspace(Struct, frozen=True):
    """A folder whose folders are projects. `first` is the one to open, empty where none.

    `history` is the source that projects without a chosen history read (workbench.histories).
    """

    folder: Path
    first: str = ""
    history: str = ""

    def project(self, name: str) -> Path:
        """The folder of a project by its name. Raises TertuliaError where there is none."""
        folder = self.folder / name
        if Path(name).name != name or not is_project(folder):
            raise TertuliaError(f"there is no project {name!r} in {self.folder}")
        return folder

    def free(self, name: str) -> Path:
        """A folder that is not there yet, called as a name says."""
        stem = re.sub(r"\W+", "_", fold(name)).strip("_")[:60] or "bot"
        number = 1
        while (folder := self.folder / (stem if number == 1 else f"{stem}_{number}")).exists():
            number += 1
        return folder

    def projects(self) -> Iterator[Shown]:
        """The projects, by folder."""
        yield from shown_in(self.folder)


def workspace_of(folder: Path, history: str = "") -> Workspace:
    """The workspace that a folder is, or that the folder of a project lies in."""
    folder = folder.resolve()
    if is_project(folder):
        return Workspace(folder.parent, folder.name, history)
    return Workspace(folder, history=history)


def is_project(folder: Path) -> bool:
    """Whether a folder holds a bot, or a project of several."""
    return (folder / PROJECT_FILE).is_file() or (folder / BOT_FILE).is_file()


def shown_in(folder: Path) -> Iterator[Shown]:
    """The projects in a folder, by name; what may not be looked into is left out."""
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        return
    for path in inside:
        if not path.name.startswith(".") and is_project(path):
            yield _shown(path)


def samples() -> Path | None:
    """The folder of the sample bots, None where they are not installed."""
    return next((folder for folder in _SAMPLES if folder.is_dir()), None)


def copy_project(source: Path, target: Path) -> None:
    """Copies a project's folder, without what is not its own; bots that lie elsewhere come in."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    if any(not bot.is_relative_to(source.resolve()) for bot in _bots(source)):
        project, _ = read(source)
        write(structs.replace(project, folders={}), target)


def _shown(folder: Path) -> Shown:
    bots = _bots(folder)
    own = folder / (PROJECT_FILE if (folder / PROJECT_FILE).is_file() else BOT_FILE)
    try:
        name = str(_json(own).get("name") or folder.name)
        spoken = [str(one) for bot in bots for one in _json(bot / BOT_FILE).get("languages", ())]
        fault = ""
    except (OSError, ValueError, AttributeError, TypeError) as error:
        name, spoken, fault = folder.name, [], str(error)
    topics = [path for bot in bots for path in (bot / "topics").glob("*.flow.json")]
    stamps = [path.stat().st_mtime_ns for path in (*topics, own)]
    return Shown(
        folder=folder.name,
        name=name,
        languages=tuple(dict.fromkeys(spoken)),
        bots=len(bots),
        topics=len(topics),
        changed_us=max(stamps) // 1000,
        fault=fault,
    )


def _bots(folder: Path) -> tuple[Path, ...]:
    """The folders of a project's bots."""
    if not (folder / PROJECT_FILE).is_file():
        return (folder.resolve(),)
    inside = (path.parent for path in (folder / BOTS_FOLDER).glob(f"*/{BOT_FILE}"))
    try:
        elsewhere = [folder / str(one) for one in _json(folder / PROJECT_FILE)["folders"].values()]
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        elsewhere = []
    found = dict.fromkeys(path.resolve() for path in (*sorted(inside), *elsewhere))
    return tuple(path for path in found if (path / BOT_FILE).is_file())


def _json(path: Path) -> dict[str, Any]:
    # `Any`: a file that was not checked.
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found
