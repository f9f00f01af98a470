"""Where a bot's parts lie in its folder, and their bytes read with care."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.project.tables import SUFFIXES
from engine.types.bot import Project
from engine.types.issue import Issue, Location
from engine.types.limits import LIMITS

PROJECT_FILE = "project.json"
BOT_FILE = "bot.json"
NLU_FILE = "nlu.toml"
BOTS_FOLDER = "bots"
# The folder of each family of parts, and how its files' names end.
FOLDERS: dict[str, tuple[str, ...]] = {
    "topics": (".flow.json",),
    "entities": SUFFIXES,
    "actions": (".py",),
    "tests": (".chat",),
    "funnels": (".json",),
}

NAME = re.compile(r"\w[\w-]{0,99}")


def parts(folder: Path, family: str) -> Iterator[tuple[str, Path]]:
    """Name and path of each file of a family of parts, by name."""
    endings = FOLDERS[family]
    try:
        paths = sorted((folder / family).iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return
    for path in paths:
        ending = next((end for end in endings if path.name.lower().endswith(end)), "")
        if ending and not path.name.startswith((".", "~$")):
            yield path.name[: -len(ending)], path


def project_parts(root: Path, elsewhere: Iterable[Path]) -> Iterator[Path]:
    """Every file that is a part of the project in `root`, and of the bots that lie elsewhere."""
    folders = {root}
    # Without a project file, a folder `bots` is somebody else's.
    if (root / PROJECT_FILE).is_file():
        folders |= {path for path in (root / BOTS_FOLDER).glob("*") if path.is_dir()}
        folders |= set(elsewhere)
        yield root / PROJECT_FILE
        yield from (path for _, path in parts(root, "tests"))
    for folder in sorted(folders):
        if (folder / BOT_FILE).is_file():
            yield folder / BOT_FILE
            yield from (path for family in FOLDERS for _, path in parts(folder, family))
            if (folder / NLU_FILE).is_file():
                yield folder / NLU_FILE


def read_bytes(path: Path, folder: Path, file: str) -> tuple[bytes | None, tuple[Issue, ...]]:
    """The bytes of a file that belongs in the folder, None where it is not to be read; and why.

    `file` is how findings name it.
    """
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            message = f"it is a link to {path.resolve()}, outside of its folder"
            return None, (_issue("outside-folder", file, message, "copy the file itself here"),)
        if not path.is_file():
            message = "it is not a plain file"
            return None, (_issue("unreadable-file", file, message, "put a file in its place"),)
        size = path.stat().st_size
        if size > LIMITS.file_bytes:
            message = f"it has {size:,} bytes, more than {LIMITS.file_bytes:,}"
            return None, (_issue("too-large", file, message, "split it"),)
        return path.read_bytes(), ()
    except (OSError, RuntimeError) as error:
        message = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        remedy = "make it a file that you may read"
        return None, (_issue("unreadable-file", file, message, remedy),)


def bot_folder(project: Project, bot: str, root: Path) -> Path:
    """The folder of a bot of a project that lies in `root`."""
    return root / project.folders.get(bot, f"{BOTS_FOLDER}/{bot}")


def _issue(code: str, file: str, message: str, remedy: str) -> Issue:
    return Issue(code, "error", message, remedy, Location(file=file))
