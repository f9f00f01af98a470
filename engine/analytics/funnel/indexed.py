"""The rows of a funnel out of an index: codes looked up, no text read.

What a step asks for is asked once of each thing that ever happened, not each time that it did.
"""

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct, structs

from engine.analytics.funnel.asking import asked, heeded
from engine.analytics.funnel.gathering import Gathered, coded, favour, gathered, regrouped
from engine.analytics.funnel.kernels import Found, Ints
from engine.analytics.funnel.lineup import Lines
from engine.analytics.funnel.racing import numbers, race
from engine.analytics.funnel.spec import (
    Assigned,
    FunnelSpec,
    Happened,
    Intent,
    Node,
    Port,
    Spoken,
    Tagged,
)
from engine.analytics.index.files import let_go
from engine.analytics.index.index import TRAITS, WHAT, Flags, Holder, Index

# Rows that a thread lines up at once.
PORTION = 400_000
# What is read of a larger index does not stay in memory: it would be hundreds of megabytes.
LARGE = 20_000_000
# Where the bits of exclusions begin, above those of steps; and the one of rows that only keep two
# others apart in strict order.
ENDS, HEEDED = 32, 63
EVERY = 2**32 - 1
# So many values can be gone through for each contact.
FEW = 64
FOREVER = 2**62
# What is known of a funnel, of an exclusion, and of any step. Whatever is added to them is not.
SPEC = frozenset(
    ("name", "steps", "entity", "order", "ties", "within_s", "exclusions", "where", "breakdown")
) | {"since", "until", "zone"}
EXCLUSION = frozenset(["what", "after"])
STEP = frozenset(["title", "within_s", *WHAT, "variable", "value", "tag"])
STEPS = (Node, Port, Intent, Happened, Spoken, Assigned, Tagged)
ENTITIES = ("contact", "conversation", "session")
HOLDER: dict[str, Holder] = {"conversation": "conversation", "session": "session"}


class Wanted(Struct, frozen=True):
    """What a funnel looks for in an index: `bits` of each thing that happened, whether rows of
    each trait are `kept`, the value that each trait has in the breakdown, and `values`; which
    conversations or sessions are `nobody`'s, and which contacts are `skipped`. With
    `races`, bits are the numbers that `race` wants."""

    bits: Ints
    kept: Flags
    value_of: Ints
    values: pa.Array
    nobody: Flags
    skipped: Flags
    races: bool
    since_us: int
    until_us: int
    now_us: int


def can_answer(spec: FunnelSpec, index: Index) -> bool:
    """Whether an index knows all that a funnel asks for."""
    whats = (*spec.steps, *(each.what for each in spec.exclusions))
    return (
        is_known(spec)
        and HOLDER.get(spec.entity) not in index.shared
        # What a conversation did in several buckets is not put together.
        and not ("conversation" in index.shared and any(isinstance(each, Node) for each in whats))
    )


def is_known(spec: FunnelSpec) -> bool:
    """Whether a funnel asks for nothing but what indexes know."""
    whats = (*spec.steps, *(each.what for each in spec.exclusions))
    dimensions = (*spec.where, *([spec.breakdown.column] if spec.breakdown else []))
    return (
        _says_only(spec, SPEC)
        and all(isinstance(what, STEPS) and _says_only(what, STEP) for what in whats)
        and all(_says_only(each, EXCLUSION) for each in spec.exclusions)
        and all(name in TRAITS for name in dimensions)
        and spec.entity in ENTITIES
    )


def _says_only(given: Struct, known: frozenset[str]) -> bool:
    """Whether all else is as it is unless given."""
    return all(
        getattr(given, field.name) in (field.default, ())
        or getattr(given, field.name) == {}
        or field.name in known
        for field in structs.fields(given)
    )


def lineups(spec: FunnelSpec, index: Index, now_us: int) -> Iterator[Callable[[], "Indexed"]]:
    """The rows of a funnel in portions of whole contacts, each lined up when it is called."""
    wanted = _wanted(spec, index, now_us)
    contacts = index.begins.size - 1
    marks = np.arange(0, index.rows + PORTION, PORTION)
    cuts = np.unique(np.append(np.searchsorted(index.begins[:-1], marks), contacts))
    for first, end in pairwise(cuts):
        yield partial(Indexed, spec, index, wanted, int(first), int(end))


def _wanted(spec: FunnelSpec, index: Index, now_us: int) -> Wanted:
    since, until = spec.period_us()
    kept = np.ones(index.trait.num_rows, np.bool_)
    for column, allowed in spec.where.items():
        kept &= pc.is_in(index.trait[column], pa.array(allowed, pa.string())).to_numpy()
    value_of, values = np.zeros(index.trait.num_rows, np.int64), pa.array([""])
    if spec.breakdown:
        coded = index.trait[spec.breakdown.column].combine_chunks().dictionary_encode()
        value_of, values = coded.indices.to_numpy().astype(np.int64), coded.dictionary
    bits, holder = _bits(spec, index), HOLDER.get(spec.entity)
    races = _may_race(spec, bits)
    return Wanted(
        numbers(bits) if races else bits,
        kept,
        value_of,
        values,
        np.asarray(pc.equal(index.names[holder], ""), np.bool_)
        if holder
        else np.empty(0, np.bool_),
        index.skipped if holder else _without_nobody(index),
        races,
        -FOREVER if since is None else since,
        FOREVER if until is None else until,
        now_us,
    )


