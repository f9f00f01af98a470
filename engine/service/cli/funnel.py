"""`tertulia funnel`: how many of a history come from step to step."""

from pathlib import Path
from types import ModuleType

import click

from engine.service.cli.funnel_said import (
    say_comparison,
    say_contacts,
    say_csv,
    say_table,
    say_trend,
)
from engine.service.cli.output import say_json, warn
from engine.service.cli.parameters import PATH, as_json, command, with_archive
from engine.types.issue import TertuliaError

STORE = "A SQLite file, a Parquet folder, postgresql:, clickhouse: or bigquery://..."


@command("funnel", "tertulia funnel store.db order.json")
@click.argument("store", help=STORE)
@click.argument("spec", type=PATH, help="The funnel: a JSON file, or with --bot its name there.")
@click.option("--bot", type=PATH, help="The folder of the bot that it is of, or of its project.")
@click.option("--tenant", default="main", help="Whose history, where several share a database.")
@click.option(
    "--executor",
    type=click.Choice(["chain", "scan", "reference"]),
    help="How it is counted: SQL, a compiled scan, or slowly and plainly. All give the same; "
    "unless given, the quicker one counts.",
)
@with_archive
@click.option("--in-place", is_flag=True, help="Have the store count, instead of reading it.")
@click.option(
    "--trend",
    "span",
    type=click.Choice(["day", "week", "month"]),
    help="Tell it by when people began.",
)
@click.option("--compare", "other", type=PATH, help="Another funnel to compare it with.")
@click.option("--control", help="Compare the values of the breakdown with this one of them.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets.")
@click.option("--contacts", "step", type=int, help="List those who reached this step instead.")
@click.option("--dropped", is_flag=True, help="With --contacts: those who were lost before it.")
@as_json
def run(
    store: str,
    spec: Path,
    bot: Path | None,
    tenant: str,
    executor: str | None,
    archive: Path | None,
    in_place: bool,
    span: str | None,
    other: Path | None,
    control: str | None,
    as_csv: bool,
    step: int | None,
    dropped: bool,
    json: bool,
) -> None:
    """Counts a funnel: who reached each step, what share that is, and how long it took.

    The rules that the numbers depend on are in the file; docs/explanation/funnels.md says them in
    words. The store may be in use. With --bot its renamed nodes are followed, and what it has not
    is told. Needs `pip install 'tertulia[analytics]'`.
    """
    if dropped and step is None:
        raise TertuliaError("--dropped needs --contacts STEP, the step that was not reached")
    if [step is not None, bool(span), bool(other), control is not None].count(True) > 1:
        raise TertuliaError("take one of --contacts, --trend, --compare and --control")
    funnels, sources = _analytics()
    wanted, unknown = funnels.named_funnel(spec, bot)
    warn(unknown)
    with sources.open_source(store, tenant, archive, in_place=in_place) as history:
        if span:
            say_trend(funnels.trend(wanted, history, span, executor), as_csv=as_csv, json=json)
            return
        found = funnels.count(wanted, history, executor)
        if other:
            against = funnels.count(funnels.named_funnel(other, bot)[0], history, executor)
            names = (spec.stem, other.stem if other.stem != spec.stem else str(other))
            say_comparison(funnels.compare(found, against, names), as_csv=as_csv, json=json)
            return
    if control is not None:
        say_comparison(funnels.compare_values(found, control), as_csv=as_csv, json=json)
    elif step is not None:
        say_contacts(found, step, dropped=dropped, as_csv=as_csv, json=json)
    elif as_csv:
        say_csv(found.arrow())
    elif json:
        digest, rows = found.spec.digest, found.rows()
        say_json(
            {"funnel": found.spec, "digest": digest, "watermark": found.watermark, "rows": rows}
        )
    else:
        say_table(found)


def _analytics() -> tuple[ModuleType, ModuleType]:
    """Funnels, and where their history comes from: of an extra."""
    try:
        from engine.analytics import engines, funnel
    except ModuleNotFoundError as error:
        raise TertuliaError(
            f"funnels need {error.name}; install it with `pip install 'tertulia[analytics]'`"
        ) from error
    return funnel, engines
