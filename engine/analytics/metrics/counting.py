"""The expressions of a metric: its measures over facts, by bin and by value."""

from typing import Literal

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis import _

from engine.analytics.metrics.protocol import Measure, Metric, Percentile
from engine.analytics.metrics.query import OTHER, Query

# The bin of the stretch before the period.
BEFORE = -1
# What is counted together: the whole period and the stretch before, the values of the breakdown,
# the bins, the values in each bin.
Level = Literal["whole", "values", "bins", "cells"]
KEYS: dict[Level, tuple[str, ...]] = {
    "whole": ("bin",),
    "values": ("value",),
    "bins": ("bin",),
    "cells": ("bin", "value"),
}


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
    metric: Metric, rows: ibis.Table, level: Level, top: tuple[str, ...] = ()
) -> list[ibis.Table]:
    """The measures at a level, as one table or several to put side by side. With `top` the
    other values are one."""
    if level == "whole":
        rows = rows.mutate(bin=(_.bin == BEFORE).ifelse(BEFORE, 0))
    else:
        rows = rows.filter(_.bin != BEFORE)
    if top:
        rows = rows.mutate(value=_.value.isin(top).ifelse(_.value, OTHER))
    keys = KEYS[level]
    plain = {each.name: each.of for each in metric.measures if not isinstance(each.of, Percentile)}
    found = [rows.group_by(*keys).agg(**plain)] if plain else []
    by_value: dict[str, list[Measure]] = {}
    for each in metric.measures:
        if isinstance(each.of, Percentile):
            by_value.setdefault(each.of.value, []).append(each)
    found += [_ranked(rows, value, measures, keys) for value, measures in by_value.items()]
    return found


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


def _ranked(
    rows: ibis.Table, value: str, measures: list[Measure], keys: tuple[str, ...]
) -> ibis.Table:
    """Percentiles by nearest rank, of values of which each row stands for `n`; below 0 is none."""
    counts = rows.filter(rows[value] >= 0).group_by(*keys, at=_[value]).agg(n=_.n.sum())
    up_to = ibis.window(group_by=keys, order_by="at", rows=(None, 0))
    whole = ibis.window(group_by=keys)
    ranks = counts.mutate(up_to=_.n.sum().over(up_to), whole=_.n.sum().over(whole))
    wanted: dict[str, ir.Value] = {}
    for each in measures:
        assert isinstance(each.of, Percentile)
        wanted[each.name] = _.at.min(where=_.up_to >= _.whole * each.of.share)
    return ranks.group_by(*keys).agg(**wanted)
