"""Tries by SQL: a running maximum a step, where the data lives.

`running` says which rows reach a step, and why a maximum is enough; `people` makes tries of them.
"""

import ibis
import pyarrow as pa

from engine.analytics.funnel import rounds, tries
from engine.analytics.funnel.people import by_entity
from engine.analytics.funnel.running import NONE, ordered, within
from engine.analytics.funnel.spec import SECOND_US, FunnelSpec
from engine.analytics.funnel.stream import order_of, stream
from engine.analytics.history import History
from engine.types.issue import TertuliaError


def run(spec: FunnelSpec, history: History) -> pa.Table:
    """How far everybody came."""
    if spec.counting == "totals":
        found = rounds.played(spec, history.query(stream(spec, history)))
    else:
        found = history.query(expression(spec, history))
    return tries.in_order(found, len(spec.steps))


def expression(spec: FunnelSpec, history: History) -> ibis.Table:
    """The same as an expression, of which Ibis makes the SQL of an engine."""
    if spec.counting == "totals":
        raise TertuliaError(
            f"funnel {spec.name!r}: tries one after another are no single SQL; set counting to "
            "unique, or count it with `count`"
        )
    rows = stream(spec, history)
    rows = _unordered(spec, rows) if spec.order == "unordered" else ordered(spec, rows)
    return by_entity(spec, rows)


def _unordered(spec: FunnelSpec, rows: ibis.Table) -> ibis.Table:
    """The same columns; a row reaches step 2 if two steps lie within a window that it ends."""
    steps = range(1, len(spec.steps) + 1)
    past = ibis.window(group_by=within(spec), order_by=order_of(spec, rows), rows=(None, 0))
    rows = rows.mutate(
        **{f"l{n}": rows[f"s{n}"].ifelse(rows.t, NONE).max().over(past) for n in steps}
    )
    since = None if spec.within_s is None else rows.t - spec.within_s * SECOND_US
    found, start = ibis.literal(0, "int64"), rows.t
    for last in (rows[f"l{n}"] for n in steps):
        inside = last.notnull() if since is None else (last >= since).fill_null(False)
        found += inside.ifelse(1, 0)
        start = ibis.least(start, inside.ifelse(last, rows.t))
    rows = rows.mutate(found=found, start=start)
    return rows.mutate(
        **{f"r{n}": rows.found >= n - rows.probe.ifelse(1, 0) for n in steps},
        **{f"p{n}": rows.found >= n - rows.probe.ifelse(1, 0) for n in steps},
        **{f"m{n}": (rows.found >= n).ifelse(rows.start, NONE) for n in steps},
    )
