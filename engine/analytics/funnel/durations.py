"""How long it takes to come to a step: spread over time, and for those who may still come."""

import numpy as np
import pyarrow as pa
from msgspec import Struct

from engine.analytics.funnel.spec import SECOND_US, FunnelSpec
from engine.analytics.funnel.table import passed_s, sets
from engine.analytics.statistics import Survival, kaplan_meier

# More bins say no more to an eye.
MOST_BINS = 60


class TimeBin(Struct, frozen=True):
    """How many took from `low_s` to below `high_s` seconds; the last one's end is included."""

    low_s: float
    high_s: float
    n: int


def histogram(tries: pa.Table, step: int, bins: int | None = None) -> list[TimeBin]:
    """The times from step 1 to a step, in bins of one width: as many as the cube root of those who
    came says, unless given. None where
    nobody came."""
    passed = passed_s(tries, step)
    if not passed.size:
        return []
    wanted = bins or min(MOST_BINS, max(1, round(2 * float(np.cbrt(passed.size)))))
    counts, edges = np.histogram(passed, wanted, (0.0, float(passed.max()) or 1.0))
    return [
        TimeBin(float(low), float(high), int(n))
        for low, high, n in zip(edges[:-1], edges[1:], counts, strict=True)
    ]


def survival(spec: FunnelSpec, tries: pa.Table, step: int, now_us: int) -> Survival:
    """The share of those who began who had not come to a step after so many seconds.

    Who did not come was watched from their first row of step 1 until now, or until their window
    closed: that they had not come by then is all that is known.
    """
    found = sets(spec, tries, step)
    began = tries["start_us_1"].is_valid().to_numpy()
    came = found.passed & tries[f"reached_us_{step}"].is_valid().to_numpy()
    took = np.zeros(tries.num_rows)
    took[came] = passed_s(tries.filter(pa.array(came)), step)
    left = began & ~came
    watched = (now_us - tries["start_us_1"].to_numpy(zero_copy_only=False)[left]) / SECOND_US
    took[left] = watched if spec.within_s is None else np.minimum(watched, spec.within_s)
    counted = came | left
    return kaplan_meier(took[counted], came[counted])
