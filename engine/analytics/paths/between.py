"""The ways that conversations take from one point to another."""

from collections.abc import Sequence

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _
from msgspec import Struct, structs

from engine.analytics.funnel.spec import SECOND_US
from engine.analytics.history import History
from engine.analytics.paths.actions import DOINGS, Doing, Entity, actions
from engine.analytics.statistics import wilson
from engine.types.issue import TertuliaError

LONGEST = 12
ARROW, LEFT_OUT = " → ", "…"
NONE = ibis.null("int64")
SCHEMA = pa.schema(
    [
        ("path", pa.string()),
        ("n", pa.int64()),
        *((name, pa.float64()) for name in ("share", "low", "high", "median_s")),
    ]
)


class PathRow(Struct, frozen=True):
    """How many took a path, what share that is of all who came from start to end, with its 95 %
    interval, and the median time that it took them."""

    path: str
    n: int
    share: float
    low: float
    high: float
    median_s: float


class Between:
    """The paths between two points. `walks` has a row for everybody who came from the one to the
    other: `entity`, `contact`, `session_id` of the end, `path` (its actions, with both points, as a
    text with arrows) and `took_us`."""

    def __init__(self, walks: pa.Table) -> None:
        self.walks = walks

    def rows(self, most: int = 20) -> list[PathRow]:
        """The most frequent paths, that of most people first."""
        counts = self.walks["path"].value_counts().to_pylist()
        ranked = sorted(counts, key=lambda each: (-each["counts"], each["values"]))
        return [self._row(each["values"], each["counts"]) for each in ranked[:most]]

    def arrow(self, most: int = 20) -> pa.Table:
        """The table, as Arrow."""
        return pa.Table.from_pylist([structs.asdict(row) for row in self.rows(most)], SCHEMA)

    def contacts(self, path: str) -> pa.Table:
        """Those who took a path: exactly those whom the table counts."""
        return self.walks.filter(pc.equal(self.walks["path"], path))

    def _row(self, path: str, n: int) -> PathRow:
        whole = self.walks.num_rows
        median = pc.quantile(self.contacts(path)["took_us"], 0.5)[0].as_py()
        return PathRow(path, n, n / whole, *wilson(n, whole), median / SECOND_US)


def paths_between(
    history: History,
    start: str,
    end: str,
    *,
    doings: Sequence[Doing] = DOINGS,
    entity: Entity = "session",
    longest: int = LONGEST,
) -> Between:
    """The ways from an action to another, such as from `intent order` to `agent`.

    Everybody counts once: from the last `start` before their first `end` that has a `start` before
    it. Actions that repeat at once are one. Of a way of more than `longest` actions those in the
    middle are left out, so that there are not as many ways as people.
    """
    if longest < 3:
        raise TertuliaError(f"longest is {longest}; give at least 3: start, middle and end")
    rows = _on_the_way(actions(history, doings, entity), start, end)
    found = rows.group_by("entity").agg(
        contact=_.contact.max(),
        session_id=_.session_id.argmax(_.place),
        path=_.action.collect(where=_.kept, order_by=_.place),
        took_us=_.t.max() - _.t.min(),
    )
    walks = history.query(found).sort_by("entity")
    place = walks.schema.get_field_index("path")
    return Between(walks.set_column(place, "path", _written(walks["path"], longest)))


def _on_the_way(rows: ibis.Table, start: str, end: str) -> ibis.Table:
    """The actions of each from their start to their end. `kept`: not the same as the one before."""
    each = ibis.window(group_by=rows.entity, order_by=[rows.t, rows.seq])
    rows = rows.mutate(place=ibis.row_number().over(each), before=rows.action.lag().over(each))
    past = ibis.window(group_by=rows.entity, order_by=rows.place, rows=(None, -1))
    began = (rows.action == start).ifelse(rows.place, NONE).max().over(past)
    rows = rows.mutate(began=began)
    arrived = ((rows.action == end) & rows.began.notnull()).ifelse(rows.place, NONE)
    rows = rows.mutate(arrived=arrived.min().over(ibis.window(group_by=rows.entity)))
    first = (rows.place == rows.arrived).ifelse(rows.began, NONE)
    rows = rows.mutate(first=first.max().over(ibis.window(group_by=rows.entity)))
    is_point = (rows.place == rows.first) | (rows.place == rows.arrived)
    return rows.mutate(kept=is_point | (rows.action != rows.before)).filter(
        rows.place.between(rows.first, rows.arrived)
    )


def _written(paths: pa.ChunkedArray, longest: int) -> pa.Array:
    """The paths as texts."""
    shown = (
        [*path[: longest // 2], LEFT_OUT, *path[len(path) - (longest - 1) // 2 :]]
        if len(path) > longest
        else path
        for path in paths.to_pylist()
    )
    return pa.array([ARROW.join(path) for path in shown], pa.string())
