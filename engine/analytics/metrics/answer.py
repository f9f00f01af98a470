"""Measured figures as plain values, for machines: the same from the command and the API."""

import datetime as dt
from zoneinfo import ZoneInfo

from msgspec import Struct

from engine.analytics.history import Watermark
from engine.analytics.metrics.figures import Cells
from engine.analytics.metrics.measured import Measured
from engine.analytics.metrics.period import SECOND_US
from engine.analytics.metrics.query import Query
from engine.types.value import Text


class AboutMeasure(Struct, frozen=True):
    """What a column of figures holds."""

    name: str
    title: Text
    unit: str


class MetricAnswer(Struct, frozen=True):
    """The figures of a metric.

    `since` and `until` bound the period by the clock of the zone; `until` is the first moment
    after it. `totals` are of the whole period, `previous` of the one before, `values` a row for
    each value of the breakdown, `rows` a row for each stretch of time and value. Answers of equal
    `digest` and `watermark` have equal figures.
    """

    metric: str
    query: Query
    measures: tuple[AboutMeasure, ...]
    since: str
    until: str
    totals: Cells
    values: list[dict[str, str | int | float | None]]
    rows: list[dict[str, str | int | float | None]]
    digest: str
    watermark: Watermark
    previous: Cells | None = None


def answer_of(measured: Measured) -> MetricAnswer:
    """Figures as plain values."""
    zone = ZoneInfo(measured.query.zone)
    since, until = (
        dt.datetime.fromtimestamp(t_us / SECOND_US, zone).isoformat()
        for t_us in (measured.since_us, measured.until_us)
    )
    return MetricAnswer(
        metric=measured.metric,
        query=measured.query,
        measures=tuple(
            AboutMeasure(each.name, each.title, each.unit) for each in measured.measures
        ),
        since=since,
        until=until,
        totals=measured.totals,
        previous=measured.previous,
        values=measured.values.to_pylist(),
        rows=measured.rows.drop_columns(["start_us"]).to_pylist(),
        digest=measured.digest,
        watermark=measured.watermark,
    )
