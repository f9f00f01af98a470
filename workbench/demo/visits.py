"""When people come, who they are and what for: the plan of the demo history, before anybody says
a word."""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from random import Random
from zoneinfo import ZoneInfo

from msgspec import Struct

from workbench.demo.cast import Campaign, Cast, Goal, Names, Weights
from workbench.demo.schedule import SECOND_US

# Nobody comes again before this: their first conversation has to be over.
APART_S = 6 * 3600
# How many keep to the channel on which they came before.
FAITHFUL = 0.85
PHONE_CHANNELS = frozenset({"whatsapp"})
NAMED_CHANNELS = frozenset({"whatsapp", "telegram", "instagram"})


class Person(Struct):
    """Somebody invented, of a bot's. `seen_us` is when they came last, on `channel`."""

    bot: str
    number: int
    first: str
    last: str
    language: str
    phone: str
    document: str
    street: str
    channel: str
    seen_us: int = 0

    @property
    def id(self) -> str:
        """Who they are across channels."""
        return f"demo-{self.bot}-{self.number:06}"

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"

    @property
    def email(self) -> str:
        """An address that belongs to nobody."""
        return f"{self.first}.{self.last}{self.number % 97}@example.org".lower()


class Visit(Struct, frozen=True):
    """Somebody comes, at a time, on a channel, for a goal; by a campaign or not."""

    t_us: int
    person: Person
    channel: str
    goal: Goal
    campaign: Campaign | None = None

    @property
    def conversation(self) -> str:
        """The conversation that it belongs to."""
        return f"{self.channel}:{self.person.bot}-{self.person.number:06}"


class Period(Struct, frozen=True):
    """The days of the history, from `start` on."""

    start: dt.date
    days: int

    def share(self, day: int) -> float:
        """How far a day is into the period, from 0 to 1."""
        return day / self.days

    def day_of(self, t_us: int, zone: ZoneInfo) -> int:
        """The day of a moment, counted from 0."""
        return (dt.datetime.fromtimestamp(t_us / SECOND_US, zone).date() - self.start).days

    def first(self, share: float) -> dt.date:
        """The first day that is so far into the period."""
        return self.date(math.ceil(share * self.days))

    def last(self, share: float) -> dt.date:
        """The last day that is less far into the period."""
        return self.date(math.ceil(share * self.days) - 1)

    def date(self, day: int) -> dt.date:
        """The date of a day, counted from 0."""
        return self.start + dt.timedelta(days=day)


def plan(
    bot: str, cast: Cast, names: Names, period: Period, zone: ZoneInfo, scale: float, chance: Random
) -> Iterator[Visit]:
    """The visits of one bot, by time."""
    crowd = _Crowd(bot, cast, names, chance)
    for day in range(period.days):
        date, share = period.date(day), period.share(day)
        coming: list[tuple[int, Campaign | None]] = [
            (t_us, None) for t_us in _moments(cast, date, zone, _plain(cast, date) * scale, chance)
        ]
        for campaign in cast.campaigns:
            if campaign.since <= share < campaign.until:
                drawn = _moments(cast, date, zone, campaign.sessions * scale, chance)
                coming += [(t_us, campaign) for t_us in drawn]
        for t_us, brought_by in sorted(coming, key=lambda each: each[0]):
            yield crowd.visit(t_us, share, brought_by)


def draw(weights: Weights, chance: Random) -> str:
    """One of the names, by their weights."""
    return chance.choices(list(weights), list(weights.values()))[0]


class _Crowd:
    """Those who came so far."""

    def __init__(self, bot: str, cast: Cast, names: Names, chance: Random) -> None:
        self._bot, self._cast, self._names, self._chance = bot, cast, names, chance
        self._known: list[Person] = []

    def visit(self, t_us: int, share: float, campaign: Campaign | None) -> Visit:
        person = None if campaign else self._again(t_us)
        is_new = person is None
        channels = campaign.channels if campaign else self._cast.channels
        if person is None:
            person = self._newcomer(draw(channels, self._chance))
        elif self._chance.random() > FAITHFUL:
            person.channel = draw(channels, self._chance)
        person.seen_us = t_us
        goal = self._goal(share, is_new, campaign)
        return Visit(t_us, person, person.channel, goal, campaign)

    def _again(self, t_us: int) -> Person | None:
        if not self._known or self._chance.random() > self._cast.returning:
            return None
        person = self._chance.choice(self._known)
        return person if t_us - person.seen_us > APART_S * SECOND_US else None

    def _newcomer(self, channel: str) -> Person:
        chance, names = self._chance, self._names
        language = draw(self._cast.languages, chance)
        person = Person(
            bot=self._bot,
            number=len(self._known) + 1,
            first=chance.choice(names.first[language]),
            last=chance.choice(names.last[language]),
            language=language,
            phone=names.phones[self._bot] + f"{chance.randrange(10_000):04}",
            document=f"17{chance.randrange(10**8):08}",
            street=f"{chance.choice(names.streets[language])} {chance.randrange(10, 990)}",
            channel=channel,
        )
        self._known.append(person)
        return person

    def _goal(self, share: float, is_new: bool, campaign: Campaign | None) -> Goal:
        goals = [
            goal
            for goal in self._cast.goals
            if share >= goal.since and not (goal.needs_return and is_new)
        ]
        if campaign:
            weights = [campaign.goals.get(goal.name, 0.0) for goal in goals]
        else:
            weights = [goal.share for goal in goals]
        return self._chance.choices(goals, weights)[0]


def _plain(cast: Cast, date: dt.date) -> float:
    """How many are to come on a day, without campaigns."""
    rhythm = cast.rhythm
    holiday = rhythm.holidays.get(f"{date:%m-%d}", 1.0)
    return rhythm.sessions * rhythm.week[date.weekday()] * holiday


def _moments(
    cast: Cast, date: dt.date, zone: ZoneInfo, mean: float, chance: Random
) -> Sequence[int]:
    """Moments of a day, about so many, by the weights of its hours."""
    hours = chance.choices(range(24), cast.rhythm.hours, k=_about(mean, chance))
    midnight = dt.datetime.combine(date, dt.time(), zone)
    return sorted(
        round(midnight.replace(hour=hour).timestamp() * SECOND_US)
        + chance.randrange(3600 * SECOND_US)
        for hour in hours
    )


def _about(mean: float, chance: Random) -> int:
    """A count with this mean, as of independent people (Poisson, by its normal limit)."""
    return max(0, round(chance.gauss(mean, mean**0.5)))
