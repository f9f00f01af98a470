"""The rows that a funnel looks at, as one Ibis table: which steps each matches, in what order.

Columns: `entity`, `held` (the value that a try may not leave, else empty), `contact`, `value` (of
the breakdown), `t`, `seq`, `step` (the first step matched, 0 for none), `s1`... (matches that
step), `x1`... (ends tries that wait for the step after that one) and `probe`. Every entity has one
more row, the probe, a microsecond after all of history: who could go on by it is not out yet.

Where the funnel says so: `part` (what a try of the entity may not leave either), `enters` (a try
may begin here, at whatever step) and `v1`... (takes out who waits for the step after that one).
"""

import ibis
import ibis.expr.types as ir
from ibis import _

from engine.analytics.funnel.matching import (
    Predicate,
    any_of,
    happened,
    kinds_of,
    matches,
    said,
)
from engine.analytics.funnel.properties import LAST_SEQ, Properties
from engine.analytics.funnel.spec import FunnelSpec, Node, Spoken, Template
from engine.analytics.history import History
from engine.analytics.rows import once, with_arrivals
from engine.project.funnels.asked import properties as properties_of

IDENTITY = {"contact": "contact", "conversation": "conversation", "session": "session_id"}
# Between the values of a part, which have none of it.
BETWEEN = "\x1f"


def stream(spec: FunnelSpec, history: History) -> ibis.Table:
    """The rows, in no order. Events and messages written twice are there once."""
    whats = (*spec.steps, *(each.what for each in spec.exclusions))
    parts = []
    kinds = sorted({kind for what in whats for kind in kinds_of(what)})
    if kinds:
        events = history.events.filter(_.kind.isin(kinds))
        events = _called_now(spec, once(events, "event_id"))
        if any(isinstance(what, Node) for what in whats):
            events = with_arrivals(events)
        parts.append(_matched(spec, history, events, happened))
    if any(isinstance(what, Spoken | Template) for what in whats):
        messages = _called_now(spec, once(history.messages, "message_id"))
        parts.append(_matched(spec, history, messages, said))
    rows = ibis.union(*parts) if len(parts) > 1 else parts[0]
    return _probed(spec, history, rows)


def order_of(spec: FunnelSpec, rows: ibis.Table) -> list[ir.Column]:
    """What the rows of an entity are ordered by: never two alike."""
    return [rows.t, rows.step, rows.seq] if spec.ties == "favourable" else [rows.t, rows.seq]


def has_parts(spec: FunnelSpec) -> bool:
    """Whether a try stays within a part of an entity."""
    return bool(spec.hold) or spec.within_session


def removed_after(spec: FunnelSpec) -> tuple[int, ...]:
    """The steps after which something takes out who waits."""
    found = [each.after for each in spec.exclusions if each.mode == "remove"]
    every = range(1, len(spec.steps))
    return tuple(every) if 0 in found else tuple(n for n in every if n in found)


def _called_now(spec: FunnelSpec, rows: ibis.Table) -> ibis.Table:
    """With nodes and topics under the ids that they have now."""
    former = {"node": spec.former_nodes, "intent": spec.former_nodes, "topic": spec.former_topics}
    for column, names in former.items():
        if column in rows.columns and names:
            was = [(rows[column].isin(old), new) for new, old in sorted(names.items()) if old]
            rows = rows.mutate(**{column: ibis.cases(*was, else_=rows[column])})
    return rows


