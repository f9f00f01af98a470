"""`tertulia export-history`: history to an object store, BigQuery or Google Analytics."""

from pathlib import Path

import click

from engine.service.cli.output import progress, say, say_json
from engine.service.cli.parameters import PATH, as_json, command
from engine.types.issue import TertuliaError


@command("export-history", "tertulia export-history store.db s3://bucket/history --state exported")
@click.argument("store", help="A SQLite file, or postgresql://...")
@click.argument("target", help="bigquery://PROJECT/DATASET, ga4://G-XXXXXXX, or where files go.")
@click.option("--state", type=PATH, required=True, help="The folder that keeps how far it is.")
@click.option("--tenant", default="main", help="Whose history, where several share a database.")
@click.option(
    "--archive", type=PATH, help="For files: the folder of archives; else one of its own."
)
@click.option("--secret", default="ga4", help="For ga4: the name of the secret, an API secret.")
@click.option("--secrets-folder", type=PATH, help="The folder of secrets, a file each.")
@click.option("--endpoint", default="", help="For ga4: another server than Google's.")
@click.option("--plain-ids", is_flag=True, help="For ga4: ids of conversations as they are.")
@as_json
def run(
    store: str,
    target: str,
    state: Path,
    tenant: str,
    archive: Path | None,
    secret: str,
    secrets_folder: Path | None,
    endpoint: str,
    plain_ids: bool,
    json: bool,
) -> None:
    """Brings a copy of history elsewhere up to date: what is new and changed since the last time.

    The store may be in use. Whatever it dies of, run it again: it goes on where it was. Files go to
    any place that fsspec knows: a folder, s3://, gs://, abfs://. Needs
    `pip install 'tertulia[warehouse]'`.
    """
    try:
        from engine.analytics.exports.opening import export
    except ModuleNotFoundError as error:
        raise TertuliaError(
            f"exports need {error.name}; install it with `pip install 'tertulia[warehouse]'`"
        ) from error
    from engine.analytics.exports.shipping import Shipped
    from engine.runtime.secrets import Secrets

    secrets = Secrets(secrets_folder)
    with progress("exporting", quiet=json) as tell:
        done = export(
            store,
            target,
            state,
            tenant,
            archive=archive,
            secret=lambda: secrets.get(secret),
            endpoint=endpoint,
            plain_ids=plain_ids,
            step=lambda name: tell(name, 0.5),
        )
    if json:
        say_json(done)
    elif isinstance(done, Shipped):
        rows = ", ".join(f"{count:,} {table}" for table, count in done.rows.items())
        said = f", {done.skipped:,} of them too old" if done.skipped else ""
        say(f"{done.target}: {rows}{said}")
    else:
        said = f"{done.files} new files, {done.bytes / 1e6:,.1f} MB, {done.deleted} deleted"
        say(f"{done.target}: {said}")
