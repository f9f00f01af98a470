"""The rows that a funnel looks at, as one Ibis table: which steps each matches, in what order.

Columns: `entity`, `held` (the value that a try may not leave, else empty), `contact`, `value` (of
the breakdown), `t`, `seq`, `step` (the first step matched, 0 for none), `s1`... (matches that
step), `x1`... (ends tries that wait for the step after that one) and `probe`. Every entity has one
more row, the probe, a microsecond after all of history: who could go on by it is not out yet.
"""

from collections.abc import Callable, Sequence

import ibis
import ibis.expr.types as ir
import msgspec
from ibis import _

from engine.analytics.funnel.spec import (
    AnyStep,
    Assigned,
    FunnelSpec,
    Happened,
    Intent,
    Node,
    Payment,
    Port,
    Spoken,
    Tagged,
    Template,
)
from engine.analytics.history import History
from engine.analytics.rows import once, with_arrivals

LAST_SEQ = 2**63 - 1
IDENTITY = {"contact": "contact", "conversation": "conversation", "session": "session_id"}


def stream(spec: FunnelSpec, history: History) -> ibis.Table:
    """The rows, in no order. Events and messages written twice are there once."""
    whats = (*spec.steps, *(each.what for each in spec.exclusions))
    parts = []
    kinds = sorted({kind for what in whats for kind in kinds_of(what)})
    if kinds:
        events = history.events.filter(_.kind.isin(kinds))
        events = once(events, "event_id")
        if any(isinstance(what, Node) for what in whats):
            events = with_arrivals(events)
        parts.append(_matched(spec, events, _happened))
    if any(isinstance(what, Spoken) for what in whats):
        messages = once(history.messages, "message_id")
        parts.append(_matched(spec, messages, _said))
    rows = ibis.union(*parts) if len(parts) > 1 else parts[0]
    return _probed(rows, len(spec.steps), history.watermark().t_us + 1)


def kinds_of(what: AnyStep) -> tuple[str, ...]:
    """The kinds of events among which a step is looked for; none if it is a message."""
    match what:
        case Node():
            return ("visit", "wait")
        case Port():
            return ("visit",)
        case Intent():
            return ("intent",)
        case Assigned():
            return ("set",)
        case Tagged():
            return ("tag",)
        case Happened(kind=kind):
            return (kind,)
        case Spoken() | Template():
            return ()
        case Payment():
            return ("event",)


def order_of(spec: FunnelSpec, rows: ibis.Table) -> list[ir.Column]:
    """What the rows of an entity are ordered by: never two alike."""
    return [rows.t, rows.step, rows.seq] if spec.ties == "favourable" else [rows.t, rows.seq]


Predicate = Callable[[AnyStep, ibis.Table], ir.BooleanValue]


def _happened(what: AnyStep, row: ibis.Table) -> ir.BooleanValue:
    match what:
        case Node(node=node, topic=topic):
            return row.arrived & (row.node == node) & _given(row.topic, topic)
        case Port(node=node, port=port, topic=topic):
            left = (row.kind == "visit") & (row.node == node) & (row.port == port)
            return left & _given(row.topic, topic)
        case Intent(intent=intent):
            return (row.kind == "intent") & (row.intent == intent)
        case Happened(kind=kind, name=name):
            return (row.kind == kind) & _given(row.name, name)
        case Tagged(tag=tag):
            return (row.kind == "tag") & (row.name == tag)
        case Assigned(variable=variable, value=value):
            values = (row.kind == "set").ifelse(row.data.nullif(""), ibis.null("string"))
            found = values.cast("json")[variable].cast("string")
            written = msgspec.json.encode(value).decode()
            same = found != "null" if value is None else found == written
            return same.fill_null(False)
        case _:
            return ibis.literal(False)


def _said(what: AnyStep, row: ibis.Table) -> ir.BooleanValue:
    if not isinstance(what, Spoken):
        return ibis.literal(False)
    return (
        _given(row.direction, what.direction)
        & _given(row.author, what.author)
        & _given(row.node, what.node)
        & _given(row.status, what.status)
    )


def _given(column: ir.StringValue, value: str) -> ir.BooleanValue:
    return column == value if value else ibis.literal(True)


def _matched(spec: FunnelSpec, rows: ibis.Table, matches: Predicate) -> ibis.Table:
    """The columns of the stream, of one of the tables."""
    for column, values in spec.where.items():
        rows = rows.filter(rows[column].isin(list(values)))
    entity = rows[IDENTITY[spec.entity]]
    value = rows[spec.breakdown.column] if spec.breakdown else ibis.literal("")
    is_held = spec.breakdown is not None and spec.breakdown.attribution == "each"
    flags = [matches(step, rows) for step in spec.steps]
    ends = [
        _any([matches(each.what, rows) for each in spec.exclusions if each.after in (0, after)])
        for after in range(1, len(spec.steps))
    ]
    counted = _in_period(spec, rows.t_us)
    limited = len(flags) if spec.order == "unordered" else 1
    flags[:limited] = [flag & counted for flag in flags[:limited]]
    first = ibis.cases(*[(flag, number) for number, flag in enumerate(flags, 1)], else_=0).cast(
        "int64"
    )
    found = rows.select(
        entity=entity,
        held=value if is_held else ibis.literal(""),
        contact=rows.contact,
        value=value,
        t=rows.t_us,
        seq=rows.seq,
        step=first,
        **{f"s{number}": flag for number, flag in enumerate(flags, 1)},
        **{f"x{number}": end for number, end in enumerate(ends, 1)},
        probe=ibis.literal(False),
    ).filter(_.entity != "")
    if spec.order == "strict" or spec.compatibility:
        return found
    return found.filter((_.step > 0) | _any([_[f"x{n}"] for n in range(1, len(spec.steps))]))


def _in_period(spec: FunnelSpec, t: ir.IntegerValue) -> ir.BooleanValue:
    first, end = spec.period_us()
    counted = ibis.literal(True)
    if first is not None:
        counted &= t >= first
    if end is not None:
        counted &= t < end
    return counted


def _any(flags: Sequence[ir.BooleanValue]) -> ir.BooleanValue:
    found = ibis.literal(False)
    for flag in flags:
        found |= flag
    return found


def _probed(rows: ibis.Table, steps: int, now_us: int) -> ibis.Table:
    """The rows, and a probe of each entity behind them; of several contacts it has the last by
    the alphabet."""
    ends = rows.group_by("entity", "held").agg(contact=_.contact.max())
    no = ibis.literal(False)
    probes = ends.select(
        entity=_.entity,
        held=_.held,
        contact=_.contact,
        value=_.held,
        t=ibis.literal(now_us, "int64"),
        seq=ibis.literal(LAST_SEQ, "int64"),
        step=ibis.literal(0, "int64"),
        **{f"s{number}": no for number in range(1, steps + 1)},
        **{f"x{number}": no for number in range(1, steps)},
        probe=ibis.literal(True),
    )
    return ibis.union(rows, probes)
