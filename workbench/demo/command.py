"""`tertulia demo-history`: days of invented conversations, to learn and to try things on."""

import datetime as dt
from pathlib import Path

import click
from msgspec import structs

from engine.service.cli.output import progress, say, say_json
from engine.service.cli.parameters import PATH, as_json, command
from engine.types.issue import TertuliaError
from workbench.demo.history import DAYS, Made, make_history, recent
from workbench.demo.planted import beside
from workbench.workspace import samples

DEFAULT_BOT = "front_desk"


@command("demo-history", "tertulia demo-history demo.db --bot clinic --days 28")
@click.argument("into", type=PATH, help="The SQLite file to make; it must not be there yet.")
@click.option("--bot", default=DEFAULT_BOT, help="A sample bot, or front_desk: all of them.")
@click.option("--days", type=click.IntRange(1, 366), default=DAYS, help="How many days.")
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The first day; unless given, such that the last one is over by now.",
)
@click.option("--seed", type=int, default=0, help="Another seed gives other people.")
@click.option("--scale", type=click.FloatRange(0.01, 100), default=1.0, help="Times as many.")
@as_json
def run(
    into: Path,
    bot: str,
    days: int,
    start: dt.datetime | None,
    seed: int,
    scale: float,
    json: bool,
) -> None:
    """Makes a history of invented conversations with a sample bot.

    People with goals, channels and typing errors talk to the bot through the engine itself: every
    row is a turn's. What is planted in it lies beside it (INTO.planted.json): a step that fails on
    one channel, a campaign, Mondays, an experiment, words that are not understood. Everything is
    marked as synthetic. The same start and seed give the same rows.
    """
    folder = samples()
    if folder is None or not (folder / bot).is_dir():
        known = sorted(each.name for each in folder.iterdir() if each.is_dir()) if folder else []
        raise TertuliaError(f"there is no sample bot {bot!r}; there are: {', '.join(known)}")
    with progress(bot, quiet=json) as bar:
        made = make_history(
            folder / bot,
            into,
            days=days,
            start=start.date() if start else recent(days),
            seed=seed,
            scale=scale,
            progress=bar,
        )
    if json:
        say_json(structs.asdict(made) | {"path": str(made.path)})
    else:
        _say(made)


def _say(made: Made) -> None:
    say(f"{made.path}: {made.sessions:,} sessions, {made.turns:,} turns in {made.seconds:.1f} s")
    say(f"{beside(made.path)}: what was planted")
    say("Every row is synthetic: invented people, invented words.")
