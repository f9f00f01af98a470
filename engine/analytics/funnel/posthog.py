"""Tries as PostHog counts them, to compare with its insights: `compatibility: posthog`.

Written after what its `funnel-udf` does. Where it differs from ours: events of one time are tried
in the order of the steps that they fit, and there neither strictness nor exclusions count; somebody
who meets an exclusion between two steps is taken out, unless they had come further by another try;
the count ends when the last step is reached. Nobody is immature.
"""

from itertools import groupby
from typing import Any

import pyarrow as pa
from msgspec import Struct

from engine.analytics.funnel import tries
from engine.analytics.funnel.spec import SECOND_US, FunnelSpec
from engine.analytics.funnel.stream import removed_after, stream
from engine.analytics.history import History

# `Any` in this module: rows of the stream as plain data.
Plain = dict[str, Any]


class Entered(Struct, frozen=True):
    """The latest try that came to a step: when it began, by which rows it came there, and whether
    it met an exclusion."""

    start: int
    path: tuple[tuple[int, int, int], ...] = ()
    excluded: bool = False


class Met(Struct, frozen=True):
    """A row, and the steps that it fits; a number below 0 is excluded before that step."""

    t: int
    seq: int
    steps: tuple[int, ...]


def run(spec: FunnelSpec, history: History) -> pa.Table:
    """How far everybody came."""
    rows = stream(spec, history)
    rows = rows.filter(~rows.probe).order_by(["entity", "held", "t", "seq"])
    found = []
    plain = history.query(rows).to_pylist()
    for (entity, value), group in groupby(plain, key=lambda row: (row["entity"], row["held"])):
        own = list(group)
        reached = _Person(spec).count([_met(spec, row) for row in own])
        if reached:
            contact = max(row["contact"] for row in own)
            who = {"entity": entity, "contact": contact, "value": value, "immature": False}
            found.append({**who, "level": max(step for step, _, _ in reached), **_times(reached)})
    return tries.in_order(
        pa.Table.from_pylist(found, tries.schema(len(spec.steps))), len(spec.steps)
    )


def _met(spec: FunnelSpec, row: Plain) -> Met:
    steps = [n for n in range(1, len(spec.steps) + 1) if row[f"s{n}"]]
    excluded = [-(n + 1) for n in removed_after(spec) if row[f"v{n}"]]
    return Met(row["t"], row["seq"], (*steps, *excluded))


def _times(reached: tuple[tuple[int, int, int], ...]) -> dict[str, int]:
    start = reached[0][1]
    found = {f"reached_us_{step}": t for step, t, _ in reached}
    return found | {f"start_us_{step}": start for step, _, _ in reached}


class _Person:
    """What is known of one person, row by row."""

    def __init__(self, spec: FunnelSpec) -> None:
        assert spec.within_s is not None
        self.spec, self.window = spec, spec.within_s * SECOND_US
        self.entered: list[Entered | None] = [None] * (len(spec.steps) + 1)
        self.furthest: tuple[int, Entered] = (0, Entered(0))

    def count(self, rows: list[Met]) -> tuple[tuple[int, int, int], ...]:
        """The rows by which the furthest step was reached; none if somebody was taken out."""
        for t, group in groupby(rows, key=lambda row: row.t):
            self.entered[0] = Entered(t)
            self._of_one_time(list(group))
            if self.entered[-1] is not None:
                break
        step, entered = self.furthest
        return () if entered.excluded or not step else entered.path

    def _of_one_time(self, rows: list[Met]) -> None:
        if len({row.steps for row in rows}) == 1:
            for row in rows:
                self._happened(row)
                if self.spec.order == "strict":
                    self._only(row.steps)
            return
        single = [Met(row.t, row.seq, (step,)) for row in rows for step in row.steps if step > 0]
        for row in sorted(single, key=lambda row: row.steps[0]):
            self._happened(row, is_tied=True)

    def _happened(self, row: Met, *, is_tied: bool = False) -> None:
        for step in reversed(row.steps):
            number = abs(step)
            before = self._before(number, row.t)
            was = self.entered[before]
            if was is None or row.t - was.start > self.window:
                continue
            now = self.entered[number]
            if now is not None and now.start == was.start:
                continue
            if step < 0:
                self._exclude(before, was, row.t)
            elif not (is_tied and any(seq == row.seq for _, _, seq in was.path)):
                self._reach(number, was, row)

    def _before(self, number: int, t: int) -> int:
        """The nearest step that a row may go on from, past those that may be left out."""
        before = number - 1
        while before > 0 and self.spec.steps[before - 1].optional:
            was = self.entered[before]
            if was is not None and t - was.start <= self.window:
                break
            before -= 1
        return before

    def _exclude(self, before: int, was: Entered, t: int) -> None:
        if was.excluded:
            return
        self.entered[before] = Entered(was.start, was.path, excluded=True)
        step, entered = self.furthest
        if step == before and t - entered.start <= self.window:
            self.furthest = (step, Entered(entered.start, entered.path, excluded=True))

    def _reach(self, number: int, was: Entered, row: Met) -> None:
        reached = Entered(was.start, (*was.path, (number, row.t, row.seq)), was.excluded)
        if not was.excluded:
            self.entered[number] = reached
        step, entered = self.furthest
        if number > step or (number == step and entered.excluded):
            self.furthest = (number, reached)

    def _only(self, steps: tuple[int, ...]) -> None:
        """In strict order all tries end that a row does not make longer."""
        for number in range(1, len(self.entered)):
            if number not in steps:
                self.entered[number] = None
