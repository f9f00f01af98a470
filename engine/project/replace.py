"""Files replaced together: all of the new bytes are on disk before any old file goes."""

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from engine.types.issue import ProjectError


def replace_files(
    files: Mapping[Path, bytes], root: Path, ready: Callable[[], None] = lambda: None
) -> None:
    """Give each path its bytes; folders are made as needed.

    `ready` is called when all new bytes are on disk, before any file is replaced; what it raises
    ends it. Raises ProjectError where the disk is full or refuses, with the old files whole.
    """
    staged: dict[Path, Path] = {}
    made: list[Path] = []
    try:
        for path, data in files.items():
            made += _make_folders(path.parent)
            _stage(path, data, staged)
        ready()
        for path, new in staged.items():
            new.replace(path)
    except BaseException as error:
        for new in staged.values():
            new.unlink(missing_ok=True)
        for folder in reversed(made):
            remove_empty(folder, root)
        if not isinstance(error, OSError):
            raise
        raise ProjectError(
            f"{error.filename or root} cannot be written: {error.strerror}; what was there is "
            "whole: make room or check the permissions, then save again"
        ) from error
    for folder in sorted({path.parent for path in files}):
        _flush(folder)


def remove_empty(folder: Path, root: Path) -> None:
    """Remove the folder and those around it, below `root`, as far as they are empty."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _make_folders(folder: Path) -> list[Path]:
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _stage(path: Path, data: bytes, staged: dict[Path, Path]) -> None:
    # Of this process and thread: others may be writing the same file.
    new = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_native_id()}.new")
    staged[path] = new
    with new.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        new.chmod(path.stat().st_mode & 0o777)


def _flush(folder: Path) -> None:
    """Make the renames in a folder last through a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
