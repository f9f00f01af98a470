"""`tertulia import`: a bot of another platform, made ours."""

from pathlib import Path
from typing import Annotated

import typer

from engine.service.cli.output import AsJson, say, say_json
from engine.types.issue import TertuliaError

NAME = "import"
EXAMPLES = "Example: tertulia import dialogflow-es agent.zip bots/support"

Platform = Annotated[str, typer.Argument(help="The platform, such as dialogflow-es.")]
Source = Annotated[Path, typer.Argument(help="The export: a .zip or its unpacked folder.")]
Folder = Annotated[Path, typer.Argument(help="The bot's folder to write.")]
Force = Annotated[bool, typer.Option(help="Write over a bot that is already there.")]


def run(
    platform: Platform, source: Source, folder: Folder, force: Force = False, json: AsJson = False
) -> None:
    """Imports a bot and reports what was mapped exactly, approximately, and not at all."""
    from engine.importers import import_bot
    from engine.project.write import write

    if folder.exists() and any(folder.iterdir()) and not force:
        raise TertuliaError(
            f"{folder}: something is there already; name a new folder, or add --force"
        )
    imported = import_bot(platform, source)
    write(imported.project, folder)
    if json:
        say_json(imported.report)
    else:
        say(imported.report.text())
        say(f"\nWritten to {folder}. Next: tertulia check {folder}")
