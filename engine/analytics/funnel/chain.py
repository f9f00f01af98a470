"""Tries by SQL: a running maximum a step, where the data lives.

A row that matches a step goes on from the last row that reached the step before: of all tries that
could go on, that one began last and came last, so that it is inside every window that any of them
is inside. One window function a step is therefore exact, and every engine has that.
"""

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis import _
from ibis.expr.builders import WindowBuilder

from engine.analytics.funnel import tries
from engine.analytics.funnel.spec import SECOND_US, FunnelSpec
from engine.analytics.funnel.stream import order_of, stream
from engine.analytics.history import History

WHO = ["entity", "held"]
NONE = ibis.null("int64")


def run(spec: FunnelSpec, history: History) -> pa.Table:
    """How far everybody came."""
    return tries.in_order(history.query(expression(spec, history)), len(spec.steps))


def expression(spec: FunnelSpec, history: History) -> ibis.Table:
    """The same as an expression, of which Ibis makes the SQL of an engine."""
    rows = stream(spec, history)
    rows = _unordered(spec, rows) if spec.order == "unordered" else _ordered(spec, rows)
    return _by_entity(spec, rows)


def _ordered(spec: FunnelSpec, rows: ibis.Table) -> ibis.Table:
    """With `r2` (the row reaches step 2) and `m2` (when its try began) for each step."""
    began = (rows.s1).ifelse(rows.t, NONE)
    rows = rows.mutate(r1=rows.s1, m1=began, came=began)
    for number in range(2, len(spec.steps) + 1):
        if spec.exclusions and spec.order != "strict":
            rows = rows.mutate(ends=_ends(spec, rows, number - 1))
        before = _before(spec, rows)
        rows = rows.mutate(
            start=rows[f"m{number - 1}"].max().over(before), last=rows.came.max().over(before)
        )
        reached = (rows[f"s{number}"] | rows.probe) & _inside(spec, rows, number)
        rows = rows.mutate(**{f"r{number}": reached.fill_null(False)})
        reached = rows[f"r{number}"]
        rows = rows.mutate(
            **{f"m{number}": reached.ifelse(rows.start, NONE)}, came=reached.ifelse(rows.t, NONE)
        )
    return rows


def _ends(spec: FunnelSpec, rows: ibis.Table, after: int) -> ir.IntegerValue:
    """How many exclusions there were: tries go on only among rows of one number."""
    past = ibis.window(group_by=WHO, order_by=order_of(spec, rows), rows=(None, 0))
    ended = rows[f"x{after}"].ifelse(1, 0).cast("int64")
    return ended.sum().over(past)


def _before(spec: FunnelSpec, rows: ibis.Table) -> WindowBuilder:
    """The rows from which a row may go on."""
    within = [*WHO, "ends"] if spec.exclusions else WHO
    if spec.order == "strict":
        return ibis.window(group_by=WHO, order_by=order_of(spec, rows), rows=(-1, -1))
    if spec.ties == "increasing":
        return ibis.window(group_by=within, order_by=rows.t, range=(None, -1))
    return ibis.window(group_by=within, order_by=order_of(spec, rows), rows=(None, -1))


def _inside(spec: FunnelSpec, rows: ibis.Table, number: int) -> ir.BooleanValue:
    inside = rows.start.notnull()
    if spec.within_s is not None:
        inside &= rows.t - rows.start <= spec.within_s * SECOND_US
    step = spec.steps[number - 1]
    if step.within_s is not None:
        inside &= rows.t - rows.last <= step.within_s * SECOND_US
    if spec.ties == "increasing":
        inside &= rows.t > rows.last
    if spec.order == "strict":
        inside &= ~rows[f"x{number - 1}"]
    return inside


def _unordered(spec: FunnelSpec, rows: ibis.Table) -> ibis.Table:
    """The same columns; a row reaches step 2 if two steps lie within a window that it ends."""
    steps = range(1, len(spec.steps) + 1)
    past = ibis.window(group_by=WHO, order_by=order_of(spec, rows), rows=(None, 0))
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
        **{f"m{n}": (rows.found >= n).ifelse(rows.start, NONE) for n in steps},
    )


def _by_entity(spec: FunnelSpec, rows: ibis.Table) -> ibis.Table:
    steps = range(1, len(spec.steps) + 1)
    level = ibis.cases(*[(_[f"r{n}"], n) for n in reversed(steps)], else_=0)
    rows = _with_touch(spec, rows.mutate(level=_.probe.ifelse(0, level).cast("int64")))
    # Later rows that reach a step began no earlier: the least is the first row's.
    times = {
        f"{word}_us_{n}": (rows[f"r{n}"] & ~rows.probe).ifelse(rows[column], NONE).min()
        for n in steps
        for word, column in (("start", f"m{n}"), ("reached", "t"))
    }
    could = {f"could{n}": (rows[f"r{n}"] & rows.probe).ifelse(1, 0).max() for n in steps}
    value = rows.touched.ifelse(rows.value, ibis.null("string")).max().fill_null("")
    found = rows.group_by(WHO).agg(
        contact=rows.contact.max(), value=value, level=rows.level.max(), **could, **times
    )
    goes_on = ibis.literal(False)
    for number in spec.limited():
        goes_on |= (found.level == number - 1) & (found[f"could{number}"] == 1)
    return found.mutate(immature=goes_on).filter(found.level > 0)


def _with_touch(spec: FunnelSpec, rows: ibis.Table) -> ibis.Table:
    """With `touched`: whether it is the row whose value counts in the breakdown."""
    if spec.breakdown is None or spec.breakdown.attribution == "each":
        return rows.mutate(touched=ibis.literal(True))
    place = ibis.row_number().over(ibis.window(group_by=WHO, order_by=order_of(spec, rows)))
    rows = rows.mutate(place=place)
    step = spec.breakdown.at if spec.breakdown.attribution == "step" else 1
    reached = rows.level >= step if spec.order == "unordered" else rows[f"r{step}"]
    candidates = (reached & ~rows.probe).ifelse(rows.place, NONE)
    everyone = ibis.window(group_by=WHO)
    last = spec.breakdown.attribution == "last"
    chosen = (candidates.max() if last else candidates.min()).over(everyone)
    return rows.mutate(touched=(candidates == chosen).fill_null(False))
