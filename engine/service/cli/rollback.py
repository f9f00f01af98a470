"""`tertulia rollback`: an earlier bundle is current again on a running engine."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.service.cli.output import say, say_json
from engine.service.cli.parameters import as_json, command
from engine.service.cli.publish import key_file, move, read_key, read_moves, told
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    from engine.service.api.publishing import Bundles


@command("rollback", "tertulia rollback https://chat.example.org --key-file publish.key")
@click.argument("url", help="The address of the running engine.")
@click.argument("bundle", default="", help="Its id, or how it begins; else the one before this.")
@key_file
@move
@click.option("--list", "only_list", is_flag=True, help="Only show what was published.")
@as_json
def run(
    url: str, bundle: str, key_file: Path, moves: tuple[str, ...], only_list: bool, json: bool
) -> None:
    """Makes a bundle current that was published before.

    New sessions run on it from now on; live ones stay with the bundle that they began with,
    but for those that --move takes over. While a bundle is on trial, this ends the trial.
    """
    from engine.service.remote import RemoteEngine

    engine = RemoteEngine(url, read_key(key_file))
    if only_list:
        found = engine.bundles()
        if json:
            say_json(found)
        for row in () if json else found.publications:
            when = dt.datetime.fromtimestamp(row.t / 1000, dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
            current = "current" if row.is_current else "" if row.is_kept else "gone"
            if row.share < 100:
                current = f"{row.share} % {current}".rstrip()
            say(f"{row.bundle[:12]}  {when}  {row.how:<8}  {row.by:<16}  {current}".rstrip())
        return
    done = engine.activate(_whole(engine.bundles(), bundle), read_moves(moves))
    say_json(done) if json else say(told(done, url))


def _whole(known: "Bundles", beginning: str) -> str:
    """The id of the bundle that begins so; "" for none wanted."""
    if not beginning:
        return ""
    fitting = {row.bundle for row in known.publications if row.bundle.startswith(beginning)}
    if len(fitting) != 1:
        what = f"{len(fitting)} bundles begin" if fitting else "no bundle begins"
        raise TertuliaError(f"{what} with {beginning!r}; `tertulia rollback --list` shows them")
    return fitting.pop()
