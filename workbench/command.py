"""`tertulia studio`: the workbench in the browser."""

from pathlib import Path

import click

from engine.service.cli.output import say
from engine.service.cli.parameters import PATH, command
from engine.types.issue import TertuliaError


@command("studio", "tertulia studio bots --port 8321")
@click.argument(
    "folder", type=PATH, default=".", help="A bot's folder, or one that holds several bots."
)
@click.option("--port", type=click.IntRange(1, 65535), default=8321, help="The port to listen on.")
@click.option("--host", default="localhost", help="The address to listen on.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser window.")
@click.option(
    "--history",
    default="",
    help="What happened, to be counted: a SQLite file, postgresql://..., or a Parquet folder.",
)
def run(folder: Path, port: int, host: str, no_browser: bool, history: str) -> None:
    """Opens the workbench: draw, simulate, test, publish.

    Without a folder it opens the one you are in. Who reaches the address can edit: --host is
    for networks that you trust.
    """
    if not folder.is_dir():
        raise TertuliaError(f"{folder}: there is no such folder; make a bot with `tertulia new`")
    from workbench.app import serve
    from workbench.sources import source_of

    if history:
        history = source_of(history).name
    say(f"{folder.resolve().name}: http://{host}:{port} (Ctrl+C stops it)")
    serve(folder, port, host=host, show=not no_browser, history=history)
    say("Everything is saved.")
