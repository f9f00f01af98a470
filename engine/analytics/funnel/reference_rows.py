"""The rows of a funnel for the reference: read and matched without a line of the stream."""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from engine.analytics.funnel.spec import (
    AnyStep,
    Assigned,
    Condition,
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
from engine.expressions import ExpressionFault, Missing, compile_expression

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
    told = _Told(happened, spec.segments)
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


class _Told:
    """How things stood when a row was written, told event by event."""

    def __init__(self, happened: list[Plain], segments: dict[str, str]) -> None:
        self._happened, self._segments = happened, segments

    def value(self, row: Plain, name: str) -> Any:
        """The value of a property; None where there is none."""
        kind, dot, own = name.partition(".")
        if kind == "data" and dot:
            found = msgspec.json.decode(row.get("data", row.get("content")) or "{}")
            for step in own.split("."):
                found = found.get(step) if isinstance(found, dict) else None
            return found
        if name == "agent":
            session = row["session_id"]
            back = [
                each["name"]
                for each in self._happened
                if each["kind"] == "handed_back" and each["session_id"] == session != ""
            ]
            return next((agent for agent in reversed(back) if agent), None)
        if kind == "segment":
            return "yes" if self._is_in(row["contact"], own) else None
        if dot:
            return self._then(row, kind, own)
        return row.get(name)

    def _is_in(self, contact: str, segment: str) -> bool:
        """Whether a contact is in a segment by the end."""
        known: dict[str, Any] = {"tags": []}
        for each in self._happened:
            if each["contact"] != contact:
                continue
            if each["kind"] == "field":
                known |= msgspec.json.decode(each["data"] or "{}")
            elif each["kind"] in ("tag", "untag"):
                known["tags"] = [tag for tag in known["tags"] if tag != each["name"]]
                known["tags"] += [each["name"]] * (each["kind"] == "tag")
        try:
            return compile_expression(self._segments[segment]).evaluate({"contact": known}) is True
        except (Missing, ExpressionFault):
            return False

    def _then(self, row: Plain, kind: str, name: str) -> Any:
        owner = "conversation" if kind == "variable" else "contact"
        found = None
        for each in self._happened:
            if each["seq"] > row["seq"] or each[owner] != row[owner]:
                continue
            match kind, each["kind"]:
                case "variable", "session_started":
                    found = None
                case ("variable", "set") | ("field", "field"):
                    values = msgspec.json.decode(each["data"] or "{}")
                    found = values.get(name, found) if isinstance(values, dict) else found
                case "tag", "tag" | "untag" if each["name"] == name:
                    found = "yes" if each["kind"] == "tag" else None
        return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    written = msgspec.json.encode(value).decode()
    if not isinstance(value, str):
        return written
    # As JSON writes it, but for what is common in texts.
    return written[1:-1].replace('\\"', '"').replace("\\\\", "\\")


def _row(spec: FunnelSpec, row: Plain, arrivals: set[int], told: _Told) -> Row | None:
    def text(name: str) -> str:
        return _text(told.value(row, name))

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


def _matches(what: AnyStep, row: Plain, arrivals: set[int], told: _Told) -> bool:
    if not _is_of_kind(what, row) or not _is(what, row, arrivals):
        return False
    return all(_meets(each, told.value(row, each.of)) for each in what.where)


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
            enough = what.at_least is None or (_is_number(amount) and amount >= what.at_least)
            return row["name"] == what.event and enough
        case Template():
            template = msgspec.json.decode(row["content"] or "{}").get("template") or {}
            is_sent = row["direction"] == "out" and "name" in template
            is_it = is_sent and what.template in ("", template["name"])
            return is_it and what.status in ("", row["status"])
        case Spoken():
            names = ("direction", "author", "node", "status")
            return all(getattr(what, name) in ("", row[name]) for name in names)


def _meets(condition: Condition, value: Any) -> bool:
    test, wanted = condition.test, condition.values
    if test in ("is", "is_not"):
        return (test == "is") == any(_equals(value, each) for each in wanted)
    if test == "contains":
        return any(_text(each) in _text(value) for each in wanted)
    if test in ("known", "unknown"):
        return (test == "known") == (_text(value) != "")
    if not _is_number(value):
        return False
    limit = wanted[0]
    return bool(
        {
            "above": value > limit,
            "below": value < limit,
            "at_least": value >= limit,
            "at_most": value <= limit,
        }[test]
    )


def _equals(value: Any, wanted: Any) -> bool:
    if _is_number(wanted):
        return _is_number(value) and bool(value == wanted)
    return _text(value) == _text(wanted)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
