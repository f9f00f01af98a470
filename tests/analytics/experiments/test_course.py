"""Each day's look is what the experiment would have shown on that day."""

import datetime as dt
from zoneinfo import ZoneInfo

import pyarrow.compute as pc
from msgspec.structs import replace

from engine.analytics.experiments import Experiment, course
from tests.analytics.cases import SECOND_US
from tests.analytics.experiments.test_experiment import SPEC, THREE, standing

ZONE = "America/Bogota"
START = dt.datetime(2026, 11, 2, 23, 30, tzinfo=ZoneInfo(ZONE))


def spread(spec, **arms):
    """People who come every half an hour."""
    found = standing(replace(spec, zone=ZONE), **arms)
    start_us = int(START.timestamp()) * SECOND_US
    at_us = [start_us + 1800 * SECOND_US * (n % 200) for n in range(found.people.num_rows)]
    people = found.people.append_column("at_us", [at_us])
    return Experiment(found.spec, people, found.watermark)


def test_each_day_is_what_was_known_then():
    found = spread(THREE, a=(200, 40), b=(200, 60), c=(200, 90))
    days = course(found).to_pylist()
    # Of the first, who came at 23:30, the time was over on the same day; the last day is whole.
    assert days[0]["day"] == dt.date(2026, 11, 2)
    assert [row["people"] for row in days if row["arm"] == "b"] == [1, 49, 97, 145, 193, 200]
    for row in days:
        midnight = dt.datetime.combine(row["day"] + dt.timedelta(days=1), dt.time(), ZoneInfo(ZONE))
        limit = int(midnight.timestamp() - SPEC.within_s) * SECOND_US
        then = found.people.filter(pc.less(found.people["at_us"], limit))
        known = Experiment(found.spec, then, found.watermark).comparisons
        (seen,) = (each for each in known if each.arm == row["arm"])
        given = tuple(row[name] for name in ("difference", "low", "high"))
        assert given == (seen.difference, seen.low, seen.high)


def test_an_experiment_of_nobody_has_no_course():
    some = spread(SPEC, a=(2, 1), b=(2, 1))
    assert course(Experiment(SPEC, some.people[:0], some.watermark)).num_rows == 0
