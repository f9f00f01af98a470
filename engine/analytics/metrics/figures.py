"""Figures: what a metric's expressions gave, as the tables that people read."""

import datetime as dt
from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

import pyarrow as pa

from engine.analytics.metrics.counting import BEFORE, CELLS, KEYS, VALUES, WHOLE
from engine.analytics.metrics.period import SECOND_US, Period
from engine.analytics.metrics.protocol import Measure, Metric
from engine.analytics.metrics.query import OTHER, Query

Number = int | float | None
Cells = dict[str, Number]
# Gives the measures at all levels, of these values (where some are named) and all others together.
Ask = Callable[[tuple[str, ...]], Iterable[pa.Table]]
MS_US = 1000
NAMES = {"start_us": pa.int64(), "start": pa.string(), "value": pa.string()}


class Figures:
    """The figures of a metric in a period; `ask` counts them."""

    def __init__(self, metric: Metric, query: Query, period: Period, ask: Ask) -> None:
        self._metric, self._query, self._period = metric, query, period
        self._lengths_us = period.lengths_us()
        self._whole_us = sum(self._lengths_us)
        self._found = _by_key(ask(()))
        self._values = self._ranked() if query.by else [""]
        if len(self._values) > query.top:
            top = self._values[: query.top]
            self._found = _by_key(ask(tuple(top)))
            self._values = [*top, OTHER]

    def rows(self) -> pa.Table:
        """A row a bin and value."""
        zone = ZoneInfo(self._query.zone)
        found = []
        for number, start_us in enumerate(self._period.starts):
            start = dt.datetime.fromtimestamp(start_us / SECOND_US, zone).isoformat()
            lasting_us = self._lengths_us[number]
            for value in self._values:
                names: dict[str, object] = {"start_us": start_us, "start": start, "value": value}
                found.append({**names, **self._cells(CELLS, number, value, lasting_us)})
        return self._table(found, "start_us", "start", "value")

    def values(self) -> pa.Table:
        """A row a value, the most frequent first; none where nothing is broken down."""
        values = self._values if self._query.by else []
        found: list[dict[str, object]] = [
            {"value": value, **self._cells(VALUES, 0, value, self._whole_us)} for value in values
        ]
        return self._table(found, "value")

    def totals(self) -> tuple[Cells, Cells]:
        """The measures of the whole period, and of the stretch before."""
        before_us = self._period.since_us - self._period.before_us
        return (
            self._cells(WHOLE, 0, "", self._whole_us),
            self._cells(WHOLE, BEFORE, "", before_us),
        )

    def _ranked(self) -> list[str]:
        """The values by the metric's first measure, then by the alphabet."""
        first = self._metric.measures[0].name
        found = [
            (-(cells.get(first) or 0), value)
            for (level, _bin, value), cells in self._found.items()
            if level == VALUES
        ]
        return [value for _number, value in sorted(found)]

    def _cells(self, level: int, number: int, value: str, lasting_us: int) -> Cells:
        cells = self._found.get((level, number, value), {})
        return {
            each.name: _shown(each, cells.get(each.name), lasting_us)
            for each in self._metric.measures
        }

    def _table(self, rows: list[dict[str, object]], *names: str) -> pa.Table:
        measures = [(each.name, _type(each)) for each in self._metric.measures]
        schema = pa.schema([*((name, NAMES[name]) for name in names), *measures])
        return pa.Table.from_pylist(rows, schema)


def _by_key(tables: Iterable[pa.Table]) -> dict[tuple[int, int, str], Cells]:
    """The measures by level, bin and value."""
    found: dict[tuple[int, int, str], Cells] = {}
    for table in tables:
        for row in table.to_pylist():
            level, number, value = (row.pop(name) for name in KEYS)
            found.setdefault((level, number, value), {}).update(row)
    return found


def _shown(measure: Measure, number: Number, lasting_us: int) -> Number:
    if number is None:
        return 0 if measure.unit == "count" else None
    if measure.unit == "count":
        return int(number)
    divisor = lasting_us / MS_US if measure.over_time else 1
    return float(number) * measure.scale / divisor


def _type(measure: Measure) -> pa.DataType:
    return pa.int64() if measure.unit == "count" else pa.float64()
