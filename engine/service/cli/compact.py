"""`tertulia compact`: history into sorted files, which are read fast and take little room."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.service.cli.output import count, progress, say, say_json
from engine.service.cli.parameters import PATH, as_json, command
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    from engine.analytics.archive.layout import Span
    from engine.analytics.archive.upkeep import Done

DAY_US = 86_400_000_000
ROWS = 5_000


@command("compact", "tertulia compact data/clinic.sqlite archive --merge month")
@click.argument("store", help="A SQLite file, or postgresql://...")
@click.argument("folder", type=PATH, help="The folder of archives; each tenant has one in it.")
@click.option("--tenant", default="main", help="Whose history, where several share a database.")
@click.option("--all-tenants", is_flag=True, help="That of everybody in the database.")
@click.option(
    "--merge",
    type=click.Choice(["day", "month", "all"]),
    help="Make one file of all that a bucket has of a day, of a month that is over, or in all.",
)
@click.option("--buckets", type=click.IntRange(1, 256), help="Parts of a new archive; 8.")
@click.option("--forget-days", type=click.IntRange(1), help="Forget older days in the files, too.")
@click.option("--forget-contact", default="", help="Forget this person in the files.")
@click.option(
    "--leave-days",
    type=click.IntRange(1),
    help="Delete older days from the store once they are in the files; it must not be served.",
)
@click.option("--verify", is_flag=True, help="Read all files, and compare their checksums.")
@as_json
def run(
    store: str,
    folder: Path,
    tenant: str,
    all_tenants: bool,
    merge: "Span | None",
    buckets: int | None,
    forget_days: int | None,
    forget_contact: str,
    leave_days: int | None,
    verify: bool,
    json: bool,
) -> None:
    """Brings an archive up to date with its store: history in Parquet files, sorted by contact and
    time. The store may be in use, and keeps its rows unless `--leave-days` is given.

    Whatever it dies of, no row is lost or doubled: run it again. Needs
    `pip install 'tertulia[analytics]'`.
    """
    try:
        from engine.analytics.archive import archive_of
        from engine.analytics.archive.upkeep import Work, keep_up
        from engine.analytics.archive.upkeep import verify as verify_files
    except ModuleNotFoundError as error:
        raise TertuliaError(
            f"archives need {error.name}; install it with `pip install 'tertulia[analytics]'`"
        ) from error
    found: dict[str, Done] = {}
    for name in _tenants(store) if all_tenants else [tenant]:
        before_us = _days_ago_us(forget_days) if forget_days else 0
        work = Work(store, str(folder), name, buckets or 0, merge, before_us, forget_contact)
        with progress(f"compacting {name}", quiet=json) as tell:
            found[name] = keep_up(work, lambda step: tell(step, 0.5))
        if leave_days:
            _leave(store, name, found[name].compaction.place, _days_ago_us(leave_days))
        if verify:
            verify_files(archive_of(folder, name))
    if json:
        say_json(found)
        return
    for name, done in found.items():
        _say(name, done)


def _tenants(store: str) -> list[str]:
    from engine.stores.opening import TENANT, is_address

    if not is_address(store):
        return [TENANT]
    from engine.stores.postgres.tenants import tenants_in

    return tenants_in(store)


def _leave(store: str, tenant: str, place: str, before_us: int) -> None:
    from engine.stores.opening import open_store

    opened = open_store(store, tenant)
    try:
        while opened.forget_archived(place, before_us, ROWS):
            pass
    finally:
        opened.close()


def _days_ago_us(days: int) -> int:
    return (time.time_ns() // 1000 // DAY_US - days) * DAY_US


def _say(name: str, done: "Done") -> None:
    found = done.compaction
    added = ", ".join(f"{rows:,} {table}" for table, rows in found.added.items())
    changed = sum(found.changed.values())
    say(f"{name}: {added} new, {changed:,} changed, {done.forgotten:,} forgotten")
    say(f"  {found.folder}: {count(done.files, 'file')}, {done.bytes / 1e6:,.1f} MB")
