"""`tertulia restore`: an old version of a project put back on disk."""

import time
from pathlib import Path

import click

from engine.service.cli.output import say, say_json
from engine.service.cli.parameters import PATH, as_json, command


@command("restore", "tertulia restore bots/clinic 12")
@click.argument("folder", type=PATH, help="A bot's folder, or a project of several.")
@click.argument(
    "version", type=int, help="The number of a version, as `tertulia versions` lists it."
)
@click.option("--author", default="", help="Who restores it, for the list of versions.")
@as_json
def run(folder: Path, version: int, author: str, json: bool) -> None:
    """Puts a version's files back, byte by byte; what is there is kept as a version first.

    Files that are no part of a project are left alone.
    """
    from engine.project.versions import Versions, restore

    versions = Versions(folder)
    restored = restore(versions, version, author, t_us=time.time_ns() // 1000)
    if json:
        say_json(restored)
    else:
        say(f"{folder}: version {version} is back, as version {restored.id}")
