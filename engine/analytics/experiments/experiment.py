"""An experiment as it stands: its arms, how they compare, and whether to stop."""

from functools import cached_property
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct, structs

from engine.analytics.experiments.reading import people_of
from engine.analytics.experiments.spec import ExperimentSpec, require_sense
from engine.analytics.history import History, Watermark
from engine.analytics.statistics import holm, sequential, sequential_ratio_p, wilson

# Below it something is wrong with who was dealt what.
MISMATCH = 0.01
Decision = Literal[
    "mismatch",  # the arms have not the people that they should have: nothing can be said
    "better",  # stop: an arm is better than control
    "control_stays",  # stop: every other arm is worse
    "no_difference",  # stop: no arm differs by as much as matters
    "ran_out",  # stop: all who were planned have come, and nothing is certain
    "go_on",
]


class ArmRow(Struct, frozen=True):
    """An arm: how many `people` have had their time, how many of them succeeded, what share that
    is with its 95 % interval (of this look alone), and how many still have time (`waiting`)."""

    arm: str
    people: int
    succeeded: int
    share: float
    low: float
    high: float
    waiting: int


class Comparison(Struct, frozen=True):
    """An arm beside control: the difference of shares, its interval and its p-value, both valid
    however often one looks, and together for all arms; `p` is Holm's."""

    arm: str
    difference: float
    low: float
    high: float
    p: float


class Experiment:
    """The figures of an experiment. `people` has a row for everybody who was dealt an arm."""

    def __init__(self, spec: ExperimentSpec, people: pa.Table, watermark: Watermark) -> None:
        self.spec, self.people, self.watermark = spec, people, watermark

    @cached_property
    def arms(self) -> tuple[ArmRow, ...]:
        """The arms, in the order of the spec. Who was dealt several is in none."""
        return tuple(self._arm(arm) for arm in self.spec.dealt.arms)

    @property
    def crossed(self) -> int:
        """How many were dealt several arms."""
        return int(pc.sum(self.people["crossed"]).as_py() or 0)

    @cached_property
    def ratio_p(self) -> float:
        """The p-value of the numbers dealt to the arms, valid however often one looks."""
        counts = [arm.people + arm.waiting for arm in self.arms]
        return sequential_ratio_p(counts, list(self.spec.dealt.arms.values()))

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Every other arm beside control."""
        by_name = {arm.arm: arm for arm in self.arms}
        control = by_name[self.spec.control]
        found = [
            sequential(
                control.succeeded,
                control.people,
                by_name[arm].succeeded,
                by_name[arm].people,
                self.spec.effect,
                self.spec.each_level,
            )
            for arm in self.spec.others
        ]
        adjusted = holm([each.p for each in found])
        return tuple(
            Comparison(arm, each.difference, *each.interval, p)
            for arm, each, p in zip(self.spec.others, found, adjusted, strict=True)
        )

    @property
    def best(self) -> Comparison:
        """The arm that is farthest above control, of those certainly above it if there are any."""
        return max(self.comparisons, key=lambda each: (each.low > 0, each.difference))

    @property
    def decision(self) -> Decision:
        """Whether to stop, and why."""
        if self.ratio_p < MISMATCH:
            return "mismatch"
        if any(each.low > 0 for each in self.comparisons):
            return "better"
        if all(each.high < 0 for each in self.comparisons):
            return "control_stays"
        effect = self.spec.effect
        if all(-effect < each.low and each.high < effect for each in self.comparisons):
            return "no_difference"
        if min(arm.people for arm in self.arms) >= self.spec.most:
            return "ran_out"
        return "go_on"

    def contacts(self, arm: str, *, succeeded: bool | None = None) -> pa.Table:
        """The people of an arm who have had their time: all, or those who succeeded, or not."""
        chosen = pc.and_(pc.equal(self.people["arm"], arm), self.people["mature"])
        chosen = pc.and_(chosen, pc.invert(self.people["crossed"]))
        if succeeded is not None:
            reached = pc.is_valid(self.people["reached_us"])
            chosen = pc.and_(chosen, reached if succeeded else pc.invert(reached))
        return self.people.filter(chosen)

    def arrow(self) -> pa.Table:
        """A row an arm: its figures, and how it compares with control; null for control."""
        beside = {each.arm: structs.asdict(each) for each in self.comparisons}
        rows = []
        for arm in self.arms:
            compared = beside.get(arm.arm, {})
            names = {"low": "difference_low", "high": "difference_high"}
            rows.append(
                structs.asdict(arm)
                | {names.get(name, name): value for name, value in compared.items()}
            )
        return pa.Table.from_pylist(rows, SCHEMA)

    def _arm(self, arm: str) -> ArmRow:
        people = self.contacts(arm).num_rows
        succeeded = self.contacts(arm, succeeded=True).num_rows
        dealt = pc.and_(pc.equal(self.people["arm"], arm), pc.invert(self.people["crossed"]))
        waiting = self.people.filter(dealt).num_rows - people
        share = succeeded / people if people else 0.0
        return ArmRow(arm, people, succeeded, share, *wilson(succeeded, people), waiting)


SCHEMA = pa.schema(
    [
        ("arm", pa.string()),
        ("people", pa.int64()),
        ("succeeded", pa.int64()),
        *((name, pa.float64()) for name in ("share", "low", "high")),
        ("waiting", pa.int64()),
        *((n, pa.float64()) for n in ("difference", "difference_low", "difference_high", "p")),
    ]
)


def assess(spec: ExperimentSpec, history: History) -> Experiment:
    """How an experiment stands, by all that history has. Look as often as you like."""
    require_sense(spec)
    return Experiment(spec, people_of(spec, history), history.watermark())
