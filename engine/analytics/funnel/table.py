"""The table of a funnel: how many came from step to step, and how sure that is."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from engine.analytics.funnel.spec import SECOND_US, FunnelSpec
from engine.analytics.statistics import wilson

PERCENTILES = (25, 50, 75, 90, 95, 99)
Flags = npt.NDArray[np.bool_]
Time = float | None
Times = tuple[Time, Time, Time, Time, Time, Time, Time]


class StepRow(Struct, frozen=True):
    """A row of a funnel's table.

    `entered` came to the step before (the one before that is not optional), `converted` to this
    one, `dropped` are those of `entered` who did not come on; of these, `immature` may still
    come. `joined` are those of `converted` who began here, in a funnel that is open. `rate` is of
    `entered`, `total_rate` of all who began, each with its 95 % interval. `p50_s` is the median
    time from step 1 to this one, in seconds, `mean_s` the mean; None if unknown.
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
    mean_s: float | None = None
    joined: int = 0


class Sets(Struct, frozen=True):
    """Which of the tries a step's numbers count."""

    entered: Flags
    converted: Flags
    passed: Flags
    immature: Flags

    @property
    def dropped(self) -> Flags:
        """Who came to the step before, and not on from there."""
        return self.entered & ~self.passed


def sets(spec: FunnelSpec, tries: pa.Table, step: int) -> Sets:
    """The sets that the numbers of a step are the sizes of."""
    converted = _converted(spec, tries, step)
    if step == 1:
        return Sets(converted, converted, converted, np.zeros_like(converted))
    before = step - 1 if spec.open_entry else spec.before(step)[-1]
    entered, passed = _converted(spec, tries, before), converted
    if spec.open_entry:
        passed = converted & _known(tries, f"start_us_{step}")
    levels = tries["level"].to_numpy()
    lost_here = [n for n in range(1, len(spec.steps)) if spec.next_of(n) == step]
    immature = tries["immature"].to_numpy(zero_copy_only=False) & np.isin(levels, lost_here)
    return Sets(entered, converted, passed, immature & entered & ~passed)


def table(spec: FunnelSpec, tries: pa.Table, value: str) -> Iterator[StepRow]:
    """The rows of the tries, which are those of a value of the breakdown."""
    everyone = tries.num_rows
    for number, step in enumerate(spec.steps, 1):
        found = sets(spec, tries, number)
        entered, converted, passed = (
            int(np.count_nonzero(each)) for each in (found.entered, found.converted, found.passed)
        )
        low, high = wilson(passed, entered)
        total_low, total_high = wilson(converted, everyone)
        yield StepRow(
            value,
            number,
            step.label,
            entered,
            converted,
            entered - passed,
            int(np.count_nonzero(found.immature)),
            passed / entered if entered else 0.0,
            low,
            high,
            converted / everyone if everyone else 0.0,
            total_low,
            total_high,
            *_times_s(tries, number),
            converted - passed,
        )


def passed_s(tries: pa.Table, step: int) -> npt.NDArray[np.float64]:
    """How long each took from step 1 to a step, in seconds: of those who came there."""
    passed = pc.subtract(tries[f"reached_us_{step}"], tries[f"start_us_{step}"]).drop_null()
    found: npt.NDArray[np.float64] = passed.to_numpy() / SECOND_US
    return found


def _converted(spec: FunnelSpec, tries: pa.Table, step: int) -> Flags:
    if spec.open_entry or spec.steps[step - 1].optional:
        return _known(tries, f"reached_us_{step}")
    found: Flags = tries["level"].to_numpy() >= step
    return found


def _known(tries: pa.Table, column: str) -> Flags:
    found: Flags = tries[column].is_valid().to_numpy()
    return found


def _times_s(tries: pa.Table, step: int) -> Times:
    passed = passed_s(tries, step)
    if not passed.size:
        return (None,) * 7
    p25, p50, p75, p90, p95, p99 = (float(each) for each in np.percentile(passed, PERCENTILES))
    return p25, p50, p75, p90, p95, p99, float(passed.mean())
