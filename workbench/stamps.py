"""When the files of a project were written: what tells that somebody else did."""

from pathlib import Path

from engine.project.files import BOTS_FOLDER, FOLDERS

# By file: nanoseconds of its last change, its bytes.
Stamps = dict[Path, tuple[int, int]]


def stamps(folder: Path) -> Stamps:
    """When each file of a project was written and how long it is."""
    found: Stamps = {}
    roots = [folder, *(path for path in (folder / BOTS_FOLDER).glob("*") if path.is_dir())]
    for place in (path for root in roots for path in (root, *(root / each for each in FOLDERS))):
        try:
            for path in place.iterdir():
                if path.is_file() and not path.name.startswith("."):
                    status = path.stat()
                    found[path] = (status.st_mtime_ns, status.st_size)
        except (FileNotFoundError, NotADirectoryError):
            # The folder may not be there, or a file go while we look.
            continue
    return found
