"""`tertulia share`: how many conversations a bundle on trial gets."""

from pathlib import Path

import click

from engine.service.cli.output import say, say_json
from engine.service.cli.parameters import as_json, command
from engine.service.cli.publish import key_file, read_key, told


@command("share", "tertulia share https://chat.example.org 50 --key-file publish.key")
@click.argument("url", help="The address of the running engine.")
@click.argument("percent", type=click.IntRange(0, 100), help="0 ends the trial, 100 is for all.")
@key_file
@as_json
def run(url: str, percent: int, key_file: Path, json: bool) -> None:
    """Gives the bundle that is on trial another share of the conversations' new sessions.

    100 makes it current, 0 ends the trial. Live sessions stay with the bundle that they began
    with. A conversation that had the new bundle keeps it while the share grows.
    """
    from engine.service.remote import RemoteEngine

    done = RemoteEngine(url, read_key(key_file)).share(percent)
    say_json(done) if json else say(told(done, url))
