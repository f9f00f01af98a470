"""What queues had to do: each hand-over, when people were asked for and how long it kept them."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from engine.analytics.queues.staffing import SECOND_US


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
        zone = ZoneInfo(self.zone)
        moments = (self.at_us // SECOND_US).tolist()
        dates = [dt.datetime.fromtimestamp(t, zone).toordinal() for t in moments]
        return np.unique(dates, return_inverse=True)[1].astype(np.int64)
