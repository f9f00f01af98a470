"""A metric that was measured: its rows, its totals, and what they were made of."""

import hashlib
from collections.abc import Callable

import ibis
import pyarrow as pa
from ibis import _
from msgspec import Struct

from engine.analytics.facts import FACTS
from engine.analytics.history import History, Watermark
from engine.analytics.metrics.audience import kept
from engine.analytics.metrics.check import require_sense
from engine.analytics.metrics.condensed import Condensed
from engine.analytics.metrics.counting import binned, chosen, condensed
from engine.analytics.metrics.figures import Ask, Cells, Figures
from engine.analytics.metrics.period import Period, period_of
from engine.analytics.metrics.protocol import Measure, Metric
from engine.analytics.metrics.query import Query


class Measured(Struct, frozen=True):
    """The figures of a metric.

    `rows` has a row a bin and value: `start_us` (when the bin begins), `start` (the same by the
    clock of the zone), `value` (of `query.by`, else empty), and a column a measure. `values` has
    the measures of the whole period by value, the most frequent first; `totals` those of all,
    `previous` those of the period before, if it was asked for. `since_us` and `until_us` bound
    the period. Of nothing, counts are 0 and means, shares and percentiles are None.

    Equal digests on histories of equal watermarks have equal figures.
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
    """Measures a metric on a history; see `engine.analytics.metrics.measure`."""
    query = query or Query()
    require_sense(metric, query)
    watermark = history.watermark()
    now_us = watermark.t_us if now_us is None else now_us
    facts = FACTS[metric.facts].of(history)
    first_us = None if query.last or query.since else first_of(history.query, facts)
    period = period_of(query, now_us, now_us if first_us is None else first_us, watermark.t_us)
    rows = chosen(metric, query, kept(facts, query, history))
    bins = ibis.memtable(period.bins())
    few = history.query(condensed(metric, binned(rows, bins, period.step_us)))
    with Condensed(metric, few, bool(query.by)) as condensed_rows:
        return measured(metric, query, period, condensed_rows.ask, watermark)


def measured(
    metric: Metric, query: Query, period: Period, ask: Ask, watermark: Watermark
) -> Measured:
    """The figures that `ask` counts."""
    figures = Figures(metric, query, period, ask)
    totals, previous = figures.totals()
    return Measured(
        metric.name,
        query,
        metric.measures,
        period.since_us,
        period.until_us,
        figures.rows(),
        figures.values(),
        totals,
        previous if query.compare else None,
        _digest(metric, query, period),
        watermark,
    )


def _digest(metric: Metric, query: Query, period: Period) -> str:
    asked = f"{metric.name} {query.digest} {period.since_us} {period.until_us}"
    return hashlib.sha256(asked.encode()).hexdigest()


def first_of(run: Callable[[ibis.Table], pa.Table], facts: ibis.Table) -> int | None:
    """When the first of these facts was; None where there are none."""
    first = run(facts.agg(t_us=_.t_us.min()))["t_us"][0].as_py()
    return None if first is None else int(first)
