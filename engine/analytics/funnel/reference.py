"""Tries by trying: every chain of rows that the rules allow, spelt out, to hold executors against.

A chain is a row of each step, up to some step. It is slow on purpose and shares no line with the
executors: it reads the three tables itself, matches rows itself, and keeps no state.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import msgspec
import pyarrow as pa
from msgspec import Struct

from engine.analytics.funnel import tries
from engine.analytics.funnel.spec import (
    SECOND_US,
    AnyStep,
    Assigned,
    FunnelSpec,
    Happened,
    Intent,
    Node,
    Port,
    Spoken,
    Tagged,
)
from engine.analytics.history import History


class Row(Struct, frozen=True):
    """A row of history: the steps that it matches, and those after which it ends a try."""

    entity: str
    contact: str
    value: str
    t: int
    seq: int
    steps: frozenset[int]
    ends: frozenset[int]


Chain = tuple[int, ...]


def run(spec: FunnelSpec, history: History) -> pa.Table:
    """How far everybody came."""
    rows = list(_rows(spec, history))
    now_us = history.watermark().t_us + 1
    holds = spec.breakdown is not None and spec.breakdown.attribution == "each"
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.entity, row.value if holds else ""), []).append(row)
    found = [entity for group in groups.values() if (entity := _entity(spec, group, now_us))]
    table = pa.Table.from_pylist(found, tries.schema(len(spec.steps)))
    return tries.in_order(table, len(spec.steps))


def _entity(spec: FunnelSpec, rows: list[Row], now_us: int) -> dict[str, object] | None:
    rows = sorted(rows, key=_place(spec))
    steps = range(1, len(spec.steps) + 1)
    chains = {step: list(_chains(spec, rows, step)) for step in steps}
    level = max((step for step in steps if chains[step]), default=0)
    if not level:
        return None
    contact = max(row.contact for row in rows)
    found: dict[str, object] = {"entity": rows[0].entity, "contact": contact, "level": level}
    for step in steps:
        if chains[step]:
            first = min(max(chain) for chain in chains[step])
            starts = [rows[min(chain)].t for chain in chains[step] if max(chain) == first]
            found |= {f"start_us_{step}": max(starts), f"reached_us_{step}": rows[first].t}
    found["value"] = _value(spec, rows, chains)
    found["immature"] = level + 1 in spec.limited() and _may_go_on(spec, rows, level, now_us)
    return found


def _place(spec: FunnelSpec) -> Any:
    def place(row: Row) -> tuple[int, ...]:
        first = min(row.steps, default=0)
        return (row.t, first, row.seq) if spec.ties == "favourable" else (row.t, row.seq)

    return place


def _may_go_on(spec: FunnelSpec, rows: list[Row], level: int, now_us: int) -> bool:
    """Whether a row of the next step, now, would be reached."""
    for step in range(1, len(spec.steps) + 1) if spec.order == "unordered" else [level + 1]:
        now = Row(rows[0].entity, "", "", now_us, 0, frozenset([step]), frozenset())
        for chain in _chains(spec, [*rows, now], level + 1):
            if len(rows) in chain:
                return True
    return False


def _chains(spec: FunnelSpec, rows: Sequence[Row], steps: int) -> Iterator[Chain]:
    """The chains that reach a step, as indices of their rows."""
    if spec.order == "unordered":
        yield from _sets(spec, rows, steps)
        return
    for chain in _sequences(rows, steps):
        if _is_allowed(spec, rows, chain):
            yield chain


def _sequences(rows: Sequence[Row], steps: int) -> Iterator[Chain]:
    if steps == 0:
        yield ()
        return
    for chain in _sequences(rows, steps - 1):
        begin = chain[-1] + 1 if chain else 0
        for index in range(begin, len(rows)):
            if steps in rows[index].steps:
                yield (*chain, index)


def _is_allowed(spec: FunnelSpec, rows: Sequence[Row], chain: Chain) -> bool:
    first, last = rows[chain[0]], rows[chain[-1]]
    if spec.within_s is not None and last.t - first.t > spec.within_s * SECOND_US:
        return False
    for step, (before, after) in enumerate(pairwise(chain), 1):
        longest = spec.steps[step].within_s
        passed = rows[after].t - rows[before].t
        if longest is not None and passed > longest * SECOND_US:
            return False
        if spec.ties == "increasing" and passed == 0:
            return False
        if spec.order == "strict" and after != before + 1:
            return False
        if any(step in row.ends for row in rows[before + 1 : after + 1]):
            return False
    return True


def _sets(spec: FunnelSpec, rows: Sequence[Row], steps: int) -> Iterator[Chain]:
    """Where so many steps came within a window: the last row of each, as a chain."""
    for index, row in enumerate(rows):
        lasts = []
        for step in range(1, len(spec.steps) + 1):
            past = [place for place in range(index + 1) if step in rows[place].steps]
            if past and (
                spec.within_s is None or row.t - rows[past[-1]].t <= spec.within_s * SECOND_US
            ):
                lasts.append(past[-1])
        if len(lasts) >= steps:
            yield (*sorted(lasts), index)


def _value(spec: FunnelSpec, rows: list[Row], chains: dict[int, list[Chain]]) -> str:
    if spec.breakdown is None:
        return ""
    match spec.breakdown.attribution:
        case "each":
            return rows[0].value
        case "step":
            reached = [max(chain) for chain in chains[spec.breakdown.at]]
            return rows[min(reached)].value if reached else ""
        case how:
            places = [max(chain) for chain in chains[1]]
            return rows[min(places) if how == "first" else max(places)].value


def _rows(spec: FunnelSpec, history: History) -> Iterator[Row]:
    whats = [*spec.steps, *(each.what for each in spec.exclusions)]
    arrivals: set[int] = set()
    waits: dict[str, tuple[str, str]] = {}
    happened = _once(history.arrow("events").to_pylist(), "event_id")
    for row in happened:
        if row["kind"] in ("visit", "wait"):
            place = (row["topic"], row["node"])
            if waits.pop(row["conversation"], None) != place:
                arrivals.add(row["seq"])
            if row["kind"] == "wait":
                waits[row["conversation"]] = place
    said = _once(history.arrow("messages").to_pylist(), "message_id")
    for row in [*happened, *said]:
        found = _matched(spec, row, arrivals)
        is_looked_at = any(_is_of_kind(what, row) for what in whats)
        if found is not None and is_looked_at:
            yield found


def _once(rows: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """By number, without later copies."""
    known: set[str] = set()
    found = []
    for row in sorted(rows, key=lambda row: int(row["seq"])):
        if row[key] == "" or row[key] not in known:
            found.append(row)
        known.add(row[key])
    return found


def _matched(spec: FunnelSpec, row: dict[str, Any], arrivals: set[int]) -> Row | None:
    if any(row[column] not in values for column, values in spec.where.items()):
        return None
    entity = row["session_id" if spec.entity == "session" else spec.entity]
    value = row[spec.breakdown.column] if spec.breakdown else ""
    since, until = spec.period_us()
    t = row["t_us"]
    counted = (since is None or since <= t) and (until is None or t < until)
    steps = {n for n, step in enumerate(spec.steps, 1) if _matches(step, row, arrivals)}
    if not counted:
        steps -= steps if spec.order == "unordered" else {1}
    ends = set()
    for exclusion in spec.exclusions:
        if _matches(exclusion.what, row, arrivals):
            ends |= {exclusion.after} if exclusion.after else set(range(1, len(spec.steps)))
    if not entity:
        return None
    # In the log, what matches no step is no neighbour of what does, but in strict order.
    if not steps and not ends and spec.order != "strict":
        return None
    return Row(entity, row["contact"], value, t, row["seq"], frozenset(steps), frozenset(ends))


def _is_of_kind(what: AnyStep, row: dict[str, Any]) -> bool:
    if isinstance(what, Spoken):
        return "message_id" in row
    kinds = {
        Node: ("visit", "wait"),
        Port: ("visit",),
        Intent: ("intent",),
        Assigned: ("set",),
        Tagged: ("tag",),
    }
    known = (what.kind,) if isinstance(what, Happened) else kinds[type(what)]
    return row.get("kind") in known


def _matches(what: AnyStep, row: dict[str, Any], arrivals: set[int]) -> bool:
    if not _is_of_kind(what, row):
        return False
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
            values = msgspec.json.decode(row["data"] or "{}")
            value = values.get(what.variable)
            if what.value is None or value is None:
                return value is not None
            return type(value) is type(what.value) and bool(value == what.value)
        case Spoken():
            asked = {name: getattr(what, name) for name in Spoken.__struct_fields__}
            names = ("direction", "author", "node", "status")
            return all(asked[name] in ("", row[name]) for name in names)
    return False
