"""`tertulia import`: a bot of another platform, made ours."""

from pathlib import Path

import click

from engine.service.cli.output import say, say_json
from engine.service.cli.parameters import PATH, as_json, command
from engine.types.issue import TertuliaError


@command("import", "tertulia import dialogflow-es agent.zip bots/support")
@click.argument("platform", help="The platform, such as dialogflow-es.")
@click.argument("source", type=PATH, help="The export: a .zip or its unpacked folder.")
@click.argument("folder", type=PATH, help="The bot's folder to write.")
@click.option("--force", is_flag=True, help="Write over a bot that is already there.")
@as_json
def run(platform: str, source: Path, folder: Path, force: bool, json: bool) -> None:
    """Imports a bot and reports what was mapped exactly, approximately, and not at all.

    A folder that holds something else is left alone, unless --force says otherwise.
    """
    from engine.importers import import_bot
    from engine.project.write import would_write, write

    imported = import_bot(platform, source)
    changes = would_write(imported.project, folder)
    if changes and not force:
        _require_free(folder, changes)
    write(imported.project, folder)
    if json:
        say_json(imported.report)
        return
    say(imported.report.text())
    done = f"Written to {folder}" if changes else f"{folder}: already there, unchanged"
    say(f"\n{done}. Next: tertulia check {folder}")


def _require_free(folder: Path, changes: tuple[Path, ...]) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    first = changes[0].relative_to(folder.resolve()).as_posix()
    rest = f" and {len(changes) - 1} more" if len(changes) > 1 else ""
    raise TertuliaError(
        f"{folder}: something else is there already ({first}{rest} would change); name a new "
        "folder, or add --force to write over it"
    )
