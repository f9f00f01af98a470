"""When a query looks, in zones whose clocks change meanwhile."""

import datetime as dt
from itertools import pairwise
from math import ceil
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from engine.analytics.metrics import Query
from engine.analytics.metrics.period import SECOND_US, period_of
from engine.types.issue import TertuliaError

HOUR_US = 3600 * SECOND_US
# A day of 25 hours, one of 23, one without a midnight, and one that changes by half an hour.
DAYS = [
    ("Europe/Madrid", dt.date(2026, 10, 25), 25),
    ("Europe/Lisbon", dt.date(2026, 3, 29), 23),
    ("America/Santiago", dt.date(2026, 9, 6), 23),
    ("Australia/Lord_Howe", dt.date(2026, 10, 4), 23.5),
]


def us(moment):
    return round(moment.timestamp() * SECOND_US)


def period(query):
    now_us = us(dt.datetime(2026, 11, 20, tzinfo=dt.UTC))
    return period_of(query, now_us, now_us, now_us)


@pytest.mark.parametrize(("zone", "day", "hours"), DAYS)
def test_a_day_is_as_long_as_its_clocks_say(zone, day, hours):
    found = period(Query(since=day, until=day, zone=zone, compare=True))
    assert found.until_us - found.since_us == hours * HOUR_US
    # The day before is a whole one, of 24 hours.
    assert found.since_us - found.before_us == 24 * HOUR_US
    assert found.starts == (found.since_us,)


@pytest.mark.parametrize(("zone", "day", "hours"), DAYS)
def test_hours_go_on_through_a_change_and_days_hold_them_all(zone, day, hours):
    week = {"since": day - dt.timedelta(days=3), "until": day + dt.timedelta(days=3), "zone": zone}
    by_hour, by_day = period(Query(**week, grain="hour")), period(Query(**week, grain="day"))
    assert {end - start for start, end in pairwise(by_hour.starts)} == {HOUR_US}
    assert [len(found.starts) for found in (by_hour, by_day)] == [
        ceil(144 + hours),
        7,
    ]
    # Every quarter of an hour is in the bin of its own day by the clock.
    bins = by_day.bins().to_pydict()
    days = [
        dt.datetime.fromtimestamp(start_us // SECOND_US, ZoneInfo(zone)).date()
        for start_us in bins["start_us"]
    ]
    assert np.array_equal([(each - week["since"]).days for each in days], bins["bin"])


def test_days_before_clocks_were_set_by_quarters_are_refused_in_words():
    with pytest.raises(
        TertuliaError, match="the clocks of America/Bogota were not set by quarters"
    ):
        period(Query(since=dt.date(1901, 1, 1), until=dt.date(1902, 1, 1), zone="America/Bogota"))