def _without_nobody(index: Index) -> Flags:
    """Which contacts are skipped, with those that have no name."""
    nobody = pc.index(index.contacts, "").as_py()
    if nobody < 0:
        return index.skipped
    skipped = index.skipped.copy()
    skipped[nobody] = True
    return skipped


def _bits(spec: FunnelSpec, index: Index) -> Ints:
    found = np.zeros(index.what.num_rows, np.uint64)
    for number, step in enumerate(spec.steps):
        found |= asked(step, index.what).astype(np.uint64) << np.uint64(number)
    for exclusion in spec.exclusions:
        flags = asked(exclusion.what, index.what).astype(np.uint64)
        for after in (exclusion.after,) if exclusion.after else range(1, len(spec.steps)):
            found |= flags << np.uint64(ENDS + after - 1)
    if spec.order == "strict":
        whats = (*spec.steps, *(each.what for each in spec.exclusions))
        near = np.logical_or.reduce([heeded(what, index.what) for what in whats])
        found |= near.astype(np.uint64) << np.uint64(HEEDED)
    return found.view(np.int64)


def _may_race(spec: FunnelSpec, bits: Ints) -> bool:
    """Whether steps and one window are all that a funnel is about."""
    stepwise = any(step.within_s is not None for step in spec.steps)
    is_plain = spec.order == "ordered" and spec.ties != "increasing" and not spec.exclusions
    return is_plain and not stepwise and not np.any(bits & (bits - 1))


class Indexed:
    """A lineup of the rows of some contacts of an index."""

    def __init__(
        self, spec: FunnelSpec, index: Index, wanted: Wanted, first: int, end: int
    ) -> None:
        self._spec, self._index, self._wanted, self._first = spec, index, wanted, first
        self._holder = HOLDER.get(spec.entity)
        self._by_value = spec.breakdown is not None and spec.breakdown.attribution == "each"
        regroups = self._holder is not None or self._by_value
        found = self._gathered(first, end, probes=not regroups)
        if index.rows > LARGE:
            rows = int(index.begins[first]), int(index.begins[end])
            let_go(index.times, *rows)
            let_go(index.whats, *rows)
        if spec.ties == "favourable" and not wanted.races:
            favour(found, len(spec.steps))
        if regroups:
            found = regrouped(found, self._keys(found), wanted.now_us)
        self._found, self._regroups = found, regroups

    @cached_property
    def lines(self) -> Lines:
        found = self._found
        return Lines(
            found.begins,
            found.times,
            found.bits & EVERY,
            found.bits >> ENDS & EVERY >> 1,
            (found.rows < 0).astype(np.int64),
        )

    def raced(self, window: int) -> Found | None:
        if not self._wanted.races:
            return None
        found, favourable = self._found, self._spec.ties == "favourable"
        raced: Found = race(
            found.begins, found.times, found.bits, len(self._spec.steps), window, favourable
        )
        return raced

    @property
    def begins(self) -> Ints:
        return self._found.begins

    @property
    def races(self) -> bool:
        """Whether the faster loop does for the funnel."""
        return self._wanted.races

    def entities(self, chosen: Ints) -> pa.Array:
        if self._holder is None:
            return self.contacts(chosen)
        codes = self._index.holders[self._holder][self._found.who[chosen]]
        return _named(self._index.names[self._holder], codes)

    def contacts(self, chosen: Ints) -> pa.Array:
        who = self._found.who[chosen]
        if self._regroups:
            places = np.searchsorted(self._index.begins, who, side="right") - 1
        else:
            places = who + self._first
        return _named(self._index.contacts, places)

    def values(self, rows: Ints) -> pa.Array:
        traits = self._index.traits[self._found.rows[rows]]
        return self._wanted.values.take(pa.array(self._wanted.value_of[traits]))

    def _gathered(self, first: int, end: int, *, probes: bool) -> Gathered:
        index, wanted, spec = self._index, self._wanted, self._spec
        every = 2 ** len(spec.steps) - 1
        any_order = spec.order == "unordered"
        found: Gathered = gathered(
            index.begins[first : end + 1],
            wanted.skipped[first:end],
            index.times,
            index.whats,
            index.traits,
            wanted.bits,
            wanted.kept,
            bool(spec.where),
            wanted.since_us,
            wanted.until_us,
            every if any_order else 1,
            wanted.now_us,
            probes,
        )
        return found

    def _keys(self, found: Gathered) -> Ints:
        """Whose each row is, as a number; negative for nobody's."""
        index, wanted = self._index, self._wanted
        values = len(wanted.values)
        if self._by_value:
            value: Ints = coded(found.rows, index.traits, wanted.value_of)
            if self._holder is None and values <= FEW:
                return value
        if self._holder is None:
            keys = np.repeat(np.arange(found.who.size), np.diff(found.begins))
        else:
            keys = index.holders[self._holder][found.rows].astype(np.int64)
            keys[wanted.nobody[keys]] = -1
        if not self._by_value:
            return keys
        known, numbers = np.unique(
            np.where(keys < 0, keys, keys * values + value), return_inverse=True
        )
        return numbers - np.count_nonzero(known < 0)


def _named(names: pa.ChunkedArray, codes: npt.NDArray[np.integer]) -> pa.Array:
    return names.take(pa.array(codes)).combine_chunks()
