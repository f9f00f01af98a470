"""`tertulia backup`: a store into a file, while it is served."""

from pathlib import Path

import click

from engine.service.cli.output import say, say_json
from engine.service.cli.parameters import PATH, as_json, command


@command("backup", "tertulia backup data/clinic.sqlite /backups/clinic-monday.sqlite")
@click.argument("store", help="A SQLite file, or postgresql://...")
@click.argument("file", type=PATH, help="The file to write; it must not be there yet.")
@click.option("--tenant", default="main", help="Whose rows, where several share a database.")
@as_json
def run(store: str, file: Path, tenant: str, json: bool) -> None:
    """Writes a store to a file while it is served, as it stood at one moment, with the bundles that
    live sessions need. The file is read back before it counts.

    Keys (`keys.json`, `signing.key`), uploads and secrets are not in it: keep those apart.
    `tertulia restore-store` makes a store of it again.
    """
    from engine.service.settings import read_settings
    from engine.stores.backup import backup

    bundles = read_settings(None, {}, store=store).beside_store("bundles")
    found = backup(store, file, tenant, bundles)
    say_json(found) if json else say(f"{file}: {sum(found.values()):,} rows, read back")
