"""A metric that was measured: its rows, its totals, and what they were made of."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
from ibis import _
from msgspec import Struct

from engine.analytics.facts import FACTS
from engine.analytics.history import History, Watermark
from engine.analytics.metrics.audience import kept
from engine.analytics.metrics.check import require_sense
from engine.analytics.metrics.counting import BEFORE, binned, chosen, counted, with_other
from engine.analytics.metrics.period import Period, period_of
from engine.analytics.metrics.protocol import Measure, Metric
from engine.analytics.metrics.query import OTHER, Query

Number = int | float | None
Cells = dict[str, Number]


class Measured(Struct, frozen=True):
    """The figures of a metric.

    `rows` has a row a bin and value: `start_us` (when the bin begins), `start` (the same by the
    clock of the zone), `value` (of `query.by`, else empty), and a column a measure. `values` has
    the measures of the whole period by value, the most frequent first; `totals` those of all,
    `previous` those of the period before, if it was asked for. `since_us` and `until_us` bound
    the period. Of nothing, counts are 0 and means, shares and percentiles are None.
    """

    metric: str
    query: Query
    measures: tuple[Measure, ...]
    since_us: int
    until_us: int
    rows: pa.Table
    values: pa.Table
    totals: Cells
    previous: Cells | None
    digest: str
    watermark: Watermark


def measure(
    history: History, metric: Metric, query: Query | None = None, now_us: int | None = None
) -> Measured:
    """Measures a metric on a history.

    `now_us` is what `last` counts back from; unless given, the latest time of the history, so
    that equal histories give equal figures. Raises TertuliaError where the query makes no sense.
    """
    query = query or Query()
    require_sense(metric, query)
    watermark = history.watermark()
    now_us = watermark.t_us if now_us is None else now_us
    facts = FACTS[metric.facts].of(history)
    period = period_of(query, now_us, _first_us(history, facts, query, now_us))
    rows = chosen(kept(facts, query, history), query)
    bins = ibis.memtable(period.bins())
    return _figures(history, metric, query, period, binned(rows, bins, period.step_us), watermark)


def _first_us(history: History, facts: ibis.Table, query: Query, now_us: int) -> int:
    if query.last or query.since:
        return now_us
    first = history.query(facts.agg(t_us=_.t_us.min()))["t_us"][0].as_py()
    return now_us if first is None else int(first)


def _figures(
    history: History,
    metric: Metric,
    query: Query,
    period: Period,
    rows: ibis.Table,
    watermark: Watermark,
) -> Measured:
    whole = rows.mutate(bin=(_.bin == BEFORE).ifelse(BEFORE, 0))
    totals = _by_key(history, metric, whole, "bin")
    values: dict[tuple[object, ...], Cells] = {}
    inside = rows.filter(_.bin != BEFORE)
    if query.by:
        values = _by_key(history, metric, inside, "value")
        top = _ranked(metric, values)
        if len(top) > query.top:
            inside = with_other(inside, top[: query.top])
            values = _by_key(history, metric, inside, "value")
            top = [*top[: query.top], OTHER]
        by_bin = _by_key(history, metric, inside, "bin", "value")
    else:
        top = [""]
        by_bin = {
            (*key, ""): cells for key, cells in _by_key(history, metric, inside, "bin").items()
        }
    return Measured(
        metric.name,
        query,
        metric.measures,
        period.since_us,
        period.until_us,
        _rows(metric, query, period, by_bin, top),
        _table(metric, [({"value": value}, values.get((value,), {})) for value in top if query.by]),
        _whole(metric, totals.get((0,), {})),
        _whole(metric, totals.get((BEFORE,), {})) if query.compare else None,
        hashlib.sha256(f"{metric.name} {query.digest}".encode()).hexdigest(),
        watermark,
    )


def _by_key(
    history: History, metric: Metric, rows: ibis.Table, *keys: str
) -> dict[tuple[object, ...], Cells]:
    """The measures by the values of these columns."""
    found: dict[tuple[object, ...], Cells] = {}
    for table in counted(metric, rows, *keys):
        for row in history.query(table).to_pylist():
            key = tuple(row.pop(name) for name in keys)
            found.setdefault(key, {}).update(row)
    return found


def _ranked(metric: Metric, values: dict[tuple[object, ...], Cells]) -> list[str]:
    """The values by the metric's first measure, then by the alphabet."""
    first = metric.measures[0].name
    keys = sorted(values, key=lambda key: (-(values[key].get(first) or 0), str(key[0])))
    return [str(key[0]) for key in keys]


def _rows(
    metric: Metric,
    query: Query,
    period: Period,
    by_bin: dict[tuple[object, ...], Cells],
    values: list[str],
) -> pa.Table:
    zone = ZoneInfo(query.zone)
    found = []
    for number, start_us in enumerate(period.starts):
        start = dt.datetime.fromtimestamp(start_us / 1_000_000, zone).isoformat()
        for value in values:
            named: dict[str, object] = {"start_us": start_us, "start": start, "value": value}
            found.append((named, by_bin.get((number, value), {})))
    return _table(metric, found)


def _table(metric: Metric, rows: Iterable[tuple[dict[str, object], Cells]]) -> pa.Table:
    named = [("start_us", pa.int64()), ("start", pa.string()), ("value", pa.string())]
    cells = [{**names, **_whole(metric, found)} for names, found in rows]
    schema = pa.schema(
        [
            *((name, kind) for name, kind in named if not cells or name in cells[0]),
            *((each.name, _type(each)) for each in metric.measures),
        ]
    )
    return pa.Table.from_pylist(cells, schema)


def _whole(metric: Metric, cells: Cells) -> Cells:
    """The cells of all measures, as they are shown."""
    found: Cells = {}
    for each in metric.measures:
        number = cells.get(each.name)
        if number is None:
            found[each.name] = 0 if each.unit == "count" else None
        else:
            number = number if each.scale == 1 else number * each.scale
            found[each.name] = int(number) if each.unit == "count" else float(number)
    return found


def _type(measure: Measure) -> pa.DataType:
    return pa.int64() if measure.unit == "count" else pa.float64()
