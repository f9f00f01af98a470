"""Tries by one pass over the rows, sorted by entity and time.

It shares the rows with the chain, and nothing else.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from engine.analytics.funnel import tries
from engine.analytics.funnel.kernels import Found, Ints, any_order, in_order
from engine.analytics.funnel.spec import SECOND_US, FunnelSpec
from engine.analytics.funnel.stream import order_of, stream
from engine.analytics.history import History

# Longer than all windows.
ENDLESS = 2**61


def run(spec: FunnelSpec, history: History) -> pa.Table:
    """How far everybody came."""
    rows = stream(spec, history)
    order = [rows.entity, rows.held, *order_of(spec, rows)]
    found = history.query(rows.order_by(order)).combine_chunks()
    begins = _begins(found)
    probe = _numbers(found, "probe")
    matches = _bits(found, "s", range(1, len(spec.steps) + 1))
    ends = _bits(found, "x", range(1, len(spec.steps)))
    times = _numbers(found, "t")
    if spec.order == "unordered":
        window = _window(spec.within_s)
        scanned = any_order(begins, times, matches, probe, len(spec.steps), window)
    else:
        windows = np.array([_window(step.within_s) for step in spec.steps], np.int64)
        rules = spec.order == "strict", spec.ties == "increasing"
        scanned = in_order(
            begins, times, matches, ends, probe, _window(spec.within_s), windows, *rules
        )
    return _table(spec, found, begins, matches, scanned)


def _window(seconds: int | None) -> int:
    return ENDLESS if seconds is None else seconds * SECOND_US


def _numbers(rows: pa.Table, name: str) -> Ints:
    # A copy: what Arrow lends is read-only, for numba another type.
    return np.array(rows[name].cast(pa.int64()).to_numpy(), np.int64)


def _bits(rows: pa.Table, letter: str, numbers: Sequence[int]) -> Ints:
    found = np.zeros(rows.num_rows, np.int64)
    for bit, number in enumerate(numbers):
        found |= _numbers(rows, f"{letter}{number}") << bit
    return found


def _begins(rows: pa.Table) -> Ints:
    changes = np.zeros(rows.num_rows, np.bool_)
    changes[:1] = True
    for name in ("entity", "held"):
        numbers = rows[name].combine_chunks().dictionary_encode().indices.to_numpy()
        changes[1:] |= numbers[1:] != numbers[:-1]
    return np.append(np.flatnonzero(changes), rows.num_rows).astype(np.int64)


def _table(
    spec: FunnelSpec,
    rows: pa.Table,
    begins: Ints,
    matches: Ints,
    scanned: Found,
) -> pa.Table:
    starts, reached, at_row, could = scanned
    steps = len(spec.steps)
    level = ((at_row >= 0) * np.arange(1, steps + 1)).max(axis=1, initial=0)
    immature = np.zeros(level.size, np.bool_)
    for number in spec.limited():
        immature |= (level == number - 1) & (could[:, number - 1] == 1)
    columns: dict[str, Any] = {"level": level, "immature": immature}
    for step in range(steps):
        for word, found in (("start", starts), ("reached", reached)):
            missing = at_row[:, step] < 0
            columns[f"{word}_us_{step + 1}"] = pa.array(found[:, step], mask=missing)
    columns["value"] = _values(spec, rows, begins, matches, at_row)
    columns["entity"] = rows["entity"].take(begins[:-1])
    # The probe, the last row of each, has the contact of all its rows.
    columns["contact"] = rows["contact"].take(begins[1:] - 1)
    found = pa.table(columns).filter(pa.array(level > 0))
    return tries.in_order(found, steps)


def _values(
    spec: FunnelSpec, rows: pa.Table, begins: Ints, matches: Ints, at_row: Ints
) -> pa.ChunkedArray:
    """The value of each entity in the breakdown."""
    breakdown = spec.breakdown
    chosen = begins[:-1]
    if breakdown and breakdown.attribution == "last":
        wanted = np.int64(-1) if spec.order == "unordered" else np.int64(1)
        marked = np.where(matches & wanted, np.arange(matches.size), -1)
        chosen = np.maximum.reduceat(marked, chosen) if chosen.size else chosen
    elif breakdown and breakdown.attribution != "each":
        step = breakdown.at if breakdown.attribution == "step" else 1
        chosen = at_row[:, step - 1]
    found = rows["value"].take(pa.array(chosen, mask=chosen < 0))
    return found.fill_null("")
