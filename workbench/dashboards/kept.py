"""The dashboards of a project, a file each in its folder: `dashboards/NAME.json`.

They go with the project: into version control, into copies, to everybody who opens it.
"""

import json
import re
from pathlib import Path

import msgspec
from msgspec.structs import replace

from engine.expressions.folding import fold
from engine.project.files import NAME
from engine.project.replace import replace_files
from engine.types.issue import TertuliaError
from workbench.dashboards.dashboard import Dashboard

FOLDER = "dashboards"
ENDING = ".json"
FORMAT = 1
LONGEST = 60


def read_dashboards(folder: Path) -> tuple[tuple[Dashboard, ...], tuple[str, ...]]:
    """The dashboards that lie in a project's folder, by name; and why others cannot be read."""
    found, faults = [], []
    for path in sorted((folder / FOLDER).glob(f"*{ENDING}")):
        try:
            found.append(read_dashboard(path))
        except (OSError, ValueError, TypeError, KeyError) as error:
            faults.append(f"{FOLDER}/{path.name}: {error}; correct the file, or remove it")
    return tuple(found), tuple(faults)


def read_dashboard(path: Path) -> Dashboard:
    """The dashboard in a file. Raises ValueError, KeyError or TypeError where there is none."""
    plain = json.loads(path.read_bytes())
    version = plain.pop("format")
    if version > FORMAT:
        raise ValueError(f"format {version} is of a newer program")
    dashboard = msgspec.convert(plain, Dashboard)
    return replace(dashboard, name=path.name.removesuffix(ENDING), own=True)


def keep_dashboard(dashboard: Dashboard, folder: Path) -> str:
    """Writes a dashboard; gives its name, a new one after its title where it has none."""
    name = dashboard.name or _free(dashboard, folder)
    path = _path(name, folder)
    replace_files({path: encode(dashboard)}, folder)
    return name


def remove_dashboard(name: str, folder: Path) -> None:
    """Removes a dashboard; one that is not there is gone already."""
    path = _path(name, folder)
    path.unlink(missing_ok=True)
    if path.parent.is_dir() and not any(path.parent.iterdir()):
        path.parent.rmdir()


def encode(dashboard: Dashboard) -> bytes:
    """The file of a dashboard: the same bytes for equal ones."""
    plain = msgspec.to_builtins(replace(dashboard, name="", own=False))
    return (json.dumps({"format": FORMAT, **plain}, indent=2, ensure_ascii=False) + "\n").encode()


def _path(name: str, folder: Path) -> Path:
    if not NAME.fullmatch(name):
        raise TertuliaError(f"dashboard {name!r}: name it with letters, digits, _ and - only")
    return folder / FOLDER / f"{name}{ENDING}"


def _free(dashboard: Dashboard, folder: Path) -> str:
    title = next(iter(dashboard.title.values()), "")
    stem = re.sub(r"\W+", "_", fold(title)).strip("_")[:LONGEST] or "dashboard"
    name, number = stem, 1
    while _path(name, folder).exists():
        number += 1
        name = f"{stem}_{number}"
    return name
