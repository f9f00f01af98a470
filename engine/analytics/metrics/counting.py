"""The expressions of a metric: its measures over facts, at every level at once."""

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis import _

from engine.analytics.metrics.protocol import Metric, Percentile
from engine.analytics.metrics.query import OTHER, Query

# The bin of the stretch before the period.
BEFORE = -1
# Levels: the whole period (and the stretch before, as a bin of its own), the values of the
# breakdown, the values in each bin.
WHOLE, VALUES, CELLS = 0, 1, 2
KEYS = ("level", "bin", "value")


def chosen(metric: Metric, query: Query, facts: ibis.Table) -> ibis.Table:
    """The facts with the values that the query wants, and `value`, by which it is broken down."""
    rows = metric.prepare(facts, query) if metric.prepare else facts
    for column, values in query.where.items():
        rows = rows.filter(rows[column].isin(list(values)))
    return rows.mutate(value=rows[query.by] if query.by else ibis.literal(""))


def binned(rows: ibis.Table, bins: ibis.Table, step_us: int) -> ibis.Table:
    """The facts of the period and of the stretch before, with their `bin`."""
    starts = rows.mutate(start_us=_.t_us - _.t_us % step_us)
    return starts.join(bins, "start_us")


def condensed(metric: Metric, rows: ibis.Table) -> ibis.Table:
    """The same facts by bin, value and the columns that the measures read, alike ones as one."""
    keys = [name for name in columns_read(metric, rows) if name != "n"]
    return rows.group_by("bin", "value", *keys).agg(n=_.n.sum())


def counted(
    metric: Metric, few: ibis.Table, is_split: bool, top: tuple[str, ...] = ()
) -> list[ibis.Table]:
    """The measures of condensed facts by level, bin and value, as tables to put side by side. Only
    where they are split by a column there are values; with `top` all others are one."""
    rows = _at_levels(few, is_split, top)
    plain = {each.name: each.of for each in metric.measures if not isinstance(each.of, Percentile)}
    ranked = {each.name: each.of for each in metric.measures if isinstance(each.of, Percentile)}
    found = [rows.group_by(*KEYS).agg(**plain)] if plain else []
    return [*found, _ranked(rows, ranked)] if ranked else found


def columns_read(metric: Metric, rows: ibis.Table) -> list[str]:
    """The columns that a metric's measures read."""
    bare = ibis.table(rows.schema(), name="bare")
    found: set[str] = set()
    for each in metric.measures:
        if isinstance(each.of, Percentile):
            found.add(each.of.value)
        else:
            found |= {field.name for field in each.of.resolve(bare).op().find(ops.Field)}
    return sorted(found)


def _at_levels(few: ibis.Table, is_split: bool, top: tuple[str, ...]) -> ibis.Table:
    """Each fact once for every level at which it counts."""
    inside = few.filter(_.bin != BEFORE)
    if top:
        inside = inside.mutate(value=_.value.isin(top).ifelse(_.value, OTHER))
    first, nothing = ibis.literal(0, "int64"), ibis.literal("")
    which = (few.bin == BEFORE).ifelse(few.bin, first)
    levels = [
        few.mutate(level=ibis.literal(WHOLE, "int64"), bin=which, value=nothing),
        inside.mutate(level=ibis.literal(CELLS, "int64")),
    ]
    if is_split:
        levels.append(inside.mutate(level=ibis.literal(VALUES, "int64"), bin=first))
    return ibis.union(*levels)


def _ranked(rows: ibis.Table, wanted: dict[str, Percentile]) -> ibis.Table:
    """Percentiles by nearest rank, of values of which each row stands for `n`; below 0 is none."""
    values = sorted({each.value for each in wanted.values()})
    counts = [
        rows.filter(rows[value] >= 0)
        .group_by(*KEYS, of=ibis.literal(value), at=_[value])
        .agg(n=_.n.sum())
        for value in values
    ]
    together = ibis.union(*counts) if len(counts) > 1 else counts[0]
    group = [*KEYS, "of"]
    up_to = ibis.window(group_by=group, order_by="at", rows=(None, 0))
    ranks = together.mutate(
        up_to=_.n.sum().over(up_to), whole=_.n.sum().over(ibis.window(group_by=group))
    )
    found: dict[str, ir.Value] = {
        name: _.at.min(where=(_.of == each.value) & (_.up_to >= _.whole * each.share))
        for name, each in wanted.items()
    }
    return ranks.group_by(*KEYS).agg(**found)