def _matched(
    spec: FunnelSpec, history: History, rows: ibis.Table, predicate: Predicate
) -> ibis.Table:
    """The columns of the stream, of one of the tables."""
    names = [*properties_of(spec), *(["agent"] * (spec.entity == "agent"))]
    properties = Properties(history, rows, names, spec.segments)
    rows = properties.rows
    counted = _in_period(spec, rows.t_us)
    flags = [matches(step, properties, predicate) for step in spec.steps]
    limited = len(flags) if spec.order == "unordered" else 1
    if not spec.open_entry:
        flags[:limited] = [flag & counted for flag in flags[:limited]]
    first = ibis.cases(*[(flag, number) for number, flag in enumerate(flags, 1)], else_=0).cast(
        "int64"
    )
    kept = any_of([ibis.literal(True)])
    for name, values in spec.where.items():
        kept &= properties.of(name).text.isin(list(values))
    found = rows.select(
        entity=properties.of(IDENTITY.get(spec.entity, spec.entity)).text,
        **_apart(spec, properties),
        contact=rows.contact,
        t=rows.t_us,
        seq=rows.seq,
        step=first,
        **{f"s{number}": flag for number, flag in enumerate(flags, 1)},
        **_ends(spec, "x", "reset", properties, predicate),
        **_ends(spec, "v", "remove", properties, predicate),
        **({"enters": counted} if spec.open_entry else {}),
        kept=kept,
        probe=ibis.literal(False),
    ).filter(_.kept & (_.entity != ""))
    return _looked_at(spec, found.drop("kept"))


def _apart(spec: FunnelSpec, properties: Properties) -> dict[str, ir.StringValue]:
    """What tries are kept apart by, and told apart by."""
    empty = ibis.literal("")
    value = properties.of(spec.breakdown.column).text if spec.breakdown else empty
    is_held = spec.breakdown is not None and spec.breakdown.attribution == "each"
    found = {"held": value if is_held else empty, "value": value}
    if has_parts(spec):
        within = ["session_id"] if spec.within_session else []
        part = empty
        for name in (*within, *spec.hold):
            part = part + properties.of(name).text + BETWEEN
        found["part"] = part
    if spec.within_session:
        found["session"] = properties.of("session_id").text
    return found


def _ends(
    spec: FunnelSpec, letter: str, mode: str, properties: Properties, predicate: Predicate
) -> dict[str, ir.BooleanValue]:
    """For each step but the last, whether something that is excluded after it happened."""
    chosen = [each for each in spec.exclusions if each.mode == mode]
    steps = range(1, len(spec.steps)) if mode == "reset" else removed_after(spec)
    return {
        f"{letter}{n}": any_of(
            matches(each.what, properties, predicate) for each in chosen if each.after in (0, n)
        )
        for n in steps
    }


def _looked_at(spec: FunnelSpec, rows: ibis.Table) -> ibis.Table:
    """Without what is nothing to the funnel, where nothing has to follow directly."""
    is_direct = any(step.directly for step in spec.steps)
    if spec.order == "strict" or is_direct or spec.compatibility:
        return rows
    ends = [rows[name] for name in rows.columns if name[0] in "xv" and name[1:].isdigit()]
    return rows.filter((rows.step > 0) | any_of(ends))


def _in_period(spec: FunnelSpec, t: ir.IntegerValue) -> ir.BooleanValue:
    first, end = spec.period_us()
    counted = ibis.literal(True)
    if first is not None:
        counted &= t >= first
    if end is not None:
        counted &= t < end
    return counted


def _probed(spec: FunnelSpec, history: History, rows: ibis.Table) -> ibis.Table:
    """The rows, and a probe of each entity behind them; of several contacts it has the last by
    the alphabet. In a session that is over nothing can come any more."""
    apart = ["entity", "held", *(["part"] if has_parts(spec) else [])]
    apart += ["session"] if spec.within_session else []
    ends = rows.group_by(apart).agg(contact=_.contact.max())
    if spec.within_session:
        over = history.sessions.filter(_.ended_us > 0).select(over=_.session_id).distinct()
        ends = ends.anti_join(over, ends.session == over.over).drop("session")
        rows = rows.drop("session")
    now_us = history.watermark().t_us + 1
    fixed = {
        "value": ends.held,
        "t": ibis.literal(now_us, "int64"),
        "seq": ibis.literal(LAST_SEQ, "int64"),
        "step": ibis.literal(0, "int64"),
        "probe": ibis.literal(True),
    }
    columns = {
        name: fixed[name]
        if name in fixed
        else (ends[name] if name in ends.columns else ibis.literal(False))
        for name in rows.columns
    }
    return ibis.union(rows, ends.select(**columns))
