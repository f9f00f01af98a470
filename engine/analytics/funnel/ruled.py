"""Tries of a funnel with rules that the quick scan does not know: parts that a try may not leave,
steps that may be left out, entry at any step, least gaps, removal, first tries, all tries."""

from collections.abc import Iterable, Iterator
from copy import copy
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec.structs import replace

from engine.analytics.funnel.kernels import NEVER, Ints, any_order
from engine.analytics.funnel.lineup import bits, flags, numbers
from engine.analytics.funnel.rules import Came, Rows, Rules, by_rules
from engine.analytics.funnel.spec import SECOND_US, FunnelSpec
from engine.analytics.funnel.stream import has_parts, order_of, removed_after, stream
from engine.analytics.history import History

# Longer than all windows, and behind all places.
ENDLESS = 2**61
Periods = Iterable[tuple[int, int]]


def is_ruled(spec: FunnelSpec) -> bool:
    """Whether the quick scan would not do."""
    steps = any(step.after_s or step.directly or step.optional for step in spec.steps)
    whole = has_parts(spec) or spec.open_entry or spec.counting != "unique"
    return steps or whole or bool(removed_after(spec))


def run(spec: FunnelSpec, history: History) -> pa.Table:
    """How far everybody came, in no order."""
    return _read(spec, history).tries()


def run_periods(spec: FunnelSpec, history: History, periods: Periods) -> Iterator[pa.Table]:
    """The same for each of several periods, from when until before when, out of rows that are read
    once."""
    # Of one time, rows of a step that counts come before others: that hangs on the period.
    assert spec.ties != "favourable"
    read = _read(replace(spec, since=None, until=None), history)
    for first_us, end_us in periods:
        yield read.between(first_us, end_us).tries()


def _read(spec: FunnelSpec, history: History) -> "Ruled":
    rows = stream(spec, history)
    order = [rows.entity, rows.held, *order_of(spec, rows)]
    return Ruled(spec, history.query(rows.order_by(order)).combine_chunks())


