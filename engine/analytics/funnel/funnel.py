"""A funnel that was counted: its table, and the people behind each number."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import pyarrow as pa
import pyarrow.compute as pc
from msgspec import structs

from engine.analytics.funnel import chain, clickhouse, posthog, reference, scan
from engine.analytics.funnel.check import require_sense
from engine.analytics.funnel.durations import TimeBin, histogram, survival
from engine.analytics.funnel.indexed import is_known
from engine.analytics.funnel.spec import FunnelSpec
from engine.analytics.funnel.table import StepRow, sets, table
from engine.analytics.funnel.top import by_size, top
from engine.analytics.history import History, Watermark
from engine.analytics.index.build import COLUMNS
from engine.analytics.statistics import Survival
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    import pandas as pd

Executor = Literal["chain", "scan", "reference"]
EXECUTORS: dict[Executor, Callable[[FunnelSpec, History], pa.Table]] = {
    "chain": chain.run,
    "scan": scan.run,
    "reference": reference.run,
}
COMPATIBLE: dict[str, Callable[[FunnelSpec, History], pa.Table]] = {
    "clickhouse": clickhouse.run,
    "posthog": posthog.run,
}
# Below, starting what is compiled takes longer than SQL does.
MANY = 500_000


class Funnel:
    """The figures of a funnel. `tries` has a row for everybody who reached step 1."""

    def __init__(self, spec: FunnelSpec, tries: pa.Table, watermark: Watermark) -> None:
        self.spec, self.tries, self.watermark = spec, tries, watermark

    @property
    def values(self) -> list[str]:
        """The values of the breakdown by number of people; one empty text without it."""
        if self.spec.breakdown is None:
            return [""]
        return by_size(self.tries)

    def rows(self) -> list[StepRow]:
        """The table: a row a step, for each value of the breakdown."""
        return [row for value in self.values for row in self.rows_of(value)]

    def rows_of(self, value: str) -> list[StepRow]:
        """The rows of one value of the breakdown."""
        return list(table(self.spec, self._tries_of(value), value))

    def size_of(self, value: str) -> int:
        """How many a value of the breakdown has."""
        return int(self._tries_of(value).num_rows)

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
        found = sets(self.spec, self.tries, self._known(step))
        found = self.tries.filter(pa.array(found.dropped if dropped else found.converted))
        if value is not None:
            found = found.filter(pc.equal(found["value"], value))
        came_to = self.spec.before(step)[-1] if dropped and step > 1 else step
        who = found.select(["entity", "contact", "value", "level", "immature"])
        for word in ("start_us", "reached_us"):
            who = who.append_column(word, found[f"{word}_{came_to}"])
        return who

    def histogram(
        self, step: int, bins: int | None = None, value: str | None = None
    ) -> list[TimeBin]:
        """The times from step 1 to a step, in bins of one width."""
        return histogram(self._tries_of(value), self._known(step), bins)

    def survival(self, step: int, value: str | None = None) -> Survival:
        """The share of those who began who had not come to a step after so many seconds, with
        those who may still come (E. L. Kaplan and P. Meier, 1958)."""
        tries = self._tries_of(value)
        return survival(self.spec, tries, self._known(step), self.watermark.t_us)

    def _tries_of(self, value: str | None) -> pa.Table:
        if value is None or self.spec.breakdown is None:
            return self.tries
        return self.tries.filter(pc.equal(self.tries["value"], value))

    def _known(self, step: int) -> int:
        if not 1 <= step <= len(self.spec.steps):
            raise TertuliaError(f"step {step}: the funnel has steps 1 to {len(self.spec.steps)}")
        return step


def count(spec: FunnelSpec, history: History, executor: Executor | None = None) -> Funnel:
    """The funnel of a history, by the quicker executor unless one is named. All give the same.

    Raises TertuliaError for a funnel that has no sense.
    """
    require_sense(spec)
    run = COMPATIBLE.get(spec.compatibility) or EXECUTORS[executor or quicker(spec, history)]
    return Funnel(spec, top(spec, run(spec, history)), history.watermark())


def quicker(spec: FunnelSpec, history: History) -> Executor:
    """The executor that takes less time: the scan, where an index of many rows is worth it."""
    manifest = history.archive[1] if history.archive else None
    rows = 0
    for name in COLUMNS:
        rows += history.live(name).num_rows + (manifest.rows(name) if manifest else 0)
    return "scan" if rows >= MANY and is_known(spec) else "chain"
