"""What people did after a step of a funnel: those who were lost there, or those who came on."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _
from msgspec import Struct, structs

from engine.analytics.funnel.funnel import Funnel
from engine.analytics.funnel.properties import LAST_SEQ
from engine.analytics.funnel.spec import SECOND_US
from engine.analytics.funnel.stream import stream
from engine.analytics.history import History
from engine.analytics.paths.actions import DOINGS, Doing, actions
from engine.analytics.statistics import wilson
from engine.types.issue import TertuliaError

NOTHING = "nothing"
BACK = "back "


class NextActionRow(Struct, frozen=True):
    """How many did this next, and what share that is, with its 95 % interval. `median_s` is how
    long after the step; None if they did nothing."""

    action: str
    n: int
    share: float
    low: float
    high: float
    median_s: float | None


SCHEMA = pa.schema(
    [
        ("action", pa.string()),
        ("n", pa.int64()),
        *((name, pa.float64()) for name in ("share", "low", "high", "median_s")),
    ]
)


class NextActions:
    """What each of a funnel's people did next. `people` has a row for each of them: `entity`,
    `contact`, `value` of the breakdown, `action`, and of that action `conversation`, `session_id`
    and `after_us`, the time since the step; empty and null where there is none."""

    def __init__(self, people: pa.Table) -> None:
        self.people = people

    def rows(self) -> list[NextActionRow]:
        """The table, the most frequent action first."""
        counts = self.people["action"].value_counts().to_pylist()
        ranked = sorted(counts, key=lambda each: (-each["counts"], each["values"]))
        return [self._row(each["values"], each["counts"]) for each in ranked]

    def arrow(self) -> pa.Table:
        """The table, as Arrow."""
        return pa.Table.from_pylist([structs.asdict(row) for row in self.rows()], SCHEMA)

    def contacts(self, action: str) -> pa.Table:
        """Those who did this next: exactly those whom the table counts."""
        return self.people.filter(pc.equal(self.people["action"], action))

    def _row(self, action: str, n: int) -> NextActionRow:
        whole = self.people.num_rows
        passed = self.contacts(action)["after_us"].drop_null()
        median = pc.quantile(passed, 0.5)[0].as_py() if len(passed) else None
        took = None if median is None else median / SECOND_US
        return NextActionRow(action, n, n / whole, *wilson(n, whole), took)


def next_actions(
    funnel: Funnel,
    history: History,
    step: int,
    *,
    dropped: bool = True,
    doings: Sequence[Doing] = DOINGS,
    within_s: int | None = None,
) -> NextActions:
    """The first action of each after the step that they reached: of those lost before `step`, or
    of those who reached it.

    To reach a step of the funnel that one had passed already is the action `back`, with its title,
    whatever else it is. Who does nothing in time, or before history ends, has `nothing`. The
    history has to be the one that was counted.
    """
    entity = funnel.spec.entity
    if funnel.spec.compatibility:
        raise TertuliaError("windowFunnel tells no times; count it without compatibility for paths")
    if entity == "agent":
        raise TertuliaError(
            "agents take no paths; choose contact, conversation or session as entity"
        )
    found = funnel.contacts(step, dropped=dropped)
    people = found.append_column("person", pa.array(range(found.num_rows), pa.int64()))
    # With optional steps, those lost before one may have come from several.
    reached = funnel.spec.before(step) if dropped else (step,)
    starts = _starts(funnel, history, people, reached)
    done = actions(history, doings, entity).select("entity", "t", "seq", "action")
    rows = ibis.union(done, _back(funnel, history, max(*reached, 1)))
    after = rows.inner_join(starts, "entity").filter(
        (_.t > _.start_t) | ((_.t == _.start_t) & (_.seq > _.start_seq))
    )
    if within_s is not None:
        after = after.filter(_.t - _.start_t <= within_s * SECOND_US)
    # A row that is several actions has one name here, that of going back first.
    order = [after.t, after.seq, ~after.action.startswith(BACK), after.action]
    first = ibis.window(group_by=after.person, order_by=order)
    chosen = after.mutate(place=ibis.row_number().over(first)).filter(_.place == 0)
    placed = chosen.left_join(_places(history), "seq")
    return NextActions(_with_first(people, history.query(placed)))


def _starts(funnel: Funnel, history: History, people: pa.Table, steps: Sequence[int]) -> ibis.Table:
    """For each person when they reached one of the steps, and the number of the row: of several
    rows of one moment that fit a step, the last."""
    rows = stream(funnel.spec, history)
    fits = rows.step > 0
    if funnel.spec.order != "unordered":
        fits = reduce(or_, (rows[f"s{step}"] for step in steps if step), ibis.literal(False))
    fitting = rows.filter(fits & ~rows.probe).select("entity", "t", "seq")
    who = ibis.memtable(people.select(["person", "entity", "reached_us"]))
    there = [who.entity == fitting.entity, who.reached_us == fitting.t]
    met = who.left_join(fitting, there, rname="{name}_fitting")
    return met.group_by("person", "entity").agg(
        start_t=_.reached_us.max(), start_seq=_.seq.max().fill_null(LAST_SEQ)
    )


def _back(funnel: Funnel, history: History, step: int) -> ibis.Table:
    """Rows that fit a step up to this one, as actions."""
    rows = stream(funnel.spec, history)
    titles = [f"{BACK}{each.label}" for each in funnel.spec.steps[:step]]
    found = rows.filter(~rows.probe)
    named = [(found[f"s{number}"], title) for number, title in enumerate(titles, 1)]
    action = ibis.cases(*named, else_="")
    return found.select("entity", "t", "seq", action=action).filter(_.action != "")


def _places(history: History) -> ibis.Table:
    """In which session each row of history is."""
    tables = (history.events, history.messages)
    return ibis.union(*(each.select("seq", "conversation", "session_id") for each in tables))


def _with_first(people: pa.Table, found: pa.Table) -> pa.Table:
    """The people, with the first action of those who have one."""
    after_us = pc.subtract(found["t"], found["start_t"])
    first = found.select(["person", "action", "conversation", "session_id"])
    joined = people.select(["person", "entity", "contact", "value"]).join(
        first.append_column("after_us", after_us), "person"
    )
    joined = joined.sort_by("person").drop_columns(["person"])
    for name, none in (("action", NOTHING), ("conversation", ""), ("session_id", "")):
        place = joined.schema.get_field_index(name)
        joined = joined.set_column(place, name, joined[name].fill_null(none))
    return joined
