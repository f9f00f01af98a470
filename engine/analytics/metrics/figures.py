"""Figures: what a metric's expressions gave, as the tables that people read."""

import datetime as dt
from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

import pyarrow as pa

from engine.analytics.metrics.counting import BEFORE, KEYS, Level
from engine.analytics.metrics.period import SECOND_US, Period
from engine.analytics.metrics.protocol import Measure, Metric
from engine.analytics.metrics.query import OTHER, Query

Number = int | float | None
Cells = dict[str, Number]
# Gives the tables of a level, of these values and all others together.
Ask = Callable[[Level, tuple[str, ...]], Iterable[pa.Table]]
MS_US = 1000
NAMES = {"start_us": pa.int64(), "start": pa.string(), "value": pa.string()}


class Figures:
    """The figures of a metric in a period; `ask` counts them."""

    def __init__(self, metric: Metric, query: Query, period: Period, ask: Ask) -> None:
        self._metric, self._query, self._period = metric, query, period
        self._ask = ask
        self._lengths_us = period.lengths_us()
        self._whole_us = sum(self._lengths_us)
        self._top: tuple[str, ...] = ()
        self._values: list[str] = [""]
        self._by_value: dict[tuple[object, ...], Cells] = {}
        if query.by:
            self._break_down()

    def rows(self) -> pa.Table:
        """A row a bin and value."""
        zone = ZoneInfo(self._query.zone)
        cells = self._found("cells" if self._query.by else "bins", self._top)
        found = []
        for number, start_us in enumerate(self._period.starts):
            start = dt.datetime.fromtimestamp(start_us / SECOND_US, zone).isoformat()
            for value in self._values:
                names: dict[str, object] = {"start_us": start_us, "start": start, "value": value}
                key = (number, value) if self._query.by else (number,)
                lasting_us = self._lengths_us[number]
                found.append({**names, **self._shown(cells.get(key, {}), lasting_us)})
        return self._table(found, "start_us", "start", "value")

    def values(self) -> pa.Table:
        """A row a value, the most frequent first; none where nothing is broken down."""
        values = self._values if self._query.by else []
        found: list[dict[str, object]] = [
            {"value": value, **self._shown(self._by_value.get((value,), {}), self._whole_us)}
            for value in values
        ]
        return self._table(found, "value")

    def totals(self) -> tuple[Cells, Cells]:
        """The measures of the whole period, and of the stretch before."""
        found = self._found("whole", ())
        before_us = self._period.since_us - self._period.before_us
        return (
            self._shown(found.get((0,), {}), self._whole_us),
            self._shown(found.get((BEFORE,), {}), before_us),
        )

    def _break_down(self) -> None:
        self._by_value = self._found("values", ())
        first = self._metric.measures[0].name
        ranked = sorted(
            self._by_value, key=lambda key: (-(self._by_value[key][first] or 0), str(key[0]))
        )
        self._values = [str(value) for (value,) in ranked]
        if len(self._values) > self._query.top:
            self._top = tuple(self._values[: self._query.top])
            self._values = [*self._top, OTHER]
            self._by_value = self._found("values", self._top)

    def _found(self, level: Level, top: tuple[str, ...]) -> dict[tuple[object, ...], Cells]:
        """The measures by the keys of a level."""
        keys = KEYS[level]
        found: dict[tuple[object, ...], Cells] = {}
        for table in self._ask(level, top):
            for row in table.to_pylist():
                key = tuple(row.pop(name) for name in keys)
                found.setdefault(key, {}).update(row)
        return found

    def _shown(self, cells: Cells, lasting_us: int) -> Cells:
        return {
            each.name: _shown(each, cells.get(each.name), lasting_us)
            for each in self._metric.measures
        }

    def _table(self, rows: list[dict[str, object]], *names: str) -> pa.Table:
        measures = [(each.name, _type(each)) for each in self._metric.measures]
        schema = pa.schema([*((name, NAMES[name]) for name in names), *measures])
        return pa.Table.from_pylist(rows, schema)


def _shown(measure: Measure, number: Number, lasting_us: int) -> Number:
    if number is None:
        return 0 if measure.unit == "count" else None
    if measure.unit == "count":
        return int(number)
    divisor = lasting_us / MS_US if measure.over_time else 1
    return float(number) * measure.scale / divisor


def _type(measure: Measure) -> pa.DataType:
    return pa.int64() if measure.unit == "count" else pa.float64()
