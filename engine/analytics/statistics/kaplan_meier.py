"""How long it takes, where for some it is not over yet."""

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike, NDArray

from engine.analytics.statistics.interval import LEVEL, Interval, z_of


class Survival(Struct, frozen=True):
    """For each time at which it happened to somebody, in the unit of the durations: `at_risk`, to
    whom it could happen then, `happened`, and `share`, for how many it had not happened after it,
    with an interval from `low` to `high`. All arrays of one length, times ascending.
    """

    times: NDArray[np.float64]
    at_risk: NDArray[np.int64]
    happened: NDArray[np.int64]
    share: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def after(self, time: float) -> tuple[float, Interval]:
        """For what share it has not happened by a time, and the interval."""
        place = int(np.searchsorted(self.times, time, "right")) - 1
        if place < 0:
            return 1.0, Interval(1.0, 1.0)
        return float(self.share[place]), Interval(float(self.low[place]), float(self.high[place]))

    def quantile(self, share: float = 0.5) -> tuple[float | None, Interval]:
        """By when it has happened for this share, and the interval (R. Brookmeyer and J. Crowley,
        1982). None, and infinity, where that is not reached."""
        reached = [self._first(curve, share) for curve in (self.share, self.low, self.high)]
        time, soonest, latest = reached
        return time, Interval(
            soonest if soonest is not None else float("inf"),
            latest if latest is not None else float("inf"),
        )

    def _first(self, curve: NDArray[np.float64], share: float) -> float | None:
        # Sums of shares round: 0.3 reached by counting is 0.30000000000000004.
        places = np.flatnonzero(curve <= 1 - share + 1e-12)
        return float(self.times[places[0]]) if places.size else None


def kaplan_meier(durations: ArrayLike, observed: ArrayLike, level: float = LEVEL) -> Survival:
    """The share for whom it has not happened yet, over time (E. L. Kaplan and P. Meier, 1958).

    `observed` says for each duration whether it ended with what one waits for; else it was only
    watched for so long. Those watched as long as a moment count for what happens then. Intervals
    are Greenwood's on the scale log(-log) (J. D. Kalbfleisch and R. L. Prentice, 1980), at each
    time by itself; where it has happened to all who were left, the upper end is that before.
    """
    waited = np.asarray(durations, np.float64)
    came = np.asarray(observed, np.bool_)
    if waited.shape != came.shape or waited.ndim != 1:
        raise ValueError(f"durations {waited.shape}, observed {came.shape}: give one of each")
    times, happened = np.unique(waited[came], return_counts=True)
    at_risk: NDArray[np.int64] = waited.size - np.searchsorted(np.sort(waited), times, "left")
    share: NDArray[np.float64] = np.cumprod(1 - happened / at_risk, dtype=np.float64)
    low, high = _intervals(share, happened, at_risk, level)
    return Survival(times, at_risk, happened, share, low, high)


def _intervals(
    share: NDArray[np.float64],
    happened: NDArray[np.int64],
    at_risk: NDArray[np.int64],
    level: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    left = share > 0
    low = np.zeros_like(share)
    n, d, s = at_risk[left].astype(float), happened[left].astype(float), share[left]
    spread = z_of(level) * np.sqrt(np.cumsum(d / (n * (n - d)))) / -np.log(s)
    low[left] = s ** np.exp(spread)
    high = np.full_like(share, s[-1] ** np.exp(-spread[-1]) if s.size else 1.0)
    high[left] = s ** np.exp(-spread)
    return low, high
