"""What a funnel counts: its steps, and every rule that its numbers depend on, as data."""

import datetime as dt
import hashlib
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

SECOND_US = 1_000_000
Dimension = Literal["channel", "bot", "bundle", "language", "user_type"]
Mode = Literal[
    "strict_deduplication", "strict_order", "strict_increase", "strict_once", "allow_reentry"
]


class Step(
    Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="step",
    tag=str.lower,
):
    """`within_s` is the longest time since the step before."""

    title: str = ""
    within_s: int | None = None

    @property
    def label(self) -> str:
        """How tables call it."""
        if self.title:
            return self.title
        names = [name for name in self.__struct_fields__ if name not in Step.__struct_fields__]
        said = [str(value) for name in names if (value := getattr(self, name)) not in (None, "")]
        return " ".join([str(self.__struct_config__.tag), *said])


class Node(Step, frozen=True):
    """A conversation came to a node. Waiting there, also again after a wrong answer, and leaving
    it afterwards are one coming."""

    node: str
    topic: str = ""


class Port(Step, frozen=True):
    """A node was left through a port."""

    node: str
    port: str
    topic: str = ""


class Intent(Step, frozen=True):
    """An intent claimed a message."""

    intent: str


class Happened(Step, frozen=True, tag="event"):
    """A row of history's events of a kind, with any name unless one is given."""

    name: str = ""
    kind: str = "event"


class Spoken(Step, frozen=True, tag="message"):
    """A message; what is not given may be anything."""

    direction: Literal["", "in", "out"] = ""
    author: Literal["", "person", "bot", "agent"] = ""
    node: str = ""
    status: str = ""


class Assigned(Step, frozen=True, tag="variable"):
    """A variable got a value: any, or this one."""

    variable: str
    value: str | int | float | bool | None = None


class Tagged(Step, frozen=True, tag="tag"):
    """A contact got a tag."""

    tag: str


AnyStep = Node | Port | Intent | Happened | Spoken | Assigned | Tagged


class Exclusion(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What ends a try that waits for the step that comes after step `after`; 0: for any step."""

    what: AnyStep
    after: int = 0


class Breakdown(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One funnel for each value of a column, and whose value counts.

    `each`: a try stays within one value, and somebody may be in several of the funnels. `first`,
    `last`: the value of their first or last row of step 1. `step`: the value of the row by which
    they first reached step `at`; empty for those who did not.
    """

    column: Dimension
    attribution: Literal["each", "first", "last", "step"] = "first"
    at: int = 1


class FunnelSpec(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A funnel, as docs/explanation/funnels.md says it in words.

    `within_s` is the longest time from step 1 to the last, `since` and `until` are the days in
    `zone` on which step 1 counts. `where` keeps the rows that have one of the values.
    """

    name: str = ""
    steps: tuple[AnyStep, ...]
    entity: Literal["contact", "conversation", "session"] = "contact"
    order: Literal["ordered", "strict", "unordered"] = "ordered"
    ties: Literal["log", "favourable", "increasing"] = "log"
    within_s: int | None = None
    exclusions: tuple[Exclusion, ...] = ()
    where: dict[Dimension, tuple[str, ...]] = {}
    breakdown: Breakdown | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    zone: str = "UTC"
    compatibility: Literal["", "clickhouse"] = ""
    modes: tuple[Mode, ...] = ()

    @property
    def digest(self) -> str:
        """The same for equal funnels, however they are written."""
        where = {name: tuple(sorted(set(values))) for name, values in self.where.items()}
        plain = msgspec.structs.replace(self, where=where, modes=tuple(sorted(set(self.modes))))
        written = msgspec.json.encode(plain, order="deterministic")
        return hashlib.sha256(written).hexdigest()

    def limited(self) -> tuple[int, ...]:
        """The steps after the first that come in time or not at all."""
        after = enumerate(self.steps[1:], 2)
        return tuple(n for n, step in after if (self.within_s, step.within_s) != (None, None))

    def period_us(self) -> tuple[int | None, int | None]:
        """When step 1 counts: from, and until before. A day is as long as it is in the zone."""
        zone = ZoneInfo(self.zone)
        after = self.until and self.until + dt.timedelta(days=1)
        first, end = [_midnight_us(day, zone) if day else None for day in (self.since, after)]
        return first, end


def _midnight_us(day: dt.date, zone: ZoneInfo) -> int:
    moment = dt.datetime.combine(day, dt.time(), zone)
    return int(moment.timestamp()) * SECOND_US
