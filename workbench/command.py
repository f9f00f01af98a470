"""`tertulia studio`: the workbench in the browser."""

from pathlib import Path

import click

from engine.service.cli.output import say
from engine.service.cli.parameters import PATH, command
from engine.types.issue import TertuliaError


@command("studio", "tertulia studio bots/clinic --port 8321")
@click.argument("folder", type=PATH, help="A bot's folder, or a project of several.")
@click.option("--port", type=int, default=8321, help="The port to listen on.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser window.")
def run(folder: Path, port: int, no_browser: bool) -> None:
    """Opens a bot in the workbench: draw, simulate, test, publish."""
    if not folder.is_dir():
        raise TertuliaError(f"{folder}: there is no such folder; make a bot with `tertulia new`")
    from workbench.app import serve

    say(f"{folder.name}: http://localhost:{port} (Ctrl+C stops it)")
    serve(folder, port, show=not no_browser)
