"""What queues had to do: each hand-over, when people were asked for and how long it kept them."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from engine.analytics.queues.staffing import SECOND_US

HALF_HOUR_US, DAY_US = 1800 * SECOND_US, 86_400 * SECOND_US


class Load(Struct, frozen=True):
    """Hand-overs by the time at which people were asked for. All arrays of one length.

    `queue` is the place of its queue among `queues`. `handling_s` is from the first answer to the
    end, `waited_s` how long it really waited; NaN where that is not known.
    """

    at_us: NDArray[np.int64]
    queue: NDArray[np.int64]
    queues: tuple[str, ...]
    handling_s: NDArray[np.float64]
    waited_s: NDArray[np.float64]
    zone: str = "UTC"

    @property
    def size(self) -> int:
        """How many hand-overs there are."""
        return self.at_us.size

    @property
    def days(self) -> NDArray[np.int64]:
        """The day of each hand-over in the zone, numbered from 0, without days that had none."""
        return np.unique(self.dates, return_inverse=True)[1].astype(np.int64)

    @property
    def dates(self) -> NDArray[np.int64]:
        """The day of each hand-over in the zone, as `date.toordinal` counts."""
        zone = ZoneInfo(self.zone)
        moments = (self.at_us // SECOND_US).tolist()
        found = [dt.datetime.fromtimestamp(t, zone).toordinal() for t in moments]
        return np.array(found, np.int64)


def busier(load: Load, factor: float, seed: int = 0) -> Load:
    """A load of `factor` times as many hand-overs: each of history so often on average, on a day
    of the same weekday, up to half an hour from its time, so that what comes together by chance
    does not come together more. What each took goes with it."""
    chance = np.random.default_rng(seed)
    copies = np.floor(factor) + (chance.random(load.size) < factor % 1)
    chosen = np.repeat(np.arange(load.size), copies.astype(np.int64))
    dates = load.dates
    # How many weeks back and ahead there is a day of history, for each of them.
    back = (dates - dates[:1]) // 7
    ahead = (dates[-1:] - dates) // 7
    weeks = chance.integers(-back[chosen], ahead[chosen] + 1)
    moved_us = 7 * DAY_US * weeks + chance.integers(-HALF_HOUR_US, HALF_HOUR_US, chosen.size)
    at_us = load.at_us[chosen] + moved_us
    order = np.argsort(at_us, kind="stable")
    taken = chosen[order]
    return Load(
        at_us[order],
        load.queue[taken],
        load.queues,
        load.handling_s[taken],
        load.waited_s[taken],
        load.zone,
    )
