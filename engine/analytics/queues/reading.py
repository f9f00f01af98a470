"""The hand-overs of a history, as a load for queues."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.analytics.days import bounds_us
from engine.analytics.facts import FACTS
from engine.analytics.history import History
from engine.analytics.queues.load import Load

MS_S = 1000.0


def load_of(
    history: History,
    queues: Sequence[str] = (),
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    zone: str = "UTC",
) -> Load:
    """The hand-overs to these queues, or to all, on the days from `since` to `until` in the zone.

    Each waited until an agent took it or first answered it, and was handled from then on until the
    agent gave it back, as the metrics of hand-overs measure it. A hand-over to an agent by name
    is one to the queue "".
    """
    rows = FACTS["handovers"].of(history)
    if queues:
        rows = rows.filter(rows.queue.isin(list(queues)))
    first_us, end_us = bounds_us(since, until, zone)
    if first_us is not None:
        rows = rows.filter(rows.t_us >= first_us)
    if end_us is not None:
        rows = rows.filter(rows.t_us < end_us)
    found = history.query(rows.order_by("t_us", "session_id", "waiting_ms"))
    names, place = np.unique(np.array(found["queue"].to_pylist(), str), return_inverse=True)
    return Load(
        found["t_us"].to_numpy(),
        place.astype(np.int64),
        tuple(names.tolist()) or ("",),
        _seconds(found["handling_ms"]),
        _seconds(found["waiting_ms"]),
        zone,
    )


def _seconds(milliseconds: pa.ChunkedArray) -> NDArray[np.float64]:
    """NaN where it is not known."""
    known = milliseconds.to_numpy().astype(np.float64)
    return np.where(known < 0, np.nan, known / MS_S)
