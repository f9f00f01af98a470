"""`tertulia funnel`: how many of a history come from step to step."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from engine.service.cli.output import count, say, say_json
from engine.service.cli.parameters import PATH, as_json, command
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    from engine.analytics.funnel import Funnel, StepRow

HEADINGS = ("step", "", "entered", "converted", "rate", "95 %", "of all", "immature", "median")
LEFT = {1}
STORE = "A SQLite file, a Parquet folder, postgresql:, clickhouse: or bigquery://..."


@command("funnel", "tertulia funnel store.db order.json")
@click.argument("store", help=STORE)
@click.argument("spec", type=PATH, help="The funnel: a JSON file.")
@click.option("--tenant", default="main", help="Whose history, where several share a database.")
@click.option(
    "--executor",
    type=click.Choice(["chain", "scan", "reference"]),
    default="chain",
    help="How it is counted: SQL, a compiled scan, or slowly and plainly. All give the same.",
)
@click.option("--in-place", is_flag=True, help="Have the store count, instead of reading it.")
@click.option("--contacts", "step", type=int, help="List those who reached this step instead.")
@click.option("--dropped", is_flag=True, help="With --contacts: those who were lost before it.")
@as_json
def run(
    store: str,
    spec: Path,
    tenant: str,
    executor: str,
    in_place: bool,
    step: int | None,
    dropped: bool,
    json: bool,
) -> None:
    """Counts a funnel: who reached each step, what share that is, and how long it took.

    The rules that the numbers depend on are in the file; docs/explanation/funnels.md says them in
    words. The store may be in use. Needs `pip install 'tertulia[analytics]'`.
    """
    if dropped and step is None:
        raise TertuliaError("--dropped needs --contacts STEP, the step that was not reached")
    found = _count(store, spec, tenant, executor, in_place)
    if step is not None:
        _say_contacts(found, step, dropped, json)
    elif json:
        say_json({"funnel": found.spec, "digest": found.spec.digest, **_figures(found)})
    else:
        _say_table(found)


def _count(store: str, spec: Path, tenant: str, executor: str, in_place: bool) -> "Funnel":
    try:
        from engine.analytics.engines import open_source
        from engine.analytics.funnel import count as count_funnel
        from engine.analytics.funnel import read_spec
    except ModuleNotFoundError as error:
        raise TertuliaError(
            f"funnels need {error.name}; install it with `pip install 'tertulia[analytics]'`"
        ) from error
    wanted = read_spec(spec)
    with open_source(store, tenant, in_place=in_place) as history:
        return count_funnel(wanted, history, executor)  # type: ignore[arg-type]  # a click.Choice


def _figures(found: "Funnel") -> dict[str, object]:
    return {"watermark": found.watermark, "rows": found.rows()}


def _say_table(found: "Funnel") -> None:
    spec = found.spec
    for value in found.values:
        if spec.breakdown is not None:
            say(f"{spec.breakdown.column}: {value or '(none)'}")
        lines = [HEADINGS, *(_cells(row) for row in found.rows_of(value))]
        widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
        for line in lines:
            cells = [
                cell.ljust(width) if column in LEFT else cell.rjust(width)
                for column, (cell, width) in enumerate(zip(line, widths, strict=True))
            ]
            say("  ".join(cells).rstrip())
        say()
    until = _moment(found.watermark.t_us, spec.zone)
    say(f"{spec.name or 'funnel'} {spec.digest[:12]}, counted by {spec.entity}, until {until}")


def _cells(row: "StepRow") -> tuple[str, ...]:
    return (
        str(row.step),
        row.title,
        f"{row.entered:,}",
        f"{row.converted:,}",
        f"{row.rate:.1%}",
        f"{row.rate_low:.1%} - {row.rate_high:.1%}",
        f"{row.total_rate:.1%}",
        f"{row.immature:,}",
        "-" if row.p50_s is None else str(dt.timedelta(seconds=round(row.p50_s))),
    )


def _say_contacts(found: "Funnel", step: int, dropped: bool, json: bool) -> None:
    rows = found.contacts(step, dropped=dropped).to_pylist()
    if json:
        say_json(rows)
        return
    for row in rows:
        when = _moment(row["reached_us"], found.spec.zone) if row["reached_us"] else "-"
        say("  ".join(part for part in (when, row["entity"], row["value"]) if part))
    say(f"{count(len(rows), found.spec.entity)}")


def _moment(t_us: int, zone: str) -> str:
    when = dt.datetime.fromtimestamp(t_us / 1_000_000, ZoneInfo(zone))
    return when.strftime(f"%Y-%m-%d %H:%M:%S {zone}")
