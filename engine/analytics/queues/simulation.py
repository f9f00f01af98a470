"""Hand-overs queued again, event by event: who would have waited how long.

Exact for what it assumes: a conversation takes as long as it took, whoever answers and however
many they have at once; the longest waiting goes first among the queues that an agent answers; of
agents who could take it, the one with the fewest conversations, then the one who is free the
longest, does; a shift that ends lets its conversations end, and takes no new ones.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from engine.analytics.queues.desk import Desk
from engine.analytics.queues.load import Load
from engine.analytics.queues.staffing import SECOND_US, Group, require_sense


class Outcome(Struct, frozen=True):
    """What became of each hand-over, in the order of the load: `waited_s` until it was answered or
    the person gave up, infinite where neither came; `answered` tells which. `busy` is the share of
    the groups' time (agents times conversations at once) that conversations took."""

    waited_s: NDArray[np.float64]
    answered: NDArray[np.bool_]
    busy: float

    @property
    def gave_up(self) -> NDArray[np.bool_]:
        """Who lost patience."""
        return ~self.answered & np.isfinite(self.waited_s)


def simulate(
    load: Load,
    groups: tuple[Group, ...],
    *,
    patience_s: float | None = None,
    reading_s: float = 0.0,
    seed: int = 0,
) -> Outcome:
    """What would have become of a load with these groups of agents.

    `patience_s` is how long people wait on average before they give up; None: for ever.
    `reading_s` is how long it takes on average until an agent who has taken a conversation gives
    the first answer: work for the one, waiting for the other. Both are exponential. What a
    conversation took that never ended is drawn from the others of its queue. Draws depend on the
    seed and the load alone, so that two teams meet the same people.
    """
    require_sense(groups)
    if not load.size:
        return Outcome(np.zeros(0), np.zeros(0, np.bool_), 0.0)
    chance = np.random.default_rng(seed)
    reading = reading_s * chance.standard_exponential(load.size)
    handling_s = _handling_s(load, chance) + reading
    patience = chance.standard_exponential(load.size)
    first_us = int(load.at_us[0])
    at_s = (load.at_us - first_us) / SECOND_US
    gives_up_s = at_s + (np.inf if patience_s is None else patience * patience_s)
    answers = _answers(load, groups)
    desk = Desk(groups, len(load.queues), answers, handling_s.tolist(), gives_up_s.tolist())
    staffed_s = 0.0
    for number, group in enumerate(groups):
        for begins_us, ends_us in group.presence_us(first_us, int(load.at_us[-1]), load.zone):
            begins, ends = (begins_us - first_us) / SECOND_US, (ends_us - first_us) / SECOND_US
            desk.shift(begins, number, True)
            desk.shift(ends, number, False)
            inside = min(ends, float(at_s[-1])) - max(begins, 0.0)
            staffed_s += max(inside, 0.0) * group.agents * group.at_once
    for arrival, (queue, t) in enumerate(zip(load.queue.tolist(), at_s.tolist(), strict=True)):
        desk.go_on(t)
        desk.arrive(arrival, queue, t)
    desk.go_on(np.inf)
    began_s = np.array(desk.began_s)
    answered = np.isfinite(began_s)
    busy = float(handling_s[answered].sum()) / staffed_s if staffed_s else 0.0
    waited_s = np.where(answered, began_s + reading, gives_up_s) - at_s
    return Outcome(waited_s, answered, busy)


def _answers(load: Load, groups: tuple[Group, ...]) -> list[list[int]]:
    """The queues that each group answers, as places among those of the load."""
    every = list(enumerate(load.queues))
    return [
        [place for place, name in every if not each.queues or name in each.queues]
        for each in groups
    ]


def _handling_s(load: Load, chance: np.random.Generator) -> NDArray[np.float64]:
    found = load.handling_s.copy()
    for queue in range(len(load.queues)):
        here = load.queue == queue
        known = found[here & ~np.isnan(found)]
        missing = np.flatnonzero(here & np.isnan(found))
        if known.size == 0:
            known = load.handling_s[~np.isnan(load.handling_s)]
        if missing.size:
            found[missing] = chance.choice(known, missing.size) if known.size else 0.0
    return found
