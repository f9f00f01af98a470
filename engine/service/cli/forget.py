"""`tertulia forget`: a person leaves a store, and its archive."""

from pathlib import Path

import click

from engine.service.cli.output import say, say_json
from engine.service.cli.parameters import PATH, as_json, command
from engine.types.issue import TertuliaError


@command("forget", "tertulia forget data/clinic.sqlite whatsapp:34600111222 --archive archive")
@click.argument("store", help="A SQLite file, or postgresql://...")
@click.argument("contact", help="The person, as the column `contact` of history has it.")
@click.option("--tenant", default="main", help="Whose contact, where several share a database.")
@click.option("--archive", type=PATH, help="The folder of archives, if there is one.")
@as_json
def run(store: str, contact: str, tenant: str, archive: Path | None, json: bool) -> None:
    """Deletes all that speaks of a person: history, where conversations stand, timers, what is
    still to be sent. Stop the server before; it may go on afterwards.

    With `--archive` it leaves the files too, at once. Files that people sent, backups and copies
    elsewhere are not touched.
    """
    from engine.stores.forgetting import forget_contact

    gone = dict(forget_contact(store, contact, tenant))
    if archive is not None:
        gone["archived"] = _forget_archived(archive, contact, tenant)
    if json:
        say_json(gone)
        return
    said = ", ".join(f"{rows:,} {table}" for table, rows in gone.items() if rows)
    say(f"forgotten: {said or 'nothing; nobody is called so'}")


def _forget_archived(folder: Path, contact: str, tenant: str) -> int:
    try:
        from engine.analytics import archive
    except ModuleNotFoundError as error:
        raise TertuliaError(
            f"archives need {error.name}; install it with `pip install 'tertulia[analytics]'`"
        ) from error
    path = archive.archive_of(folder, tenant)
    if archive.read_manifest(path) is None:
        raise TertuliaError(f"folder {path}: no archive; name the one that `compact` wrote")
    return archive.forget_contact(path, contact)
