"""Tries as ClickHouse's `windowFunnel` and its modes count them, to compare with its dashboards.

Where it differs from ours: one row may serve several steps unless `strict_once`; rows of one time
are sorted by their step; and the modes end a count where ours has orders, ties and exclusions. It
tells how far somebody came, not when: tries have no times, and nobody is immature.
"""

from itertools import groupby
from typing import Any

import pyarrow as pa
from msgspec import Struct

from engine.analytics.funnel import tries
from engine.analytics.funnel.spec import SECOND_US, FunnelSpec, Mode
from engine.analytics.funnel.stream import stream
from engine.analytics.history import History


class Entry(Struct, frozen=True, order=True):
    """A row as one of the steps that it matches; step 0 if none."""

    t: int
    step: int
    row: int


class Link(Struct, frozen=True):
    """The end of a chain of entries that reaches a step."""

    start: int
    t: int
    rows: frozenset[int]


def run(spec: FunnelSpec, history: History) -> pa.Table:
    """How far everybody came."""
    rows = stream(spec, history)
    rows = rows.filter(~rows.probe).order_by(["entity", "held", "seq"])
    found = []
    listed = history.query(rows).to_pylist()
    for (entity, value), group in groupby(listed, key=lambda row: (row["entity"], row["held"])):
        own = list(group)
        level = level_of(_entries(own, len(spec.steps)), spec)
        if level:
            contact = max(row["contact"] for row in own)
            who = {"entity": entity, "contact": contact, "value": value}
            found.append({**who, "level": level, "immature": False})
    table = pa.Table.from_pylist(found, tries.schema(len(spec.steps)))
    return tries.in_order(table, len(spec.steps))


def level_of(entries: list[Entry], spec: FunnelSpec) -> int:
    """The last step that sorted entries reach."""
    modes, steps = set(spec.modes), len(spec.steps)
    chains: list[list[Link]] = [[] for _ in range(steps + 1)]
    before = 0
    for entry in entries:
        step = entry.step
        if "strict_order" in modes and _breaks_order(chains, step, modes):
            if step:
                return _gap(chains)
            break
        if "strict_deduplication" in modes and step > 1 and chains[step]:
            return before
        before = step
        link = _link(chains, entry, spec)
        if link is not None:
            chains[step].append(link)
            if step == steps:
                return steps
    return max((step for step in range(1, steps + 1) if chains[step]), default=0)


def _entries(rows: list[dict[str, Any]], steps: int) -> list[Entry]:
    found = []
    for number, row in enumerate(rows):
        matched = [step for step in range(1, steps + 1) if row[f"s{step}"]] or [0]
        found += [Entry(row["t"], step, number) for step in matched]
    return sorted(found)


def _breaks_order(chains: list[list[Link]], step: int, modes: set[Mode]) -> bool:
    """Whether an entry ends the count: nothing that is looked for, a step too early, or, unless
    it may enter again, the first step once more."""
    if not chains[1]:
        return False
    if step <= 1:
        again = len(chains) > 2 and bool(chains[2])
        return step == 0 or (again and "allow_reentry" not in modes)
    return not chains[step - 1]


def _gap(chains: list[list[Link]]) -> int:
    """The last step before the first that was not reached."""
    reached = 0
    while reached + 1 < len(chains) and chains[reached + 1]:
        reached += 1
    return reached


def _link(chains: list[list[Link]], entry: Entry, spec: FunnelSpec) -> Link | None:
    """The chain that an entry makes longer: the latest that it may."""
    if entry.step == 0:
        return None
    if entry.step == 1:
        return Link(entry.t, entry.t, frozenset([entry.row]))
    for link in reversed(chains[entry.step - 1]):
        if "strict_once" in spec.modes and entry.row in link.rows:
            continue
        if "strict_increase" in spec.modes and link.t >= entry.t:
            if "strict_once" in spec.modes:
                continue
            return None
        assert spec.within_s is not None
        if entry.t > link.start + spec.within_s * SECOND_US:
            return None
        return Link(link.start, entry.t, link.rows | {entry.row})
    return None
