"""What the measures of a metric are made of: sums, distinct things, ranked values.

These can be added to and taken from as facts come and go; measures are then worked out of them.
"""

from functools import lru_cache

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
from msgspec import Struct

from engine.analytics.metrics.counting import KEYS
from engine.analytics.metrics.protocol import Measure, Percentile
from engine.analytics.rollups.asking import Asked, rows_of

MOST = 5000


class Parts(Struct, frozen=True):
    """The parts of a question's measures, and SQL about them.

    `read` and `read_change` give by `bin`, `value` and the columns of things: `n`, how many facts
    there are; for each of the `sums`, it and (as `has_` and its name) how many went into it. The
    first is of all facts, the second of those that came, or went: of them `n` is below 0.
    `distinct` are flags: of which facts contacts are counted. `ranked` has the column of each
    percentile, and its share. `finish` gives the measures of a table `parts` with all of them.
    """

    read: str
    read_change: str
    sums: tuple[str, ...]
    distinct: tuple[str, ...]
    ranked: dict[str, tuple[str, float]]
    finish: str


class _Found:
    """The parts of measures on rows; `is_known` unless there are others than these."""

    def __init__(self, rows: ibis.Table, measures: tuple[Measure, ...]) -> None:
        self.ranked = {one.name: one.of for one in measures if isinstance(one.of, Percentile)}
        self.plain: dict[str, ir.Value] = {
            one.name: one.of.resolve(rows) for one in measures if not isinstance(one.of, Percentile)
        }
        found = {op: None for expression in self.plain.values() for op in _reductions(expression)}
        self.sums = {
            op: f"sum_{number}" for number, op in enumerate(found) if isinstance(op, ops.Sum)
        }
        self.distinct = {
            op: f"of_{number}"
            for number, op in enumerate(found)
            if isinstance(op, ops.CountDistinct)
        }
        self.is_known = len(self.sums) + len(self.distinct) == len(found)
        self.is_known &= all(op.arg.dtype.is_integer() for op in self.sums)
        self.is_known &= all(
            isinstance(op.arg, ops.Field) and op.arg.name == "contact" for op in self.distinct
        )

    def read(self, rows: ibis.Table) -> ibis.Table:
        """The parts of facts that are alike."""
        columns: dict[str, ir.Value] = {}
        for op, name in self.sums.items():
            is_in = op.arg.to_expr().notnull()
            is_in = is_in if op.where is None else is_in & op.where.to_expr()
            columns[name] = is_in.ifelse(op.arg.to_expr(), 0)
            columns[f"has_{name}"] = is_in.ifelse(rows.n, 0)
        always = ibis.literal(True)
        flags: dict[str, ir.Value] = {
            name: always if op.where is None else op.where.to_expr()
            for op, name in self.distinct.items()
        }
        things = {each.value for each in self.ranked.values()}
        things |= {"contact"} if self.distinct else set()
        keys = ["bin", "value", *sorted(things), *flags]
        marked = rows.mutate(**columns, **flags)
        sums = {name: marked[name].sum() for name in ("n", *columns)}
        return marked.group_by(*keys).agg(**sums)

    def finish(self) -> ibis.Table | None:
        """The measures of parts; None where they read something else."""
        names = [*self.sums.values(), *self.distinct.values(), *self.ranked]
        keys = {"level": "int64", "bin": "int64", "value": "string"}
        parts = ibis.table({**keys, **dict.fromkeys(names, "int64")}, name="parts")
        fields = {op: parts[name].op() for op, name in (self.sums | self.distinct).items()}
        measures = {
            name: expression.op().replace(fields).to_expr()
            for name, expression in self.plain.items()
        }
        read = [op for each in measures.values() for op in each.op().find(ops.Field)]
        if any(op.rel != parts.op() for op in read):
            return None
        return parts.select(*KEYS, *self.ranked, **measures)


@lru_cache(MOST)
def parts_of(asked: Asked) -> Parts | None:
    """The parts of a question; None where its measures are made of something else."""
    rows = rows_of(asked, "all")
    found = _Found(rows, asked.metric.measures)
    if not found.is_known or (finish := found.finish()) is None:
        return None
    changed = rows_of(asked, "since")
    return Parts(
        _sql(found.read(rows)),
        _sql(_Found(changed, asked.metric.measures).read(changed)),
        tuple(found.sums.values()),
        tuple(found.distinct.values()),
        {name: (each.value, each.share) for name, each in found.ranked.items()},
        _sql(finish),
    )


def _reductions(expression: ir.Value) -> list[ops.Node]:
    return list(expression.op().find(ops.Reduction))


def _sql(table: ibis.Table) -> str:
    return str(ibis.to_sql(table, dialect="duckdb"))
