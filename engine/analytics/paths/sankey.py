"""How conversations part and meet again: from action to action, a level at a time."""

from collections.abc import Sequence

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _

from engine.analytics.history import History
from engine.analytics.paths.actions import Doing, Entity, actions
from engine.types.issue import TertuliaError

DEPTH, WIDTH = 5, 8
OTHER, END = "other", "end"
# What conversations are about; who wants nodes and answers names them.
TURNS: tuple[Doing, ...] = ("intent", "not_understood", "agent", "ended")
LINK = ["level", "source", "target"]


class Sankey:
    """The flows between levels. `steps` has a row for each action of each: `entity`, `contact`,
    `session_id`, `level` (from 1), `source` (the action) and `target` (the next one, `end` where
    there is none), `source_action` and `target_action` (the same, before rare ones became
    `other`)."""

    def __init__(self, steps: pa.Table) -> None:
        self.steps = steps

    def arrow(self) -> pa.Table:
        """The flows: `level`, `source`, `target` and `n`, how many went from the one to the other
        between this level and the next. Ordered by level, then the widest first."""
        found = self.steps.group_by(LINK).aggregate([("entity", "count")])
        links = found.rename_columns([*LINK, "n"])
        return links.sort_by([("level", "ascending"), ("n", "descending"), *_ASCENDING])

    def contacts(self, level: int, source: str, target: str | None = None) -> pa.Table:
        """Those who took a flow, or (without target) were at the source: exactly those counted."""
        chosen = pc.and_(
            pc.equal(self.steps["level"], level), pc.equal(self.steps["source"], source)
        )
        if target is not None:
            chosen = pc.and_(chosen, pc.equal(self.steps["target"], target))
        return self.steps.filter(chosen)


_ASCENDING = [("source", "ascending"), ("target", "ascending")]


def sankey(
    history: History,
    *,
    start: str = "",
    doings: Sequence[Doing] = TURNS,
    entity: Entity = "session",
    entities: Sequence[str] | pa.ChunkedArray | None = None,
    depth: int = DEPTH,
    width: int = WIDTH,
) -> Sankey:
    """What comes after what, over `depth` levels: from the first action of each, or from their
    first `start`, such as `intent order`.

    Actions that repeat at once are one. Of each level the `width` most frequent actions are shown,
    the rest as `other`. With `entities`, of these only: those whom a bar of a funnel counts.
    """
    if depth < 2 or width < 1:
        raise TertuliaError(f"depth {depth}, width {width}: give at least 2 levels and 1 action")
    rows = actions(history, doings, entity)
    if entities is not None:
        chosen = ibis.memtable(pa.table({"entity": pa.array(list(entities), pa.string())}))
        rows = rows.semi_join(chosen, "entity")
    levels = _levels(rows, start).filter(_.level <= depth)
    shown = _shown(levels, width)
    following = ibis.window(group_by=shown.entity, order_by=shown.level)
    steps = shown.select(
        "entity", "contact", "session_id", "level",
        source=_.shown, target=_.shown.lead().over(following).fill_null(END),
        source_action=_.action, target_action=_.action.lead().over(following).fill_null(END),
    ).filter(_.level < depth)  # fmt: skip
    return Sankey(history.query(steps.order_by("entity", "level")))


def _levels(rows: ibis.Table, start: str) -> ibis.Table:
    """Every action that is not that before it, numbered from the start."""
    each = ibis.window(group_by=rows.entity, order_by=[rows.t, rows.seq])
    rows = rows.mutate(before=rows.action.lag().over(each))
    rows = rows.filter((_.before != _.action) | _.before.isnull())
    each = ibis.window(group_by=rows.entity, order_by=[rows.t, rows.seq])
    rows = rows.mutate(place=ibis.row_number().over(each))
    begins = (rows.action == start) if start else rows.place == 0
    first = begins.ifelse(rows.place, ibis.null("int64")).min()
    rows = rows.mutate(level=rows.place - first.over(ibis.window(group_by=rows.entity)) + 1)
    return rows.filter(_.level >= 1)


def _shown(levels: ibis.Table, width: int) -> ibis.Table:
    """With `shown`: the action, or `other` where it is rare on its level."""
    counts = levels.group_by("level", "action").agg(n=_.count())
    by = ibis.window(group_by=counts.level, order_by=[counts.n.desc(), counts.action])
    ranks = counts.mutate(rank=ibis.row_number().over(by)).select("level", "action", "rank")
    ranked = levels.inner_join(ranks, ["level", "action"])
    return ranked.mutate(shown=(_.rank < width).ifelse(_.action, OTHER))
