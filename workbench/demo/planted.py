"""What was planted in a demo history: the truth that an analysis is to find again."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from workbench.demo.cast import Cast
from workbench.demo.visits import Period

SUFFIX = ".planted.json"


class PlantedStep(Struct, frozen=True):
    """From `since` on, `share` of the people of `channel` answer `node` with voice notes only."""

    bot: str
    channel: str
    node: str
    since: str
    share: float


class PlantedCampaign(Struct, frozen=True):
    """An advertisement brings about `sessions` new people a day from `since` to `until`."""

    bot: str
    name: str
    source: str
    since: str
    until: str
    sessions: float


class PlantedExperiment(Struct, frozen=True):
    """After the split at `node`, `event` happens to a share of each way."""

    bot: str
    node: str
    event: str
    rates: dict[str, float]


class PlantedWords(Struct, frozen=True):
    """Words that the bot does not understand; `meant` is their intent, empty where it has none."""

    bot: str
    goal: str
    meant: str
    since: str
    say: dict[str, tuple[str, ...]]


class PlantedRhythm(Struct, frozen=True):
    """Sessions of a plain day, and factors of the days of the week from Monday on and of
    holidays, by month and day."""

    bot: str
    sessions: float
    week: tuple[float, ...]
    holidays: dict[str, float]


class Planted(Struct, frozen=True):
    """All of it, and how it was made. Days include both ends."""

    synthetic: bool
    seed: int
    scale: float
    start: str
    days: int
    rhythms: tuple[PlantedRhythm, ...]
    broken_steps: tuple[PlantedStep, ...]
    campaigns: tuple[PlantedCampaign, ...]
    experiments: tuple[PlantedExperiment, ...]
    words: tuple[PlantedWords, ...]


def planted(casts: Mapping[str, Cast], period: Period, seed: int, scale: float) -> Planted:
    """What the people of these bots bring into a history."""

    def date(share: float) -> str:
        return period.first(share).isoformat()

    def last(share: float) -> str:
        return period.last(share).isoformat()

    each = tuple(casts.items())
    return Planted(
        synthetic=True,
        seed=seed,
        scale=scale,
        start=period.start.isoformat(),
        days=period.days,
        rhythms=tuple(
            PlantedRhythm(bot, cast.rhythm.sessions * scale, cast.rhythm.week, cast.rhythm.holidays)
            for bot, cast in each
        ),
        broken_steps=tuple(
            PlantedStep(bot, step.channel, step.node, date(step.since), step.share)
            for bot, cast in each
            for step in cast.broken_steps
        ),
        campaigns=tuple(
            PlantedCampaign(
                bot,
                one.name,
                one.source,
                date(one.since),
                last(one.until),
                one.sessions * scale,
            )
            for bot, cast in each
            for one in cast.campaigns
        ),
        experiments=tuple(
            PlantedExperiment(bot, one.node, one.event, one.rates)
            for bot, cast in each
            for one in cast.experiments
        ),
        words=tuple(
            PlantedWords(bot, goal.name, goal.meant, date(goal.since), goal.say)
            for bot, cast in each
            for goal in cast.goals
            if goal.unheard
        ),
    )


def read_planted(history: Path) -> Planted:
    """What was planted in the demo history at a path."""
    return msgspec.json.decode(beside(history).read_bytes(), type=Planted)


def beside(history: Path) -> Path:
    """The file that tells what was planted in a history."""
    return history.with_name(history.name + SUFFIX)
