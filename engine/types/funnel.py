"""What a funnel counts: its steps, and every rule that its numbers depend on, as data.

It belongs to a bot as its tests do. What it counts is up to `engine.analytics.funnel`.
"""

import datetime as dt
import hashlib
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct, field

from engine.types.funnel_step import AnyStep

SECOND_US = 1_000_000
# What a funnel may be filtered, broken down and held by: of a row, or `KIND.NAME` of these kinds.
OF_SESSIONS = ("channel", "bot", "bundle", "language", "user_type")
COLUMNS = (*OF_SESSIONS, "topic", "node", "intent", "agent")
NAMED = ("data", "variable", "field", "tag", "segment")
Dimension = str
Mode = Literal[
    "strict_deduplication", "strict_order", "strict_increase", "strict_once", "allow_reentry"
]


class Exclusion(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What ends a try that waits for the step that comes after step `after`; 0: for any step.

    `reset` ends that try only, `remove` takes who made it out of the funnel.
    """

    what: AnyStep
    after: int = 0
    mode: Literal["reset", "remove"] = "reset"


class Breakdown(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One funnel for each value of a dimension, and whose value counts.

    `each`: a try stays within one value, and somebody may be in several of the funnels. `first`,
    `last`: the value of their first or last row of step 1. `step`: the value of the row by which
    they first reached step `at`; empty for those who did not. `top` keeps so many of the values,
    those with the most people, and puts the rest together; 0 keeps all.
    """

    column: Dimension
    attribution: Literal["each", "first", "last", "step"] = "first"
    at: int = 1
    top: int = 0


class FunnelSpec(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A funnel, as docs/explanation/funnels.md says it in words.

    `within_s` is the longest time from step 1 to the last; `within_session` keeps a try in one
    session. `since` and `until` are the days in `zone` on which step 1 counts. `where` keeps the
    rows that have one of the values; `hold` keeps a try within one value of each dimension.
    `counting` is of people by the try that came furthest, of people by their first try, or of
    all tries, one after another. With `open_entry` a try may begin at any step. From the bot come
    the ids under which history also knows nodes and topics, and its segments' conditions.
    """

    name: str = ""
    steps: tuple[AnyStep, ...]
    entity: Literal["contact", "conversation", "session", "agent"] = "contact"
    order: Literal["ordered", "strict", "unordered"] = "ordered"
    ties: Literal["log", "favourable", "increasing"] = "log"
    counting: Literal["unique", "first", "totals"] = "unique"
    within_s: int | None = None
    within_session: bool = False
    open_entry: bool = False
    exclusions: tuple[Exclusion, ...] = ()
    where: dict[Dimension, tuple[str, ...]] = field(default_factory=dict)
    hold: tuple[Dimension, ...] = ()
    breakdown: Breakdown | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    zone: str = "UTC"
    former_nodes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    former_topics: dict[str, tuple[str, ...]] = field(default_factory=dict)
    segments: dict[str, str] = field(default_factory=dict)
    compatibility: Literal["", "clickhouse", "posthog"] = ""
    modes: tuple[Mode, ...] = ()

    @property
    def digest(self) -> str:
        """The same for equal funnels, however they are written."""
        plain = msgspec.structs.replace(
            self,
            where=_sorted(self.where),
            hold=tuple(sorted(set(self.hold))),
            former_nodes=_sorted(self.former_nodes),
            former_topics=_sorted(self.former_topics),
            modes=tuple(sorted(set(self.modes))),
        )
        written = msgspec.json.encode(plain, order="deterministic")
        return hashlib.sha256(written).hexdigest()

    def limited(self) -> tuple[int, ...]:
        """The steps after the first that come in time or not at all."""
        whole = self.within_s is not None or self.within_session
        after = enumerate(self.steps[1:], 2)
        return tuple(n for n, step in after if whole or step.within_s is not None)

    def before(self, number: int) -> tuple[int, ...]:
        """The steps that a try may have been at before step `number`, the nearest first."""
        found = [number - 1]
        while found[-1] > 1 and self.steps[found[-1] - 1].optional:
            found.append(found[-1] - 1)
        return tuple(found)

    def next_of(self, level: int) -> int:
        """The step that somebody is lost at who came so far: the next that is not optional."""
        after = enumerate(self.steps[level:], level + 1)
        return next((n for n, step in after if not step.optional), level + 1)

    def period_us(self) -> tuple[int | None, int | None]:
        """When step 1 counts: from, and until before. A day is as long as it is in the zone."""
        zone = ZoneInfo(self.zone)
        after = self.until and self.until + dt.timedelta(days=1)
        first, end = [_midnight_us(day, zone) if day else None for day in (self.since, after)]
        return first, end


def _midnight_us(day: dt.date, zone: ZoneInfo) -> int:
    moment = dt.datetime.combine(day, dt.time(), zone)
    return int(moment.timestamp()) * SECOND_US


def _sorted(named: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(sorted(set(values))) for name, values in named.items()}
