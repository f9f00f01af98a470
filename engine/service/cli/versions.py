"""`tertulia versions`: what was saved and published of a project, and when."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from engine.service.cli.output import say, say_json, warn
from engine.service.cli.parameters import PATH, as_json, command
from engine.types.issue import TertuliaError


@command("versions", "tertulia versions bots/clinic --limit 20")
@click.argument("folder", type=PATH, help="A bot's folder, or a project of several.")
@click.option("--limit", type=click.IntRange(min=1), default=100, help="The most that are listed.")
@as_json
def run(folder: Path, limit: int, json: bool) -> None:
    """Lists the versions of a project, the newest first, with the times of its first bot's zone.

    FOLDER@VERSION names one for `tertulia diff` and `merge`; `tertulia restore` brings it back.
    """
    from engine.project.versions import Versions

    if not folder.is_dir():
        raise TertuliaError(f"{folder}: there is no such folder; name that of a project")
    versions = Versions(folder)
    found = versions.list(limit)
    warn(versions.issues())
    if json:
        say_json(found)
        return
    zone = _zone(folder)
    for version in found:
        time = dt.datetime.fromtimestamp(version.t_us / 1e6, zone)
        said = (version.author, version.label, version.bundle[:12])
        row = (f"{version.id:>6}", f"{time:%Y-%m-%d %H:%M:%S}", f"{version.kind:<9}", *said)
        say("  ".join(part for part in row if part).rstrip())
    if not found:
        say(f"{folder}: no versions yet; the workbench keeps them as a bot is saved and published")


def _zone(folder: Path) -> ZoneInfo:
    from engine.project.read import read

    bots = read(folder)[0].bots
    first = next((bot.time_zone for _, bot in sorted(bots.items())), "UTC")
    try:
        return ZoneInfo(first)
    except (KeyError, ValueError):
        return ZoneInfo("UTC")
