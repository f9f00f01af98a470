"""Steps one after the other in SQL: which rows reach a step, and when their tries began.

A row goes on from the rows that reached the step before, as far back as its windows go. Of all
tries that it could go on, the one that began last has the most time left: whatever comes later, an
older one can do no more. So the maximum of their beginnings, over the frame of rows that the step's
own windows allow, is all that has to be remembered, and a window function a step is exact.
"""

import ibis
import ibis.expr.types as ir

from engine.analytics.funnel.spec import SECOND_US, FunnelSpec
from engine.analytics.funnel.stream import has_parts, order_of, removed_after

NONE = ibis.null("int64")
# Before all times.
NEVER = -(2**62)


def person() -> list[str]:
    """The columns of whom a row is, in which funnel of a breakdown."""
    return ["entity", "held"]


def within(spec: FunnelSpec) -> list[str]:
    """The columns that a try stays within."""
    return [*person(), *(["part"] if has_parts(spec) else [])]


def ordered(spec: FunnelSpec, rows: ibis.Table) -> ibis.Table:
    """With `r2` (the row reaches step 2) and `m2` (when its try began) for each step; in a funnel
    that is open also with `p2` (it came there from the step before)."""
    if spec.counting == "first":
        rows = _only_first(spec, rows)
    for number in range(1, len(spec.steps)):
        if any(each.mode == "reset" for each in spec.exclusions):
            rows = rows.mutate(**{f"g{number}": _ended(spec, rows, number)})
    rows = rows.mutate(r1=rows.s1, m1=rows.s1.ifelse(rows.t, NONE), p1=rows.s1)
    if spec.open_entry:
        begins = rows.s1 & rows.enters
        rows = rows.mutate(r1=begins, m1=begins.ifelse(rows.t, NONE), p1=begins)
    for number in range(2, len(spec.steps) + 1):
        starts = {f"from{j}": _latest(spec, rows, j, number) for j in spec.before(number)}
        rows = rows.mutate(**starts)
        start = _greatest([rows[name] for name in starts])
        passes = (rows[f"s{number}"] | rows.probe) & start.notnull()
        if spec.within_s is not None:
            passes &= rows.t - start <= spec.within_s * SECOND_US
        rows = rows.mutate(**{f"p{number}": passes.fill_null(False), "start": start})
        rows = rows.drop(*starts)
        rows = _reached(spec, rows, number).drop("start")
    return _removed(spec, rows)


def _only_first(spec: FunnelSpec, rows: ibis.Table) -> ibis.Table:
    """With only the first row of step 1 of each."""
    before = ibis.window(group_by=person(), order_by=order_of(spec, rows), rows=(None, 0))
    count = rows.s1.ifelse(1, 0).cast("int64").sum().over(before)
    return rows.mutate(s1=rows.s1 & (count == 1))


def _ended(spec: FunnelSpec, rows: ibis.Table, after: int) -> ir.IntegerValue:
    """How many exclusions there were: tries go on only among rows of one number."""
    past = ibis.window(group_by=within(spec), order_by=order_of(spec, rows), rows=(None, 0))
    return rows[f"x{after}"].ifelse(1, 0).cast("int64").sum().over(past)


def _latest(spec: FunnelSpec, rows: ibis.Table, before: int, number: int) -> ir.IntegerValue:
    """When the last try began that is at step `before`, and that a row of `number` may go on."""
    step = spec.steps[number - 1]
    longest = None if step.within_s is None else step.within_s * SECOND_US
    least = (step.after_s or 0) * SECOND_US or int(spec.ties == "increasing")
    began, group = rows[f"m{before}"], within(spec)
    order = order_of(spec, rows)
    if spec.order == "strict" or step.directly:
        directly = ibis.window(group_by=group, order_by=order, rows=(-1, -1))
        passed = rows.t - rows.t.max().over(directly)
        allowed = (passed >= least) & ~rows[f"x{before}"]
        if longest is not None:
            allowed &= passed <= longest
        return allowed.fill_null(False).ifelse(began.max().over(directly), NONE)
    if f"g{before}" in rows.columns:
        group = [*group, f"g{before}"]
    if least == 0 and longest is None:
        return began.max().over(ibis.window(group_by=group, order_by=order, rows=(None, -1)))
    # By time, and where no time has to pass also what came before at the same one.
    since = None if longest is None else -longest
    earlier = ibis.window(group_by=group, order_by=rows.t, range=(since, -max(least, 1)))
    found = began.max().over(earlier)
    if least:
        return found
    tied = ibis.window(group_by=[*group, "t"], order_by=order, rows=(None, -1))
    return _greatest([found, began.max().over(tied)])


def _greatest(found: list[ir.IntegerValue]) -> ir.IntegerValue:
    """The greatest of them, null only where all are: engines differ in that."""
    if len(found) == 1:
        return found[0]
    return ibis.greatest(*(each.fill_null(NEVER) for each in found)).nullif(NEVER)


def _reached(spec: FunnelSpec, rows: ibis.Table, number: int) -> ibis.Table:
    passes = rows[f"p{number}"]
    began = passes.ifelse(rows.start, NONE)
    reaches = passes
    if spec.open_entry:
        enters = rows[f"s{number}"] & rows.enters
        reaches, began = passes | enters, enters.ifelse(rows.t, began)
        rows = rows.mutate(**{f"came{number}": passes.ifelse(rows.start, NONE)})
    return rows.mutate(**{f"r{number}": reaches, f"m{number}": began})


def _removed(spec: FunnelSpec, rows: ibis.Table) -> ibis.Table:
    """With `removed`, where something removes people: whether a row does so, as the latest try
    waits for the step after it and nobody of them has come to the end."""
    steps = removed_after(spec)
    if not steps:
        return rows
    past = ibis.window(group_by=within(spec), order_by=order_of(spec, rows), rows=(None, -1))
    last = len(spec.steps)
    over = rows[f"r{last}"] & ~rows.probe
    rows = rows.mutate(over=over.ifelse(1, 0).cast("int64").max().over(past).fill_null(0))
    removed = ibis.literal(False)
    for number in steps:
        step = spec.steps[number]
        here = rows[f"r{number}"].ifelse(rows.t, NONE)
        is_direct = spec.order == "strict" or step.directly
        group = [*within(spec), *([f"g{number}"] if f"g{number}" in rows.columns else [])]
        # Of two rows side by side the later has no exclusion, or their numbers differ.
        reach = (-1, -1) if is_direct else (None, -1)
        frame = ibis.window(group_by=group, order_by=order_of(spec, rows), rows=reach)
        rows = rows.mutate(
            waits=rows[f"m{number}"].max().over(frame),
            since=here.max().over(frame),
            gone_on=rows[f"m{number + 1}"].max().over(past),
        )
        open_ = rows.waits.notnull() & (rows.gone_on.isnull() | (rows.gone_on < rows.waits))
        if spec.within_s is not None:
            open_ &= rows.t - rows.waits <= spec.within_s * SECOND_US
        if step.within_s is not None:
            open_ &= rows.t - rows.since <= step.within_s * SECOND_US
        rows = rows.mutate(**{f"takes{number}": (rows[f"v{number}"] & open_).fill_null(False)})
        removed |= rows[f"takes{number}"]
    return rows.mutate(removed=removed & (rows.over == 0)).drop("waits", "since", "gone_on")
