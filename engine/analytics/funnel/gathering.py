"""The loops that line up the rows of an index; compiled, and free of Python's lock."""

from typing import NamedTuple

import numpy as np
from numba import njit

from engine.analytics.funnel.kernels import Ints
from engine.analytics.index.index import Flags, Narrow


class Gathered(NamedTuple):
    """Rows that matter: where each of `who` begins, and of each row its place in the index (-1 for
    a probe, the last one of each), its time, and the bits of what it is."""

    who: Ints
    begins: Ints
    rows: Ints
    times: Ints
    bits: Ints


@njit(cache=True, nogil=True)
def gathered(
    begins: Ints,
    skipped: Flags,
    times: Ints,
    whats: Narrow,
    traits: Narrow,
    bits: Ints,
    kept: Flags,
    filters: bool,
    since: int,
    until: int,
    beginning: int,
    now: int,
    probes: bool,
) -> Gathered:
    """Of each contact the rows from the time of the first with one of the bits `beginning` in the
    period, outside which a row lacks them. With `probes`, each contact has one more row."""
    contacts = begins.size - 1
    # One more than there can be: a row is written before it is known to matter.
    most = begins[contacts] - begins[0] + contacts + 1
    who, starts = np.empty(contacts, np.int64), np.empty(contacts + 1, np.int64)
    rows, at, has = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int64)
    found = entities = 0
    for contact in range(contacts):
        if skipped[contact]:
            continue
        start, end = found, begins[contact + 1]
        first = begins[contact]
        while first < end and not (
            bits[whats[first]] & beginning
            and since <= times[first] < until
            and (kept[traits[first]] or not filters)
        ):
            first += 1
        # What happened at the same time may come after it by another order.
        while begins[contact] < first < end and times[first - 1] == times[first]:
            first -= 1
        for row in range(first, end):
            own, time = bits[whats[row]], times[row]
            if time < since or time >= until:
                own &= ~beginning
            if filters and not kept[traits[row]]:
                own = 0
            rows[found], at[found], has[found] = row, time, own
            # No branch: it could not be foretold.
            found += own != 0
        if found == start:
            continue
        who[entities], starts[entities] = contact, start
        entities += 1
        if probes:
            rows[found], at[found], has[found] = -1, now, 0
            found += 1
    starts[entities] = found
    return Gathered(who[:entities], starts[: entities + 1], rows[:found], at[:found], has[:found])


@njit(cache=True, nogil=True)
def favour(lines: Gathered, steps: int) -> None:
    """Puts rows of one time in the order of the first step that each matches."""
    for entity in range(lines.begins.size - 1):
        end = lines.begins[entity + 1]
        first = lines.begins[entity]
        while first < end:
            after = first + 1
            while after < end and lines.times[after] == lines.times[first]:
                after += 1
            if after > first + 1:
                _favour_one_time(lines, first, after, steps)
            first = after


@njit(cache=True, nogil=True)
def _favour_one_time(lines: Gathered, first: int, after: int, steps: int) -> None:
    rows, bits = lines.rows[first:after].copy(), lines.bits[first:after].copy()
    place = first
    for step in range(-1, steps):
        for each in range(after - first):
            # Its first step is this one, or it has none.
            upto = bits[each] & ((1 << (step + 1)) - 1)
            if upto == (1 << step if step >= 0 else bits[each] & ((1 << steps) - 1)):
                lines.rows[place], lines.bits[place] = rows[each], bits[each]
                place += 1


@njit(cache=True, nogil=True)
def coded(rows: Ints, codes: Narrow, numbers: Ints) -> Ints:
    """The number of each row's code."""
    found = np.empty(rows.size, np.int64)
    for place in range(rows.size):
        found[place] = numbers[codes[rows[place]]]
    return found


@njit(cache=True, nogil=True)
def regrouped(lines: Gathered, keys: Ints, now: int) -> Gathered:
    """Each contact's rows by key, those of a key in the order in which they are, with a probe
    behind them. Rows with a negative key are left out; `who` has the first row of each key.

    Between a contact's least and greatest key there should not be many.
    """
    size = lines.rows.size
    begins, most = np.empty(size + 1, np.int64), 2 * size
    rows, times, bits = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int64)
    places = np.empty(1, np.int64)
    found = entities = 0
    for contact in range(lines.begins.size - 1):
        first, last = lines.begins[contact], lines.begins[contact + 1]
        own = range(first, last)
        least, greatest, chosen = np.int64(2**62), np.int64(-1), 0
        for row in own:
            if keys[row] >= 0:
                least, greatest = min(least, keys[row]), max(greatest, keys[row])
                chosen += 1
        if not chosen:
            continue
        if least == greatest and chosen == last - first:
            # One key, as most have: the rows stay together.
            begins[entities], end = found, found + chosen
            rows[found:end], times[found:end] = lines.rows[first:last], lines.times[first:last]
            bits[found:end] = lines.bits[first:last]
            rows[end], times[end], bits[end] = -1, now, 0
            entities, found = entities + 1, end + 1
            continue
        span = greatest - least + 1
        if places.size < span:
            places = np.empty(2 * span, np.int64)
        places[:span] = 0
        for row in own:
            if keys[row] >= 0:
                places[keys[row] - least] += 1
        for key in range(span):
            many = places[key]
            places[key] = found
            if many:
                begins[entities] = found
                entities += 1
                found += many + 1
                rows[found - 1], times[found - 1], bits[found - 1] = -1, now, 0
        for row in own:
            if keys[row] >= 0:
                place = places[keys[row] - least]
                places[keys[row] - least] += 1
                rows[place], times[place] = lines.rows[row], lines.times[row]
                bits[place] = lines.bits[row]
    begins[entities] = found
    begins = begins[: entities + 1]
    return Gathered(rows[begins[:-1]], begins, rows[:found], times[:found], bits[:found])
