"""`tertulia experiment`: how an experiment stands, and whether it may stop."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from engine.service.cli.output import say, say_json
from engine.service.cli.parameters import PATH, as_json, command
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    from engine.analytics.experiments import Experiment

HEADINGS = ("arm", "people", "succeeded", "share", "95 %", "waiting", "against control", "always")


@command("experiment", "tertulia experiment store.db offer.json")
@click.argument("store", help="A SQLite file, postgresql://..., or a folder of Parquet files.")
@click.argument("spec", type=PATH, help="The experiment: a JSON file.")
@click.option("--tenant", default="main", help="Whose history, where several share a database.")
@click.option(
    "--language",
    type=click.Choice(["es", "en", "pt"]),
    default="en",
    help="In what language it says whether to stop.",
)
@as_json
def run(store: str, spec: Path, tenant: str, language: str, json: bool) -> None:
    """Says how an experiment stands: its arms, how they compare, and whether to stop.

    Look as often as you like: intervals and decision hold for all looks together, as
    docs/explanation/statistics.md says. Needs `pip install 'tertulia[analytics]'`.
    """
    found, said = _assess(store, spec, tenant, language)
    if json:
        figures = {"arms": found.arms, "comparisons": found.comparisons, "crossed": found.crossed}
        decided = {"decision": found.decision, "sentence": said, "ratio_p": found.ratio_p}
        whence = {"digest": found.spec.digest, "watermark": found.watermark}
        say_json({"experiment": found.spec, **whence, **decided, **figures})
    else:
        _say_table(found)
        say(said)
        seconds, zone = found.watermark.t_us / 1_000_000, ZoneInfo(found.spec.zone)
        until = dt.datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%d %H:%M:%S")
        name = found.spec.name or "experiment"
        say(f"{name} {found.spec.digest[:12]}, until {until} {found.spec.zone}")


def _assess(store: str, spec: Path, tenant: str, language: str) -> "tuple[Experiment, str]":
    try:
        from engine.analytics.experiments import assess, read_experiment, sentence
        from engine.analytics.history import History
    except ModuleNotFoundError as error:
        raise TertuliaError(
            f"experiments need {error.name}; install it with `pip install 'tertulia[analytics]'`"
        ) from error
    wanted = read_experiment(spec)
    with History.open(store, tenant) as history:
        found = assess(wanted, history)
    return found, sentence(found, language)


def _say_table(found: "Experiment") -> None:
    beside = {each.arm: each for each in found.comparisons}
    lines = [HEADINGS]
    for arm in found.arms:
        other = beside.get(arm.arm)
        compared = ("-", "-")
        if other is not None:
            compared = (f"{other.difference:+.1%}", f"{other.low:+.1%} - {other.high:+.1%}")
        interval = f"{arm.low:.1%} - {arm.high:.1%}"
        share = f"{arm.share:.1%}"
        counts = (f"{arm.people:,}", f"{arm.succeeded:,}")
        lines.append((arm.arm, *counts, share, interval, f"{arm.waiting:,}", *compared))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *rest in lines:
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        say("  ".join(cells).rstrip())
    if found.crossed:
        say(f"{found.crossed:,} were dealt several arms and are in none")
    say()
