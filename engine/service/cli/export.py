"""`tertulia export`: a bot as one file that the engine runs."""

from pathlib import Path
from typing import Annotated

import typer

from engine.service.cli.output import AsJson, progress, say, say_json

NAME = "export"
EXAMPLES = "Example: tertulia export bots/clinic -o clinic.bot"

Folder = Annotated[Path, typer.Argument(help="A bot's folder, or a project of several.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="The file to write; by default NAME.bot.")
]


def run(folder: Folder, output: Output = None, json: AsJson = False) -> None:
    """Checks a project, trains what is stale, and writes the bundle."""
    from engine.project.bundle import open_bundle
    from engine.project.replace import replace_files
    from engine.service.workspace import bundle_of, open_workspace

    workspace = open_workspace(folder)
    with progress("training", quiet=json) as bar:
        content = bundle_of(workspace, bar)
    path = output or Path(f"{folder.resolve().name}.bot")
    replace_files({path: content}, path.parent)
    bundle = open_bundle(content)
    if json:
        say_json({"file": str(path), "id": bundle.id, "bytes": len(content)})
    else:
        say(
            f"{path}: {len(content) / 1e6:.1f} MB, id {bundle.id[:12]}. Next: tertulia serve {path}"
        )
