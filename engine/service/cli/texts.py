"""`tertulia texts`: a bot's texts out to translators, and in again."""

from pathlib import Path

import click

from engine.service.cli.output import count, fail, say, say_issues, say_json
from engine.service.cli.parameters import PATH, as_json, command
from engine.types.bot import Bot, Project
from engine.types.issue import TertuliaError


@command("texts", "tertulia texts export bots/clinic --language pt --file clinic.pt.po")
@click.argument(
    "action",
    type=click.Choice(["progress", "export", "import"]),
    help="`progress` says what is translated; `export` and `import` take a file.",
)
@click.argument("folder", type=PATH, help="A bot's folder, or a project of several.")
@click.option("--language", "-l", default="", help="The language to translate into.")
@click.option("--file", "-f", "file", type=PATH, help="The .po or .xlsx to write or to read.")
@click.option("--bot", "name", default="", help="Which bot, in a project of several.")
@click.option("--force", is_flag=True, help="Import also what no longer fits its source.")
@as_json
def run(
    action: str,
    folder: Path,
    language: str,
    file: Path | None,
    name: str,
    force: bool,
    json: bool,
) -> None:
    """Exports texts, triggers and labels for translation, and imports what comes back.

    Holes that were lost and texts whose source has changed since are reported and left out.
    Exits with 1 where something was left out or should be looked at.
    """
    from engine.project.read import open_project

    project = open_project(folder)
    bot = _bot(project, name)
    if action == "progress":
        _progress(bot, json)
        return
    if language not in bot.languages:
        spoken = ", ".join(bot.languages)
        raise TertuliaError(
            f"bot {bot.id!r} does not speak {language!r}; name one of {spoken} with --language, "
            "or add the language to bot.json"
        )
    if file is None or file.suffix not in {".po", ".xlsx"}:
        raise TertuliaError("no file to use; name a .po or an .xlsx with --file")
    if action == "export":
        _export(bot, language, file, json)
    else:
        _import(project, bot, folder, language, file, force, json)


def _bot(project: Project, name: str) -> Bot:
    if not name and len(project.bots) == 1:
        return next(iter(project.bots.values()))
    if name not in project.bots:
        known = ", ".join(sorted(project.bots)) or "none"
        found = f"there is no bot {name!r}" if name else "the project has several bots"
        raise TertuliaError(f"{found}; name one of them with --bot: {known}")
    return project.bots[name]


def _progress(bot: Bot, json: bool) -> None:
    from engine.project.localisation import progress

    found = progress(bot)
    if json:
        say_json(found)
        return
    for language, done in found.items():
        # Rounded down: only what is whole is 100 %.
        say(f"{language}: {int(100 * done.share)} % ({done.done} of {done.total})")


def _export(bot: Bot, language: str, file: Path, json: bool) -> None:
    from engine.project.localisation import export_po, export_xlsx, progress
    from engine.project.replace import replace_files

    export = export_po if file.suffix == ".po" else export_xlsx
    try:
        content = export(bot, language)
    except ModuleNotFoundError as error:
        raise TertuliaError(
            "spreadsheets are written with openpyxl, which is not installed; "
            "run `pip install 'tertulia[train]'`, or export a .po"
        ) from error
    replace_files({file: content}, file.parent)
    done = progress(bot)[language]
    if json:
        say_json({"file": str(file), "bytes": len(content), "done": done.done, "total": done.total})
    else:
        say(f"{file}: {count(done.total - done.done, 'text')} of {done.total} to translate")


def _import(
    project: Project, bot: Bot, folder: Path, language: str, file: Path, force: bool, json: bool
) -> None:
    from msgspec.structs import replace

    from engine.project.localisation import import_po, import_xlsx, with_texts
    from engine.project.write import write

    take = import_po if file.suffix == ".po" else import_xlsx
    found = take(bot, language, file.read_bytes(), file.name, force=force)
    if found.edits:
        translated = with_texts(bot, found.edits)
        write(replace(project, bots={**project.bots, bot.id: translated}), folder)
    if json:
        say_json(
            {
                "written": len(found.edits),
                "unchanged": found.unchanged,
                "empty": found.empty,
                "issues": found.issues,
            }
        )
    else:
        say_issues(found.issues)
        written = count(len(found.edits), "text")
        say(f"{written} written, {found.unchanged} unchanged, {found.empty} not translated yet")
    if any(issue.code == "texts-unusable" for issue in found.issues):
        fail(2)
    if found.issues:
        fail(1)
