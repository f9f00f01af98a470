"""A version made the project on disk again, byte by byte."""

import os
from pathlib import Path

from engine.project.read import bot_folders
from engine.project.replace import remove_empty, replace_files
from engine.project.versions.content import require_inside
from engine.project.versions.version import Version
from engine.project.versions.versions import Versions


def restore(versions: Versions, id_: int, author: str = "", *, t_us: int) -> Version:
    """The new version that is like an old one, after its files were put in place.

    What is on disk is kept as a version first, so that nothing is lost. Files that are no part
    of a project stay.
    """
    wanted = versions.files(id_)
    before = versions.files(versions.keep(None, "saved", author, t_us=t_us).id)
    root = versions.folder.resolve()
    homes = (root, *(home.resolve() for home in bot_folders(root)))
    places: dict[str, Path] = {}
    for path in wanted.keys() | before.keys():
        places[path] = Path(os.path.normpath(root / path))
        require_inside(places[path], homes, path)
    changed = {places[path]: data for path, data in wanted.items() if before.get(path) != data}
    replace_files(changed, root)
    for path in before.keys() - wanted.keys():
        places[path].unlink()
        remove_empty(places[path].parent, root)
    return versions.keep(None, "restored", author, f"#{id_}", t_us=t_us)
