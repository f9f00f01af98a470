"""An export brought into a folder: as a new bot, or into the bot that an earlier import made.

What the source gave is kept as a version of its own, so that a later import knows what changed
there since, and what somebody changed here. Both come together by meaning.
"""

from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from engine.importers import Imported, Options, Report, import_bot
from engine.project.diff import Change, diff
from engine.project.merge import Conflict
from engine.project.read import read
from engine.project.replace import replace_files
from engine.project.versions import Versions
from engine.project.versions.content import files_as_written, read_files
from engine.project.write import would_write, write
from engine.service.aligning import aligned
from engine.service.settling import Choices, settle
from engine.types.bot import Project
from engine.types.issue import ProjectError, TertuliaError

# The account of the last import, beside the bot that it made.
REPORT_FILE = "import-report.json"
ALL = -1

Outcome = Literal["new", "replaced", "unchanged", "updated", "conflicts"]


class Brought(Struct, frozen=True):
    """What came of an import into a folder.

    `changes` are those of the bot as it was in the folder. With the outcome `conflicts`,
    `conflicts` wait for a choice: until then what was in the folder stands there.
    """

    report: Report
    outcome: Outcome
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


class Known(Struct, frozen=True):
    """What an earlier import left in a folder: what the source gave, and its platform."""

    base: Project
    platform: str


def bring(
    platform: str,
    source: Path,
    folder: Path,
    *,
    t_us: int,
    options: Options | None = None,
    choices: Choices | None = None,
    force: bool = False,
    author: str = "",
) -> Brought:
    """Imports an export into a folder; `platform` is a name, or `auto`.

    A folder that holds nothing gets the bot. In one that an import of the platform made, what
    changed in the source since is merged with what was changed there; with `force` it is
    written over, and kept as a version. Raises TertuliaError where something else is there, or
    the export cannot be used; then nothing was written.
    """
    before = known(folder)
    imported = import_bot(platform, source, options or _as_before(before))
    if _is_free(folder):
        write(imported.project, folder)
        _keep(imported, folder, imported.project, t_us, author)
        return Brought(imported.report, "new")
    if force:
        return _replace(imported, folder, t_us, author)
    if not would_write(imported.project, folder):
        _keep(imported, folder, imported.project, t_us, author)
        return Brought(imported.report, "unchanged")
    if before is None or before.platform not in {"", imported.report.platform}:
        raise _something_else(imported, folder, before)
    same = aligned(imported, before.base)
    return _merge(same, folder, before.base, choices or Choices(), t_us, author)


def known(folder: Path) -> Known | None:
    """What the last import into a folder left there; None where there was none."""
    if not folder.is_dir():
        return None
    versions = Versions(folder)
    last = next((one for one in versions.list(ALL) if one.kind == "imported"), None)
    if last is None:
        return None
    report = read_report(folder)
    return Known(versions.project(last.id), report.platform if report else "")


def read_report(folder: Path) -> Report | None:
    """The account of the last import into a folder; None where there is none."""
    try:
        return msgspec.json.decode((folder / REPORT_FILE).read_bytes(), type=Report)
    except (OSError, msgspec.DecodeError):
        return None


def _merge(
    imported: Imported, folder: Path, base: Project, choices: Choices, t_us: int, author: str
) -> Brought:
    ours, issues = read(folder)
    if errors := tuple(issue for issue in issues if issue.severity == "error"):
        raise ProjectError(f"{folder} cannot be merged as it is", errors)
    theirs = _as_read(imported.project, folder)
    merged, settled = settle((base, ours, theirs), choices)
    left = tuple(one for one in merged.conflicts if one.key not in settled)
    changes = tuple(diff(ours, merged.project))
    if changes:
        Versions(folder).keep(None, "saved", author, t_us=t_us)
        write(merged.project, folder)
    if not left:
        # Only now does the next import begin with what this one gave.
        _keep(imported, folder, theirs, t_us, author)
    if changes:
        Versions(folder).keep(None, "merged", author, t_us=t_us)
    outcome: Outcome = "conflicts" if left else "updated" if changes else "unchanged"
    return Brought(imported.report, outcome, changes, left)


def _replace(imported: Imported, folder: Path, t_us: int, author: str) -> Brought:
    ours, _ = read(folder)
    if would_write(imported.project, folder):
        Versions(folder).keep(None, "saved", author, t_us=t_us)
        write(imported.project, folder)
    _keep(imported, folder, imported.project, t_us, author)
    return Brought(imported.report, "replaced", tuple(diff(ours, read(folder)[0])))


def _keep(imported: Imported, folder: Path, given: Project, t_us: int, author: str) -> None:
    """What the source gave as a version, and its account beside the bot."""
    report = imported.report
    label = f"{report.platform} {report.source}"
    Versions(folder).keep(given, "imported", author, label, t_us=t_us)
    written = msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n"
    replace_files({folder / REPORT_FILE: written}, folder)


def _as_before(before: Known | None) -> Options:
    """The bot keeps its id and name, whatever the file is called this time."""
    if before is None or len(before.base.bots) != 1:
        return Options()
    (bot,) = before.base.bots.values()
    return Options(bot=bot.id, name=bot.name)


def _as_read(project: Project, folder: Path) -> Project:
    """The project as it is read again after it was written: what does not count is gone."""
    return read_files(files_as_written(project, folder / "import"), folder.resolve().name)[0]


def _is_free(folder: Path) -> bool:
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def _something_else(imported: Imported, folder: Path, before: Known | None) -> TertuliaError:
    changes = would_write(imported.project, folder)
    first = changes[0].relative_to(folder.resolve()).as_posix()
    rest = f" and {len(changes) - 1} more" if len(changes) > 1 else ""
    what = f"the import of {before.platform} is there" if before else "something else is there"
    return TertuliaError(
        f"{folder}: {what} already ({first}{rest} would change); name a new "
        "folder, or add --force to write over it"
    )
