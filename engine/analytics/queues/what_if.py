"""Teams beside each other: how soon each would have answered, with intervals."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pyarrow as pa
from msgspec import Struct, structs
from numpy.typing import NDArray

from engine.analytics.queues.load import Load
from engine.analytics.queues.simulation import Outcome, simulate
from engine.analytics.queues.staffing import Group
from engine.analytics.statistics import bootstrap

TARGET_S = 60.0
DRAWS = 400
# From fewer days nothing is said of how days differ.
FEWEST_DAYS = 5
Floats = NDArray[np.float64]
Limits = tuple[float | None, float | None]


class Service(Struct, frozen=True):
    """How a team would have served: shares of all hand-overs, with 95 % intervals.

    `within` was answered within the target, `gave_up` lost patience, `unanswered` would wait still.
    Percentiles of the waiting time are of those answered. `busy` is the share of the team's time.
    Intervals are by drawing days again; None from fewer than 5 days, or where nobody was answered.
    """

    team: str
    agents: int
    within: float
    within_low: float | None
    within_high: float | None
    p50_s: float | None
    p90_s: float | None
    p90_low_s: float | None
    p90_high_s: float | None
    gave_up: float
    unanswered: float
    busy: float


SCHEMA = pa.schema(
    [
        (each.name, {str: pa.string(), int: pa.int64()}.get(each.type, pa.float64()))
        for each in structs.fields(Service)
    ]
)


class WhatIf:
    """What each team made of one load. `outcomes` has what became of each hand-over."""

    def __init__(self, load: Load, services: list[Service], outcomes: dict[str, Outcome]) -> None:
        self.load, self.services, self.outcomes = load, services, outcomes

    def arrow(self) -> pa.Table:
        """A row a team."""
        return pa.Table.from_pylist([structs.asdict(each) for each in self.services], SCHEMA)

    def curves(self, seconds: Sequence[float]) -> pa.Table:
        """For each team and each of these times the `share` of hand-overs answered within it; as
        the team `measured`, that of history."""
        found = {**self.outcomes, MEASURED: measured(self.load)}
        rows = [
            {"team": team, "seconds": float(limit), "share": share_within(outcome, limit)}
            for team, outcome in found.items()
            for limit in seconds
        ]
        names = [("team", pa.string()), ("seconds", pa.float64()), ("share", pa.float64())]
        return pa.Table.from_pylist(rows, pa.schema(names))


MEASURED = "measured"


def what_if(
    load: Load,
    teams: Mapping[str, tuple[Group, ...]],
    *,
    target_s: float = TARGET_S,
    patience_s: float | None = None,
    reading_s: float = 0.0,
    seed: int = 0,
) -> WhatIf:
    """How each of these teams would have served the load; see `simulate` for what is assumed."""
    outcomes = {
        team: simulate(load, groups, patience_s=patience_s, reading_s=reading_s, seed=seed)
        for team, groups in teams.items()
    }
    days = load.days
    services = [
        _service(team, sum(each.agents for each in teams[team]), outcome, days, target_s)
        for team, outcome in outcomes.items()
    ]
    return WhatIf(load, services, outcomes)


def measured(load: Load) -> Outcome:
    """What became of the hand-overs in history. Who was not answered waits still, as history does
    not say when somebody gives up."""
    answered = ~np.isnan(load.waited_s)
    return Outcome(np.where(answered, load.waited_s, np.inf), answered, float("nan"))


def share_within(outcome: Outcome, seconds: float) -> float:
    """The share of all hand-overs that were answered within so many seconds; 0 of none."""
    good = outcome.answered & (outcome.waited_s <= seconds)
    return float(good.mean()) if good.size else 0.0


def _service(
    team: str, agents: int, outcome: Outcome, days: NDArray[np.int64], target_s: float
) -> Service:
    good = (outcome.answered & (outcome.waited_s <= target_s)).astype(float)
    waited = outcome.waited_s[outcome.answered]
    in_order = np.argsort(waited, kind="stable")
    waited, days_waited = waited[in_order], days[outcome.answered][in_order]
    p50, p90 = (_percentile(waited, np.ones(waited.size), share) for share in (0.5, 0.9))
    number = int(days.max()) + 1 if days.size else 0
    per_day = np.bincount(days, minlength=number)
    good_per_day = np.bincount(days, good, minlength=number)

    def within(chosen: NDArray[np.int64]) -> float:
        return float(good_per_day[chosen].sum() / per_day[chosen].sum())

    def at_most(chosen: NDArray[np.int64]) -> float:
        weights = np.bincount(chosen, minlength=number)[days_waited].astype(float)
        found = _percentile(waited, weights, 0.9)
        return float("nan") if found is None else found

    nobody: Limits = (None, None)
    return Service(
        team,
        agents,
        share_within(outcome, target_s),
        *_around(number, within),
        p50,
        p90,
        *(_around(number, at_most) if waited.size else nobody),
        float(outcome.gave_up.mean()) if good.size else 0.0,
        float(np.isinf(outcome.waited_s).mean()) if good.size else 0.0,
        outcome.busy,
    )


def _around(days: int, figure: Callable[[NDArray[np.int64]], float]) -> Limits:
    return bootstrap(days, figure, seed=0, draws=DRAWS) if days >= FEWEST_DAYS else (None, None)


def _percentile(waited: Floats, weights: Floats, share: float) -> float | None:
    """The least time within which a share of the weight was answered; times are in order."""
    upto = np.cumsum(weights)
    if not upto.size or not upto[-1]:
        return None
    return float(waited[min(np.searchsorted(upto, share * upto[-1] - 1e-9), waited.size - 1)])
