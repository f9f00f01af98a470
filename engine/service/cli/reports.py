"""Files that an evaluation is written to, by their suffix: packages add writers as plug-ins."""

from collections.abc import Callable, Mapping
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    from engine.nlu.report import Report

ENTRY_POINTS = "tertulia.reports"

# Reports by bot, and a language, as the text of a file.
Writer = Callable[[Mapping[str, "Report"], str], str]


def writer(file: Path) -> Writer:
    """What writes files of that suffix. Raises TertuliaError where nothing does, or its package
    or the file's folder is missing: before anything is measured."""
    points = metadata.entry_points(group=ENTRY_POINTS)
    suffix = file.suffix.removeprefix(".").lower()
    if suffix not in points.names:
        known = ", ".join(f".{name}" for name in sorted(points.names)) or "none is installed"
        raise TertuliaError(f"{file}: no report has the suffix {file.suffix!r}; use {known}")
    if not file.parent.is_dir():
        raise TertuliaError(f"{file}: there is no folder {file.parent}; make it first")
    point = points[suffix]
    try:
        write: Writer = point.load()
    except ModuleNotFoundError as error:
        package = point.module.partition(".")[0]
        raise TertuliaError(
            f"{file}: the report needs {error.name}, which is not installed; install the extra:"
            f" pip install 'tertulia[{package}]'"
        ) from error
    return write
