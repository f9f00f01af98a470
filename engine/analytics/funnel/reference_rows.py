"""The rows of a funnel for the reference: read and matched without a line of the stream."""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from engine.analytics.funnel.reference_told import Told, is_number, meets, text_of
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

# `Any` in this module: rows of history as plain data.
Plain = dict[str, Any]


class Row(Struct, frozen=True):
    """A row of history: the steps that it matches, those after which it ends a try, and those
    after which it takes out who waits. `enters` says that a try may begin by it."""

    entity: str
    held: str
    part: tuple[str, ...]
    contact: str
    value: str
    t: int
    seq: int
    steps: frozenset[int]
    ends: frozenset[int]
    removes: frozenset[int]
    enters: bool
    # Its place among all rows of the entity.
    place: int = 0


def rows_of(spec: FunnelSpec, history: History) -> Iterator[Row]:
    """The rows that a funnel looks at, in no order."""
    happened = _once(history.arrow("events").to_pylist(), "event_id")
    spoken = _once(history.arrow("messages").to_pylist(), "message_id")
    told = Told(happened, spec.segments)
    for row in (*happened, *spoken):
        for column, former in (
            ("node", spec.former_nodes),
            ("intent", spec.former_nodes),
            ("topic", spec.former_topics),
        ):
            for new, old in former.items():
                if row.get(column) in old:
                    row[column] = new
    arrivals = _arrivals(happened)
    whats = [*spec.steps, *(each.what for each in spec.exclusions)]
    for row in (*happened, *spoken):
        if any(_is_of_kind(what, row) for what in whats):
            found = _row(spec, row, arrivals, told)
            if found is not None:
                yield found


def _once(rows: list[Plain], key: str) -> list[Plain]:
    """By number, without later copies."""
    known: set[str] = set()
    found = []
    for row in sorted(rows, key=lambda row: int(row["seq"])):
        if row[key] == "" or row[key] not in known:
            found.append(row)
        known.add(row[key])
    return found


def _arrivals(happened: list[Plain]) -> set[int]:
    """The rows by which a conversation came to a node."""
    arrivals: set[int] = set()
    waits: dict[str, tuple[str, str]] = {}
    for row in happened:
        if row["kind"] in ("visit", "wait"):
            place = (row["topic"], row["node"])
            if waits.pop(row["conversation"], None) != place:
                arrivals.add(row["seq"])
            if row["kind"] == "wait":
                waits[row["conversation"]] = place
    return arrivals


def _row(spec: FunnelSpec, row: Plain, arrivals: set[int], told: Told) -> Row | None:
    def text(name: str) -> str:
        return text_of(told.value(row, name))

    if any(text(name) not in values for name, values in spec.where.items()):
        return None
    entity = text("session_id" if spec.entity == "session" else spec.entity)
    value = text(spec.breakdown.column) if spec.breakdown else ""
    since, until = spec.period_us()
    t = row["t_us"]
    counted = (since is None or since <= t) and (until is None or t < until)
    steps = {n for n, step in enumerate(spec.steps, 1) if _matches(step, row, arrivals, told)}
    if not counted and not spec.open_entry:
        steps -= steps if spec.order == "unordered" else {1}
    after: dict[str, set[int]] = {"reset": set(), "remove": set()}
    for exclusion in spec.exclusions:
        if _matches(exclusion.what, row, arrivals, told):
            every = set(range(1, len(spec.steps)))
            after[exclusion.mode] |= {exclusion.after} if exclusion.after else every
    if not entity:
        return None
    # In the log, what matches no step is no neighbour of what does, but where directness counts.
    is_direct = spec.order == "strict" or any(step.directly for step in spec.steps)
    if not steps and not after["reset"] and not after["remove"] and not is_direct:
        return None
    within = [row["session_id"]] if spec.within_session else []
    return Row(
        entity=entity,
        held=value if spec.breakdown and spec.breakdown.attribution == "each" else "",
        part=(*within, *(text(name) for name in spec.hold)),
        contact=row["contact"],
        value=value,
        t=t,
        seq=row["seq"],
        steps=frozenset(steps),
        ends=frozenset(after["reset"]),
        removes=frozenset(after["remove"]),
        enters=counted,
    )


def _is_of_kind(what: AnyStep, row: Plain) -> bool:
    if isinstance(what, Spoken | Template):
        return "message_id" in row
    kinds = {
        Node: ("visit", "wait"),
        Port: ("visit",),
        Intent: ("intent",),
        Assigned: ("set",),
        Tagged: ("tag",),
        Payment: ("event",),
    }
    known = (what.kind,) if isinstance(what, Happened) else kinds[type(what)]
    return row.get("kind") in known


def _matches(what: AnyStep, row: Plain, arrivals: set[int], told: Told) -> bool:
    if not _is_of_kind(what, row) or not _is(what, row, arrivals):
        return False
    return all(meets(each, told.value(row, each.of)) for each in what.where)


def _is(what: AnyStep, row: Plain, arrivals: set[int]) -> bool:
    match what:
        case Node():
            is_there = row["node"] == what.node and what.topic in ("", row["topic"])
            return is_there and row["seq"] in arrivals
        case Port():
            is_left = row["node"] == what.node and row["port"] == what.port
            return is_left and what.topic in ("", row["topic"])
        case Intent():
            return bool(row["intent"] == what.intent)
        case Happened():
            return what.name in ("", row["name"])
        case Tagged():
            return bool(row["name"] == what.tag)
        case Assigned():
            value = msgspec.json.decode(row["data"] or "{}").get(what.variable)
            if what.value is None or value is None:
                return value is not None
            return type(value) is type(what.value) and bool(value == what.value)
        case Payment():
            amount = msgspec.json.decode(row["data"] or "{}").get("amount")
            enough = what.at_least is None or (is_number(amount) and amount >= what.at_least)
            return row["name"] == what.event and enough
        case Template():
            template = msgspec.json.decode(row["content"] or "{}").get("template") or {}
            is_sent = row["direction"] == "out" and "name" in template
            is_it = is_sent and what.template in ("", template["name"])
            return is_it and what.status in ("", row["status"])
        case Spoken():
            names = ("direction", "author", "node", "status")
            return all(getattr(what, name) in ("", row[name]) for name in names)
