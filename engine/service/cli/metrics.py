"""`tertulia metrics`: what happened, in numbers."""

import datetime as dt
import io
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from engine.service.cli.output import say, say_json
from engine.service.cli.parameters import PATH, as_json, command, with_archive
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    import pyarrow as pa

    from engine.analytics.metrics import Measure, Measured
    from engine.types.bot import Segment

STORE = "A SQLite file, a Parquet folder, postgresql:, clickhouse: or bigquery://..."
PERIOD = "30min, 24h, 7d, 4w, 3mo, 2026-11-01..2026-11-30, or all."


@command("metrics", "tertulia metrics store.db users --period 7d --by channel --zone America/Lima")
@click.argument("store", help=STORE)
@click.argument("name", required=False, help="The metric; without one, the totals of all.")
@click.option("--tenant", default="main", help="Whose history, where several share a database.")
@with_archive
@click.option("--period", default="", help=PERIOD)
@click.option("--zone", default="UTC", help="The time zone of days and hours.")
@click.option("--grain", default="", help="A row each minute, hour, day, week, month, or total.")
@click.option("--by", default="", help="A row for each value of a column, as channel.")
@click.option("--top", default=25, help="With --by: how many values; the rest is one.")
@click.option("--where", multiple=True, help="Only with a column's values: channel=web,sms.")
@click.option("--variable", multiple=True, help="Only sessions in which one was set: plan=gold.")
@click.option("--tag", multiple=True, help="Only contacts with the tag.")
@click.option("--segment", default="", help="Only contacts of this segment of --bot.")
@click.option("--bot", type=PATH, help="The bot's folder, for --segment.")
@click.option("--prices", type=PATH, help="What messages cost: a JSON file, for costs.")
@click.option("--compare", is_flag=True, help="Beside the period before.")
@click.option("--from-end", is_flag=True, help="Count back from the end of history, not from now.")
@click.option("--csv", is_flag=True, help="Print the rows as CSV.")
@as_json
def run(
    store: str,
    name: str | None,
    tenant: str,
    archive: Path | None,
    segment: str,
    bot: Path | None,
    prices: Path | None,
    from_end: bool,
    csv: bool,
    json: bool,
    **words: Any,
) -> None:
    """Measures what happened: users, starts, understanding, hand-overs, surveys, costs and more.

    The store may be in use. docs/reference/metrics.md says what each measure is. Needs
    `pip install 'tertulia[analytics]'`.
    """
    if csv and name is None:
        raise TertuliaError("--csv needs the name of a metric")
    try:
        from engine.analytics.engines import open_source
        from engine.analytics.metrics import METRICS, find_metric, measure
        from engine.analytics.metrics.answer import answer_of
        from engine.analytics.metrics.asking import asked, read_prices
    except ModuleNotFoundError as error:
        raise TertuliaError(
            f"metrics need {error.name}; install it with `pip install 'tertulia[analytics]'`"
        ) from error
    metrics = METRICS.values() if name is None else [find_metric(METRICS, name)]
    # `Any`: what is left are the words of a query, each of its option's type.
    named = {"variables": words.pop("variable"), "tags": words.pop("tag"), **words}
    of_whom = _segment(segment, bot) if segment else None
    costs = read_prices(prices) if prices else None
    at_end = from_end or words["period"] == "all"
    now_us = None if at_end else time.time_ns() // 1000
    found = []
    with open_source(store, tenant, archive) as history:
        for metric in metrics:
            query = asked(metric, segment=of_whom, prices=costs, **named)
            found.append(measure(history, metric.name, query, now_us))
    if csv:
        _say_csv(found[0].rows)
    elif json:
        answers = [answer_of(each) for each in found]
        say_json(answers[0] if name else answers)
    elif name:
        _say_metric(found[0])
    else:
        for each in found:
            _say_totals(each)


def _segment(name: str, bot: Path | None) -> "Segment":
    """A segment of a bot, or of one of a project's."""
    from engine.project.read import read

    if bot is None:
        raise TertuliaError("--segment needs --bot FOLDER, where the segment is defined")
    project, _issues = read(bot)
    found = {key: each for one in project.bots.values() for key, each in one.segments.items()}
    if name not in found:
        known = ", ".join(sorted(found)) or "none"
        raise TertuliaError(f"{bot}: there is no segment {name!r}; there are: {known}")
    return found[name]


def _say_csv(rows: "pa.Table") -> None:
    from pyarrow import csv

    written = io.BytesIO()
    csv.write_csv(rows.drop_columns(["start_us"]), written)
    say(written.getvalue().decode().rstrip())


def _say_metric(found: "Measured") -> None:
    _say_totals(found)
    if found.query.by:
        _say_table(found, found.values, "value", found.query.by)
    if found.rows.num_rows > 1 and not found.query.by:
        _say_table(found, found.rows, "start", found.query.grain)
    since, until = (_moment(t_us, found.query.zone) for t_us in (found.since_us, found.until_us))
    end = _moment(found.watermark.t_us, found.query.zone)
    say(f"{since} to {until} {found.query.zone}, history until {end}, {found.digest[:12]}")


def _say_totals(found: "Measured") -> None:
    """A line a measure, with that of the period before if it was asked for."""
    say(found.metric)
    width = max(len(each.title["en"]) for each in found.measures)
    for each in found.measures:
        was = (
            ""
            if found.previous is None
            else f"  (before: {_cell(each, found.previous[each.name])})"
        )
        say(f"  {each.title['en'].ljust(width)}  {_cell(each, found.totals[each.name])}{was}")
    say()


def _say_table(found: "Measured", rows: "pa.Table", key: str, heading: str) -> None:
    lines = [[heading, *(each.name for each in found.measures)]]
    for row in rows.to_pylist():
        name = row[key][:16] if key == "start" else row[key] or "(none)"
        lines.append([name, *(_cell(each, row[each.name]) for each in found.measures)])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *rest in lines:
        cells = [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        say("  ".join([first.ljust(widths[0]), *cells]).rstrip())
    say()


def _cell(measure: "Measure", number: float | None) -> str:
    if number is None:
        return "-"
    if measure.unit == "share":
        return f"{number:.1%}"
    if measure.unit == "seconds":
        return f"{number:,.3g} s" if number < 60 else str(dt.timedelta(seconds=round(number)))
    return f"{number:,}" if measure.unit == "count" else f"{number:,.4g}"


def _moment(t_us: int, zone: str) -> str:
    return dt.datetime.fromtimestamp(t_us / 1_000_000, ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
