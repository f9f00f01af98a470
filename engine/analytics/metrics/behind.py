"""Who is behind a figure: the sessions with a fact that it counts."""

from functools import reduce
from operator import or_

import pyarrow as pa
from ibis import _
from msgspec import Struct

from engine.analytics.facts import FACTS
from engine.analytics.history import History
from engine.analytics.metrics.audience import kept
from engine.analytics.metrics.counting import chosen
from engine.analytics.metrics.measured import Measured
from engine.analytics.metrics.protocol import Measure, Metric
from engine.analytics.metrics.query import OTHER
from engine.types.issue import TertuliaError


class Bar(Struct, frozen=True):
    """A part of what was measured: stretches of time (from, until before; none is the whole
    period), a value of the breakdown (None is all), and a measure (empty is any fact)."""

    times: tuple[tuple[int, int], ...] = ()
    value: str | None = None
    measure: str = ""


def sessions_behind(history: History, metric: Metric, measured: Measured, bar: Bar) -> pa.Table:
    """The sessions behind a bar, the latest first: `session_id`, `contact`, `t_us` (of the first
    fact that counts) and `facts` (how many do).

    Facts outside of the measured period never count. Raises TertuliaError where the metric has no
    such measure.
    """
    query = measured.query
    facts = FACTS[metric.facts].of(history)
    rows = chosen(metric, query, kept(facts, query, history))
    rows = rows.filter((_.t_us >= measured.since_us) & (_.t_us < measured.until_us))
    if bar.times:
        within = [(_.t_us >= since) & (_.t_us < until) for since, until in bar.times]
        rows = rows.filter(reduce(or_, within))
    if bar.value == OTHER:
        known = [value for value in measured.values["value"].to_pylist() if value != OTHER]
        rows = rows.filter(~_.value.isin(known))
    elif bar.value is not None:
        rows = rows.filter(_.value == bar.value)
    counts = _measure(metric, bar.measure).counts if bar.measure else None
    if counts is not None:
        rows = rows.filter(counts)
    # A fact may belong to no session, as a push before the first: there is nobody to open.
    found = rows.filter(_.session_id != "").group_by("session_id")
    table = found.agg(contact=_.contact.max(), t_us=_.t_us.min(), facts=_.n.sum())
    return history.query(table.order_by([_.t_us.desc(), _.session_id]))


def _measure(metric: Metric, name: str) -> Measure:
    for measure in metric.measures:
        if measure.name == name:
            return measure
    raise TertuliaError(f"metric {metric.name!r} has no measure {name!r}")
