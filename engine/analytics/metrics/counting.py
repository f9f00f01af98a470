"""The expressions of a metric: its measures over facts, by bin and by value."""

import ibis
import ibis.expr.types as ir
from ibis import _

from engine.analytics.metrics.protocol import Measure, Metric, Percentile
from engine.analytics.metrics.query import OTHER, Query

# The bin of the stretch before the period.
BEFORE = -1


def chosen(rows: ibis.Table, query: Query) -> ibis.Table:
    """The facts with the values that the query wants, and `value`, by which it is broken down."""
    for column, values in query.where.items():
        rows = rows.filter(rows[column].isin(list(values)))
    return rows.mutate(value=rows[query.by] if query.by else ibis.literal(""))


def binned(rows: ibis.Table, bins: ibis.Table, step_us: int) -> ibis.Table:
    """The facts of the period and of the stretch before, with their `bin`."""
    starts = rows.mutate(start_us=_.t_us - _.t_us % step_us)
    return starts.join(bins, "start_us")


def with_other(rows: ibis.Table, top: list[str]) -> ibis.Table:
    """The facts with one value for all that are not among the most frequent."""
    return rows.mutate(value=_.value.isin(top).ifelse(_.value, OTHER))


def counted(metric: Metric, rows: ibis.Table, *keys: str) -> list[ibis.Table]:
    """The measures by these columns, as one table or several to put side by side."""
    plain = {each.name: each.of for each in metric.measures if not is_percentile(each)}
    found = [rows.group_by(*keys).agg(**plain)] if plain else []
    by_value: dict[str, list[Measure]] = {}
    for each in metric.measures:
        if isinstance(each.of, Percentile):
            by_value.setdefault(each.of.value, []).append(each)
    found += [_ranked(rows, value, measures, keys) for value, measures in by_value.items()]
    return found


def is_percentile(measure: Measure) -> bool:
    """Whether it takes ranks."""
    return isinstance(measure.of, Percentile)


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
