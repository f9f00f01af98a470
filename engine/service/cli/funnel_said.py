"""What `tertulia funnel` says: tables of funnels, trends and comparisons, for people or as CSV."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine.service.cli.output import count, say, say_json

if TYPE_CHECKING:
    import pyarrow as pa

    from engine.analytics.funnel import Comparison, DifferenceRow, Funnel, StepRow, Trend

HEADINGS = ("step", "", "entered", "converted", "rate", "95 %", "of all", "immature", "median")
DIFFERENCES = ("", "step", "", "rate", "against", "difference", "95 %", "p", "adjusted")
# Words are set to the left.
WORDS = {"", "from"}


def say_table(found: "Funnel") -> None:
    """The table, a part for each value of the breakdown."""
    spec = found.spec
    for value in found.values:
        if spec.breakdown is not None:
            say(f"{spec.breakdown.column}: {value or '(none)'}")
        _say_lines([HEADINGS, *(_cells(row) for row in found.rows_of(value))])
        say()
    until = _moment(found.watermark.t_us, spec.zone)
    say(f"{spec.name or 'funnel'} {spec.digest[:12]}, counted by {spec.entity}, until {until}")


def say_contacts(found: "Funnel", step: int, *, dropped: bool, as_csv: bool, json: bool) -> None:
    """Those whom a number counts."""
    people = found.contacts(step, dropped=dropped)
    if as_csv:
        say_csv(people)
        return
    rows = people.to_pylist()
    if json:
        say_json(rows)
        return
    for row in rows:
        when = _moment(row["reached_us"], found.spec.zone) if row["reached_us"] else "-"
        say("  ".join(part for part in (when, row["entity"], row["value"]) if part))
    say(f"{count(len(rows), found.spec.entity)}")


def say_trend(found: "Trend", *, as_csv: bool, json: bool) -> None:
    """A line a span: who began, and who came to each step. Then both totals."""
    whole = found.whole
    if as_csv:
        say_csv(found.arrow())
        return
    if json:
        say_json(
            {
                "funnel": whole.spec,
                "digest": whole.spec.digest,
                "watermark": whole.watermark,
                "rows": found.rows(),
                "sums": found.sums(),
                "whole": whole.rows(),
            }
        )
        return
    steps = range(1, len(whole.spec.steps) + 1)
    lines: list[Sequence[str]] = [("from", *(f"step {number}" for number in steps), "of all")]
    for point in found.points:
        tries = point.tries.num_rows
        came = [point.contacts(number).num_rows for number in steps]
        share = f"{came[-1] / tries:.1%}" if tries else "-"
        lines.append((str(point.spec.since), *(f"{each:,}" for each in came), share))
    lines.append(("sum", *(f"{each:,}" for each in found.sums()), ""))
    once = (f"{whole.contacts(number).num_rows:,}" for number in steps)
    lines.append(("everybody once", *once, ""))
    _say_lines(lines)


def say_comparison(found: "Comparison", *, as_csv: bool, json: bool) -> None:
    """A line for each step of each variant, against the control."""
    if as_csv:
        say_csv(found.arrow())
    elif json:
        say_json(found)
    else:
        _say_lines([DIFFERENCES, *(_difference(row) for row in found.rows)])
        say()
        say(", ".join(f"{name}: {number:,}" for name, number in found.began.items()))
        if not found.is_split_sound:
            say(f"These numbers are no chance (p {found.split_p:.2g}): mistrust the differences.")


def say_csv(rows: "pa.Table") -> None:
    """A table for spreadsheets."""
    from pyarrow import csv

    written = io.BytesIO()
    csv.write_csv(rows, written)
    say(written.getvalue().decode().rstrip())


def _say_lines(lines: Sequence[Sequence[str]]) -> None:
    columns = range(len(lines[0]))
    widths = [max(len(line[column]) for line in lines) for column in columns]
    for line in lines:
        cells = [
            cell.ljust(width) if heading in WORDS else cell.rjust(width)
            for heading, cell, width in zip(lines[0], line, widths, strict=True)
        ]
        say("  ".join(cells).rstrip())


def _difference(row: "DifferenceRow") -> tuple[str, ...]:
    return (
        row.variant,
        str(row.step),
        row.title,
        f"{row.rate:.1%}",
        f"{row.control_rate:.1%}",
        f"{row.difference:+.1%}",
        f"{row.low:+.1%} - {row.high:+.1%}",
        f"{row.p:.3f}",
        f"{row.adjusted:.3f}",
    )


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


def _moment(t_us: int, zone: str) -> str:
    when = dt.datetime.fromtimestamp(t_us / 1_000_000, ZoneInfo(zone))
    return when.strftime(f"%Y-%m-%d %H:%M:%S {zone}")
