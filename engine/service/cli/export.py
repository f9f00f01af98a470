"""`tertulia export`: a bot as one file that the engine runs."""

from pathlib import Path

import click

from engine.service.cli.output import progress, say, say_json
from engine.service.cli.parameters import PATH, as_json, command


@command("export", "tertulia export bots/clinic -o clinic.bot")
@click.argument("folder", type=PATH, help="A bot's folder, or a project of several.")
@click.option("--output", "-o", type=PATH, help="The file to write; by default NAME.bot.")
@as_json
def run(folder: Path, output: Path | None, json: bool) -> None:
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