class Ruled:
    """The rows of a stream, by entity and place, counted by all the rules of a funnel."""

    def __init__(self, spec: FunnelSpec, rows: pa.Table) -> None:
        self.spec, self.rows = spec, rows
        self.person = _group(rows, ["entity", "held"])
        self.firsts = np.flatnonzero(np.diff(self.person, prepend=-1))
        self.times = numbers(rows, "t")
        self.matches = bits(rows, "s", range(1, len(spec.steps) + 1))
        self.entries = self._entries(np.ones(rows.num_rows, np.bool_))
        # Where each place is when the rows of a part stand together, and where each part begins.
        self.places = np.arange(rows.num_rows)
        part = self.person
        if has_parts(spec):
            codes = rows["part"].combine_chunks().dictionary_encode().indices.to_numpy()
            self.places = np.lexsort((self.places, codes, self.person))
            part = _changes(self.person[self.places], codes[self.places])
        starts = np.flatnonzero(np.diff(part, prepend=-1))
        self.begins = np.append(starts, rows.num_rows).astype(np.int64)

    def between(self, first_us: int, end_us: int) -> Self:
        """The same rows, of which only these count as beginnings."""
        # What does not hang on the period is worked out once, before there are copies.
        _ = self._fixed, self._contacts
        found = copy(self)
        counted = (self.times >= first_us) & (self.times < end_us)
        found.entries = self._entries(counted)
        if self.spec.order == "unordered":
            found.matches = np.where(counted, self.matches, 0)
        return found

    def tries(self) -> pa.Table:
        """A row for everybody who reached a step; with totals for every try."""
        came = self._scanned()
        person = self.person[self.places[self.begins[:-1]]]
        if self.spec.counting == "totals":
            # There is room for more tries than there were.
            used = came.at_row[:, 0] >= 0
            came = came._replace(
                starts=came.starts[used],
                at_row=came.at_row[used],
                joined=came.joined[used],
                could=came.could[used],
                owner=came.owner[used],
            )
            return self._table(self._told(came), person[came.owner])
        told = self._told(came)
        if has_parts(self.spec):
            told, person = _together(told, person), np.unique(person)
        return self._table(told, person)

    def _entries(self, counted: npt.NDArray[np.bool_]) -> Ints:
        """Where tries may begin: a bit a step."""
        if self.spec.open_entry:
            enters = (numbers(self.rows, "enters") > 0) & counted
            return np.where(enters, self.matches, 0)
        found = np.where(counted, self.matches & 1, 0)
        if self.spec.counting == "first":
            rows = np.flatnonzero(found)
            _, chosen = np.unique(self.person[rows], return_index=True)
            only = np.zeros_like(found)
            only[rows[chosen]] = 1
            return only
        return found

    @cached_property
    def _fixed(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Times, exclusions and probes, with the rows of a part together."""
        at, steps = self.places, len(self.spec.steps)
        return (
            self.times[at],
            bits(self.rows, "x", range(1, steps))[at],
            flags(self.rows, {n: f"v{n}" for n in removed_after(self.spec)})[at],
            numbers(self.rows, "probe")[at],
        )

    def _scanned(self) -> Came:
        spec, at, steps = self.spec, self.places, self.spec.steps
        window = _window_us(spec.within_s)
        times, ends, removes, probe = self._fixed
        if spec.order == "unordered":
            found = any_order(self.begins, times, self.matches[at], probe, len(steps), window)
            starts, _reached, at_row, could = found
            none = np.full_like(at_row, -1)
            owner = np.arange(at_row.shape[0])
            return Came(starts, at_row, none, could, owner, np.zeros_like(owner))
        rows = Rows(
            self.begins,
            times,
            self.matches[at],
            self.entries[at],
            ends,
            removes,
            probe,
        )
        soonest = int(spec.ties == "increasing")
        pairs = [(j - 1, n - 1) for n in range(2, len(steps) + 1) for j in spec.before(n)]
        rules = Rules(
            window,
            np.array([_window_us(step.within_s) for step in steps]),
            np.array([(step.after_s or 0) * SECOND_US or soonest for step in steps]),
            np.array([spec.order == "strict" or step.directly for step in steps], np.int64),
            np.array(pairs, np.int64).reshape(len(pairs), 2),
            spec.counting == "totals",
        )
        return by_rules(rows, rules)

    def _told(self, came: Came) -> dict[str, Ints]:
        """What is known of each try, with places among the rows of the stream."""
        places, passed = self.places, came.at_row >= 0
        at = np.where(passed, places[np.maximum(came.at_row, 0)], ENDLESS)
        joined = np.where(came.joined >= 0, places[np.maximum(came.joined, 0)], ENDLESS)
        if not self.spec.open_entry:
            joined = np.full_like(joined, ENDLESS)
        gone = came.removed[came.owner]
        return {"at": at, "start": came.starts, "joined": joined, "could": came.could, "gone": gone}

    def _table(self, told: dict[str, Ints], person: Ints) -> pa.Table:
        # In a funnel that is open, the way from the step before counts before joining there.
        at = np.where(told["at"] < ENDLESS, told["at"], told["joined"])
        reached = at < ENDLESS
        level = (reached * np.arange(1, len(self.spec.steps) + 1)).max(axis=1, initial=0)
        kept = np.flatnonzero((level > 0) & (told["gone"] == 0))
        at, reached, level, person = at[kept], reached[kept], level[kept], person[kept]
        firsts = self.firsts[person]
        columns: dict[str, Any] = {
            "entity": self.rows["entity"].take(pa.array(firsts)),
            "contact": self._contacts.take(pa.array(person)),
            "value": self._values(person, at),
            "level": level,
            "immature": self._immature(level, told["could"][kept]),
        }
        for step in range(len(self.spec.steps)):
            times = self.times[np.where(reached[:, step], at[:, step], 0)]
            joined = told["at"][kept, step] == ENDLESS
            columns[f"start_us_{step + 1}"] = pa.array(told["start"][kept, step], mask=joined)
            columns[f"reached_us_{step + 1}"] = pa.array(times, mask=~reached[:, step])
        return pa.table(columns)

    @cached_property
    def _contacts(self) -> pa.Array:
        """The contact of each entity, of several the last by the alphabet."""
        rows = pa.table({"person": self.person, "contact": self.rows["contact"]})
        return rows.group_by("person").aggregate([("contact", "max")]).sort_by("person")[1]

    def _immature(self, level: Ints, could: Ints) -> npt.NDArray[np.bool_]:
        immature = np.zeros(level.size, np.bool_)
        for number in self.spec.limited():
            before = [n for n in range(1, len(self.spec.steps)) if self.spec.next_of(n) == number]
            immature |= np.isin(level, before) & (could[:, number - 1] == 1)
        return immature

    def _values(self, person: Ints, at: Ints) -> pa.Array:
        """The value in the breakdown; empty where no row decides it."""
        breakdown = self.spec.breakdown
        if breakdown is None:
            return pa.array([""] * person.size, pa.string())
        if breakdown.attribution == "each":
            places = self.firsts[person]
        elif breakdown.attribution == "step":
            places = at[:, breakdown.at - 1]
        elif self.spec.counting == "totals":
            places = at[:, 0]
        else:
            begins = self.matches if self.spec.order == "unordered" else self.entries
            rows = np.flatnonzero(begins)
            if breakdown.attribution == "last":
                rows = rows[::-1]
            people, chosen = np.unique(self.person[rows], return_index=True)
            places = rows[chosen][np.searchsorted(people, person)]
        known = places < ENDLESS
        found = self.rows["value"].take(pa.array(np.where(known, places, 0)))
        return pc.if_else(pa.array(known), found, "")


def _together(told: dict[str, Ints], person: Ints) -> dict[str, Ints]:
    """What is known of each entity, of what is known of its parts, which stand side by side."""
    firsts = np.flatnonzero(np.diff(person, prepend=-1))
    if not firsts.size:
        return told
    whose = np.cumsum(np.diff(person, prepend=-1) != 0) - 1
    at = np.minimum.reduceat(told["at"], firsts)
    start = np.where(told["at"] == at[whose], told["start"], NEVER)
    return {
        "at": at,
        "start": np.maximum.reduceat(start, firsts),
        "joined": np.minimum.reduceat(told["joined"], firsts),
        "could": np.maximum.reduceat(told["could"], firsts),
        "gone": np.maximum.reduceat(told["gone"], firsts),
    }


def _group(rows: pa.Table, names: list[str]) -> Ints:
    """A number for each entity, growing; the rows are sorted by it."""
    codes = (rows[name].combine_chunks().dictionary_encode().indices.to_numpy() for name in names)
    return _changes(*codes)


def _changes(*columns: npt.NDArray[Any]) -> Ints:
    """A number that grows at each row where one of the columns changes."""
    changed = np.zeros(columns[0].size, np.bool_)
    for column in columns:
        changed[1:] |= column[1:] != column[:-1]
    return np.cumsum(changed).astype(np.int64)


def _window_us(seconds: int | None) -> int:
    return ENDLESS if seconds is None else seconds * SECOND_US
