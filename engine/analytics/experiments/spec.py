"""What an experiment asks, as data: who is dealt what, what is success, what would matter."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from math import inf
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from engine.project.funnels.faults import faults
from engine.types.funnel import FunnelSpec
from engine.types.funnel_step import AnyStep
from engine.types.issue import TertuliaError


class Dealt(
    Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="by",
    tag=str.lower,
):
    """`arms` has the weight with which each is dealt out."""

    arms: dict[str, float]


class Split(Dealt, frozen=True):
    """By a node of the kind `split`: the arms are its ways."""

    node: str
    topic: str = ""


class Tags(Dealt, frozen=True):
    """By a tag that each gets: the arms are tags."""


class Bundles(Dealt, frozen=True):
    """By the bundle of their first session: the arms are ids of bundles."""


class ExperimentSpec(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """An experiment. Somebody succeeds who reaches `goal` within `within_s` of being dealt an arm.

    `control` is the arm that stays unless another is better. `effect` is the least difference of
    shares that matters, and `most` the number of people in an arm at which one stops in any case:
    `plan` says how many. `since` and `until` are the days in `zone` on which people are dealt.
    """

    name: str = ""
    dealt: Split | Tags | Bundles
    control: str
    goal: AnyStep
    within_s: int
    effect: float
    most: int
    entity: Literal["contact", "conversation", "session"] = "contact"
    level: float = 0.95
    since: dt.date | None = None
    until: dt.date | None = None
    zone: str = "UTC"

    @property
    def others(self) -> tuple[str, ...]:
        """The arms besides control."""
        return tuple(arm for arm in self.dealt.arms if arm != self.control)

    @property
    def each_level(self) -> float:
        """The level of each comparison, so that all of them together have the level: their errors
        add up at most (Bonferroni)."""
        return 1 - (1 - self.level) / max(len(self.others), 1)

    @property
    def digest(self) -> str:
        """The same for equal experiments, however they are written."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()

    @property
    def success(self) -> FunnelSpec:
        """The goal as a funnel of one step."""
        return FunnelSpec(name=self.name, steps=(self.goal,), entity=self.entity, zone=self.zone)


def read_experiment(file: Path) -> ExperimentSpec:
    """The experiment of a JSON file. Raises TertuliaError with what is wrong with it."""
    try:
        spec = msgspec.json.decode(file.read_bytes(), type=ExperimentSpec)
    except OSError as error:
        raise TertuliaError(f"{file}: {error.strerror}; name a file with an experiment") from None
    except msgspec.DecodeError as error:
        raise TertuliaError(f"{file}: {error}; see docs/how-to/experiments.md") from None
    require_sense(spec)
    return spec


def require_sense(spec: ExperimentSpec) -> None:
    """Raises TertuliaError with everything that is wrong with an experiment."""
    if found := list(_faults(spec)):
        lines = [f"experiment {spec.name!r}:", *(f"  {each}" for each in found)]
        raise TertuliaError("\n".join(lines))


def _faults(spec: ExperimentSpec) -> Iterator[str]:
    arms = spec.dealt.arms
    if len(arms) < 2:
        yield f"dealt.arms has {len(arms)}; give at least two, each with its weight"
    for arm, weight in arms.items():
        if not 0 < weight < inf:
            yield f"dealt.arms.{arm} is {weight}; give a weight above 0"
    if spec.control not in arms:
        yield f"control {spec.control!r} is no arm; name one of {', '.join(arms)}"
    if not 0 < spec.effect < 1:
        yield f"effect is {spec.effect}; give the difference of shares that matters, as 0.03"
    if not 0.5 <= spec.level < 1:
        yield f"level is {spec.level}; give 0.5 to below 1, as 0.95"
    for name, number in (("within_s", spec.within_s), ("most", spec.most)):
        if number < 1:
            yield f"{name} is {number}; give at least 1"
    period = msgspec.structs.replace(spec.success, since=spec.since, until=spec.until)
    yield from map(str, faults(period))
