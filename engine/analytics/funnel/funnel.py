"""A funnel that was counted: its table, and the people behind each number."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct, structs

from engine.analytics.funnel import chain, clickhouse, reference, scan
from engine.analytics.funnel.check import require_sense
from engine.analytics.funnel.spec import SECOND_US, FunnelSpec
from engine.analytics.history import History, Watermark
from engine.analytics.statistics import wilson
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    import pandas as pd

Executor = Literal["chain", "scan", "reference"]
EXECUTORS: dict[Executor, Callable[[FunnelSpec, History], pa.Table]] = {
    "chain": chain.run,
    "scan": scan.run,
    "reference": reference.run,
}
PERCENTILES = (25, 50, 75, 90, 95, 99)


class StepRow(Struct, frozen=True):
    """A row of a funnel's table.

    `entered` reached the step before, `converted` this one, `dropped` did not; of these,
    `immature` may still come. `rate` is of `entered`, `total_rate` of step 1, each with its 95 %
    interval. `p50_s` is the median time from step 1 to this one, in seconds; None if unknown.
    """

    value: str
    step: int
    title: str
    entered: int
    converted: int
    dropped: int
    immature: int
    rate: float
    rate_low: float
    rate_high: float
    total_rate: float
    total_low: float
    total_high: float
    p25_s: float | None = None
    p50_s: float | None = None
    p75_s: float | None = None
    p90_s: float | None = None
    p95_s: float | None = None
    p99_s: float | None = None


class Funnel:
    """The figures of a funnel. `tries` has a row for everybody who reached step 1."""

    def __init__(self, spec: FunnelSpec, tries: pa.Table, watermark: Watermark) -> None:
        self.spec, self.tries, self.watermark = spec, tries, watermark

    @property
    def values(self) -> list[str]:
        """The values of the breakdown by number of people; one empty text without it."""
        if self.spec.breakdown is None:
            return [""]
        counts = self.tries["value"].value_counts().to_pylist()
        return [each["values"] for each in sorted(counts, key=_by_count)]

    def rows(self) -> list[StepRow]:
        """The table: a row a step, for each value of the breakdown."""
        return [row for value in self.values for row in self.rows_of(value)]

    def rows_of(self, value: str) -> list[StepRow]:
        """The rows of one value of the breakdown."""
        return list(self._of(value))

    def arrow(self) -> pa.Table:
        """The table, as Arrow."""
        types = {str: pa.string(), int: pa.int64(), float: pa.float64()}
        columns = [
            (each.name, types.get(each.type, pa.float64())) for each in structs.fields(StepRow)
        ]
        return pa.Table.from_pylist(
            [structs.asdict(row) for row in self.rows()], pa.schema(columns)
        )

    def pandas(self) -> "pd.DataFrame":
        """The table, as pandas."""
        return self.arrow().to_pandas()

    def contacts(self, step: int, *, dropped: bool = False, value: str | None = None) -> pa.Table:
        """Those whom a number of the table counts: who reached a step, or `dropped` before it.

        A row each: `entity` (the contact, conversation or session), `contact`, `value`, `level`,
        `immature`, and `start_us`, `reached_us` of the step that they came to.
        """
        if not 1 <= step <= len(self.spec.steps):
            raise TertuliaError(f"step {step}: the funnel has steps 1 to {len(self.spec.steps)}")
        level = self.tries["level"]
        chosen = pc.equal(level, step - 1) if dropped else pc.greater_equal(level, step)
        found = self.tries.filter(chosen)
        if value is not None:
            found = found.filter(pc.equal(found["value"], value))
        came_to = max(step - dropped, 1)
        who = found.select(["entity", "contact", "value", "level", "immature"])
        for word in ("start_us", "reached_us"):
            who = who.append_column(word, found[f"{word}_{came_to}"])
        return who

    def _of(self, value: str) -> Iterator[StepRow]:
        tries = self.tries
        if self.spec.breakdown is not None:
            tries = tries.filter(pc.equal(tries["value"], value))
        levels = tries["level"].to_numpy()
        immature = tries["immature"].to_numpy(zero_copy_only=False)
        everyone = entered = levels.size
        for number, step in enumerate(self.spec.steps, 1):
            converted = int(np.count_nonzero(levels >= number))
            low, high = wilson(converted, entered)
            total_low, total_high = wilson(converted, everyone)
            yield StepRow(
                value,
                number,
                step.label,
                entered,
                converted,
                entered - converted,
                int(np.count_nonzero(immature & (levels == number - 1))),
                converted / entered if entered else 0.0,
                low,
                high,
                converted / everyone if everyone else 0.0,
                total_low,
                total_high,
                *_times_s(tries, number),
            )
            entered = converted


def count(spec: FunnelSpec, history: History, executor: Executor = "chain") -> Funnel:
    """The funnel of a history. All executors give the same; raises TertuliaError for a funnel
    that has no sense."""
    require_sense(spec)
    run = clickhouse.run if spec.compatibility else EXECUTORS[executor]
    return Funnel(spec, run(spec, history), history.watermark())


def _by_count(counted: dict[str, object]) -> tuple[int, str]:
    return -int(str(counted["counts"])), str(counted["values"])


def _times_s(tries: pa.Table, step: int) -> list[float | None]:
    passed = pc.subtract(tries[f"reached_us_{step}"], tries[f"start_us_{step}"]).drop_null()
    if not len(passed):
        return [None] * len(PERCENTILES)
    found = np.percentile(passed.to_numpy(), PERCENTILES) / SECOND_US
    return [float(each) for each in found]
