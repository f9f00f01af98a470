"""Who was dealt which arm, and whether they succeeded, read from history."""

import ibis
import pyarrow as pa
from ibis import _

from engine.analytics.days import bounds_us
from engine.analytics.experiments.spec import Bundles, ExperimentSpec, Split, Tags
from engine.analytics.funnel.stream import IDENTITY, stream
from engine.analytics.history import History
from engine.analytics.rows import once
from engine.types.funnel import SECOND_US


def people_of(spec: ExperimentSpec, history: History) -> pa.Table:
    """A row for everybody who was dealt an arm, by their first: `entity`, `contact`, `arm`,
    `at_us`, `reached_us` (of the goal, in time; null without), `crossed` (they were dealt several
    arms) and `mature` (their time is over, as far as history goes)."""
    dealt = _in_period(spec, _dealt(spec, history))
    who = ibis.window(group_by=dealt.entity)
    in_order = ibis.window(group_by=dealt.entity, order_by=[dealt.t, dealt.seq])
    arms = dealt.arm.nunique().over(who)
    first = dealt.mutate(place=ibis.row_number().over(in_order), crossed=arms > 1)
    first = first.filter(_.place == 0).drop("place")
    goals = stream(spec.success, history)
    goals = goals.filter(goals.s1 & ~goals.probe).select("entity", goal_t="t", goal_seq="seq")
    within_us = spec.within_s * SECOND_US
    met = first.inner_join(goals, "entity").filter(
        ((_.goal_t > _.t) | ((_.goal_t == _.t) & (_.goal_seq > _.seq)))
        & (_.goal_t <= _.t + within_us)
    )
    reached = met.group_by("entity").agg(reached_us=_.goal_t.min())
    found = first.left_join(reached, "entity").select(
        "entity", "contact", "arm", "reached_us", "crossed", at_us=_.t,
        mature=_.t + within_us <= history.watermark().t_us,
    )  # fmt: skip
    return history.query(found.order_by("at_us", "entity"))


def _dealt(spec: ExperimentSpec, history: History) -> ibis.Table:
    """Every time that somebody was dealt an arm: `entity`, `contact`, `arm`, `t`, `seq`."""
    arms = list(spec.dealt.arms)
    entity = IDENTITY[spec.entity]
    match spec.dealt:
        case Bundles():
            rows = history.sessions.filter(_.bundle.isin(arms))
            found = rows.select("contact", "seq", entity=rows[entity], arm="bundle", t="started_us")
        case Split(node=node, topic=topic):
            events = history.events.filter(_.topic == topic) if topic else history.events
            visits = (_.kind == "visit") & (_.node == node) & _.port.isin(arms)
            rows = once(events.filter(visits), "event_id")
            found = rows.select("contact", "seq", entity=rows[entity], arm="port", t="t_us")
        case Tags():
            rows = once(history.events.filter((_.kind == "tag") & _.name.isin(arms)), "event_id")
            found = rows.select("contact", "seq", entity=rows[entity], arm="name", t="t_us")
    return found.filter(_.entity != "")


def _in_period(spec: ExperimentSpec, rows: ibis.Table) -> ibis.Table:
    first, end = bounds_us(spec.since, spec.until, spec.zone)
    if first is not None:
        rows = rows.filter(rows.t >= first)
    return rows if end is None else rows.filter(rows.t < end)
