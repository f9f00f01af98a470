"""How an experiment went: what each day's look showed."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.analytics.days import midnight_us
from engine.analytics.experiments.experiment import Experiment
from engine.analytics.statistics import sequential
from engine.types.funnel import SECOND_US

SCHEMA = pa.schema(
    [
        ("day", pa.date32()),
        ("arm", pa.string()),
        ("people", pa.int64()),
        *((name, pa.float64()) for name in ("difference", "low", "high", "p")),
    ]
)


def course(found: Experiment) -> pa.Table:
    """For each day in the zone, from that on which the first person had had their time, and each
    arm besides control: the `people` of the arm, the difference of shares so far, its interval,
    valid at all looks together, and the p-value of this arm alone."""
    spec, zone = found.spec, ZoneInfo(found.spec.zone)
    within_us = spec.within_s * SECOND_US
    ended: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for arm in spec.dealt.arms:
        people = found.contacts(arm)
        moments = people["at_us"].to_numpy() + within_us
        order = np.argsort(moments, kind="stable")
        reached = pc.is_valid(people["reached_us"]).to_numpy()
        ended[arm] = moments[order], np.concatenate([[0], np.cumsum(reached[order])])
    rows = []
    for day, until_us in _days(ended, zone):
        counts = {arm: _by(until_us, *each) for arm, each in ended.items()}
        for arm in spec.others:
            seen = sequential(*counts[spec.control], *counts[arm], spec.effect, spec.each_level)
            figures = (seen.difference, *seen.interval, seen.p)
            rows.append((day, arm, counts[arm][1], *figures))
    names = SCHEMA.names
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], SCHEMA)


def _by(until_us: int, moments: np.ndarray, succeeded: np.ndarray) -> tuple[int, int]:
    """How many had succeeded by a moment, of how many."""
    people = int(np.searchsorted(moments, until_us, "left"))
    return int(succeeded[people]), people


def _days(
    ended: dict[str, tuple[np.ndarray, np.ndarray]], zone: ZoneInfo
) -> list[tuple[dt.date, int]]:
    """The days on which somebody's time ended, each with the moment of its end."""
    moments = np.concatenate([each for each, _ in ended.values()])
    if not moments.size:
        return []
    first, last = (
        dt.datetime.fromtimestamp(int(t) // SECOND_US, zone).date()
        for t in (moments.min(), moments.max())
    )
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    return [(day, midnight_us(day + dt.timedelta(days=1), zone)) for day in days]
