"""`tertulia restore-store`: a store out of a backup."""

from pathlib import Path

import click

from engine.service.cli.output import say, say_json
from engine.service.cli.parameters import PATH, as_json, command


@command("restore-store", "tertulia restore-store /backups/clinic-monday.sqlite data/clinic.sqlite")
@click.argument("file", type=PATH, help="What `tertulia backup` wrote.")
@click.argument("store", help="A SQLite file that is not there yet, or postgresql://...")
@click.option("--tenant", default="main", help="As whose rows; that tenant must have none yet.")
@as_json
def run(file: Path, store: str, tenant: str, json: bool) -> None:
    """Makes a store of a backup, where there is none yet, and counts its rows.

    What happened after the backup is not in it: messages that were still to be sent then are sent
    again, and posts that a provider repeats are answered again.
    """
    from engine.service.settings import read_settings
    from engine.stores.backup import restore

    bundles = read_settings(None, {}, store=store).beside_store("bundles")
    found = restore(file, store, tenant, bundles)
    say_json(found) if json else say(f"{store}: {sum(found.values()):,} rows")
