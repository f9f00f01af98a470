"""Other platforms' exports become bot projects, with a report that hides nothing.

One module or folder a platform; each holds its `IMPORTER`. Packages from outside add theirs
through the entry point group `tertulia.importers`.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from pkgutil import iter_modules

from msgspec.structs import replace

from engine.importers.files import Files, open_files
from engine.importers.mending import mend
from engine.importers.protocol import Imported, Importer, Options
from engine.importers.report import Account, Count, Entry, Report
from engine.importers.splitting import split
from engine.types.bot import Bot
from engine.types.issue import TertuliaError

__all__ = [
    "IMPORTERS",
    "Count",
    "Entry",
    "Files",
    "Imported",
    "Importer",
    "Options",
    "Report",
    "import_bot",
    "import_files",
    "load_importers",
    "open_files",
    "recognise",
]

ENTRY_POINTS = "tertulia.importers"
LEFT_OUT = "if the bot needs it, export it again as a plain file of its own"


def import_bot(platform: str, source: Path, options: Options | None = None) -> Imported:
    """The bot that `source` (a folder, a .zip or a single file) holds.

    `platform` is a name in `IMPORTERS`, or `auto` to recognise it. Nothing is written.
    """
    with open_files(source) as files:
        return import_files(platform, files, options)


def recognise(files: Files) -> tuple[Importer, ...]:
    """The importers whose export the files look like: one, where all is well."""
    return tuple(importer for importer in IMPORTERS.values() if importer.detect(files))


def import_files(platform: str, files: Files, options: Options | None = None) -> Imported:
    """The bot that files hold which are open already; see `import_bot`."""
    imported = _find(platform, files).convert(files, options or Options())
    account = Account()
    whole = {name: mend(bot, account) for name, bot in imported.project.bots.items()}
    bots = {name: split(bot) for name, bot in whole.items()}
    parted = [entry for name, bot in whole.items() for entry in _parted(bot, bots[name])]
    report = _with_refused(imported.report, files)
    return replace(
        imported,
        project=replace(imported.project, bots=bots),
        report=replace(report, entries=(*report.entries, *account.entries, *parted)),
    )


def _parted(before: Bot, after: Bot) -> Iterator[Entry]:
    """What the report says of topics that were too large for one canvas."""
    for name, topic in before.topics.items():
        if topic != after.topics[name]:
            moved = topic.nodes.keys() - after.topics[name].nodes.keys()
            parts = [one for one, part in after.topics.items() if moved & part.nodes.keys()]
            how = (
                f"its {len(topic.nodes)} nodes are too many for one canvas: they stand in "
                f"{', '.join((name, *parts))}, and goto nodes lead across; it answers as before"
            )
            yield Entry("canvases", name, f"topics/{name}", how=how)


def _with_refused(report: Report, files: Files) -> Report:
    """The report with the files that were not even opened, where it does not name them yet."""
    named = {word for entry in report.entries for word in (entry.name, entry.place)}
    refused = [one for one in files.refused if one.path not in named]
    entries = (
        Entry("files", one.path, one.path, "unmapped", 1, one.reason, LEFT_OUT) for one in refused
    )
    return replace(report, entries=(*report.entries, *entries)) if refused else report


def _find(platform: str, files: Files) -> Importer:
    known = ", ".join(sorted(IMPORTERS))
    if platform == "auto":
        found = recognise(files)
        if len(found) == 1:
            return found[0]
        if not files:
            raise TertuliaError(f"{files.name}: {_nothing(files)}")
        what = " and ".join(i.name for i in found) if found else "no platform that is known here"
        raise TertuliaError(f"{files.name}: looks like {what}; name the platform: one of {known}")
    if platform not in IMPORTERS:
        raise TertuliaError(f"no importer is called {platform!r}; take one of {known}, or auto")
    importer = IMPORTERS[platform]
    if not importer.detect(files):
        raise TertuliaError(
            f"{files.name}: not an export of {importer.title}: found {files.summary()}; "
            "give the folder or the .zip as that platform exports it"
        )
    return importer


def _nothing(files: Files) -> str:
    if not files.refused:
        return "holds no files; give the folder or the .zip as the platform exports it"
    first = files.refused[0]
    return f"holds no file that can be taken: {first.path} {first.reason}"


def load_importers() -> dict[str, Importer]:
    """The importers of this folder and of the packages that are installed, by name."""
    found: list[Importer] = []
    for module in iter_modules(__path__, f"{__name__}."):
        importer = getattr(import_module(module.name), "IMPORTER", None)
        if importer is not None:
            found.append(importer)
    found.extend(entry.load() for entry in entry_points(group=ENTRY_POINTS))
    return {importer.name: importer for importer in found}


IMPORTERS: dict[str, Importer] = load_importers()
