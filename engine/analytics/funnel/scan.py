"""Tries by one pass over the rows, lined up by entity and time.

It shares no algorithm with the chain.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.analytics.funnel import ruled, tries
from engine.analytics.funnel.direct import UnfitError, direct_lineups, is_direct
from engine.analytics.funnel.indexed import can_answer, lineups
from engine.analytics.funnel.kernels import Found, Ints, any_order, in_order
from engine.analytics.funnel.lineup import Lines, Lineup, Streamed
from engine.analytics.funnel.spec import SECOND_US, FunnelSpec
from engine.analytics.history import History
from engine.analytics.index.index import Index
from engine.analytics.index.opening import indexes_of
from engine.analytics.index.unkept import whole_files

Part = TypeVar("Part")
# Longer than all windows.
ENDLESS = 2**61
THREADS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(spec: FunnelSpec, history: History) -> pa.Table:
    """How far everybody came."""
    indexes = indexes_of(history)
    if indexes is not None and all(can_answer(spec, index) for index in indexes):
        return run_indexed(spec, indexes, history.watermark().t_us + 1)
    files = _files(spec, history)
    if files is not None:
        with suppress(UnfitError):
            return run_direct(spec, files, history.watermark().t_us + 1)
    if ruled.is_ruled(spec):
        return tries.in_order(ruled.run(spec, history), len(spec.steps))
    return tries.in_order(scanned(spec, Streamed(spec, history)), len(spec.steps))


def run_indexed(spec: FunnelSpec, indexes: Sequence[Index], now_us: int) -> pa.Table:
    """The same out of indexes that can answer it. All their rows are older than `now_us`."""
    rows = [each for index in indexes for each in lineups(spec, index, now_us)]
    return _together(spec, lambda lined_up: scanned(spec, lined_up()), rows)


def run_direct(spec: FunnelSpec, files: Sequence[Path], now_us: int) -> pa.Table:
    """The same out of sorted files with all rows of their contacts each, for a funnel that
    `is_direct`. Raises UnfitError where that does not do."""

    def counted(file: Path) -> pa.Table:
        found = [scanned(spec, rows) for rows in direct_lineups(spec, file, now_us)]
        return pa.concat_tables([tries.schema(len(spec.steps)).empty_table(), *found])

    return _together(spec, counted, files)


def _together(
    spec: FunnelSpec, counted: Callable[[Part], pa.Table], parts: Sequence[Part]
) -> pa.Table:
    with ThreadPoolExecutor(THREADS) as threads:
        found = list(threads.map(counted, parts))
    steps = len(spec.steps)
    return tries.in_order(pa.concat_tables([tries.schema(steps).empty_table(), *found]), steps)


def _files(spec: FunnelSpec, history: History) -> Sequence[Path] | None:
    """The files of a history that are all of it and can be counted without an index."""
    if history.archive is None or history.live("events").num_rows or not is_direct(spec):
        return None
    return whole_files(*history.archive)


def scanned(spec: FunnelSpec, lineup: Lineup) -> pa.Table:
    """How far everybody in a lineup came, in the lineup's order."""
    window = _window(spec.within_s)
    found = lineup.raced(window)
    if found is None:
        found = _looped(spec, lineup.lines, window)
    return _table(spec, lineup, found)


def _looped(spec: FunnelSpec, lines: Lines, window: int) -> Found:
    if spec.order == "unordered":
        return any_order(
            lines.begins, lines.times, lines.matches, lines.probe, len(spec.steps), window
        )
    windows = np.array([_window(step.within_s) for step in spec.steps], np.int64)
    rules = spec.order == "strict", spec.ties == "increasing"
    return in_order(
        lines.begins,
        lines.times,
        lines.matches,
        lines.ends,
        lines.probe,
        window,
        windows,
        *rules,
    )


def _window(seconds: int | None) -> int:
    return ENDLESS if seconds is None else seconds * SECOND_US


def _table(spec: FunnelSpec, lineup: Lineup, scan: Found) -> pa.Table:
    starts, reached, at_row, could = scan
    steps = len(spec.steps)
    level = ((at_row >= 0) * np.arange(1, steps + 1)).max(axis=1, initial=0)
    came = np.flatnonzero(level)
    starts, reached, at_row, could, level = (
        each[came] for each in (starts, reached, at_row, could, level)
    )
    columns: dict[str, Any] = {
        "entity": lineup.entities(came),
        "contact": lineup.contacts(came),
        "value": _values(spec, lineup, came, at_row),
        "level": level,
        "immature": _immature(spec, level, could),
    }
    for step in range(steps):
        for word, found in (("start", starts), ("reached", reached)):
            missing = at_row[:, step] < 0
            columns[f"{word}_us_{step + 1}"] = pa.array(found[:, step], mask=missing)
    return pa.table(columns)


def _immature(spec: FunnelSpec, level: Ints, could: Ints) -> npt.NDArray[np.bool_]:
    immature = np.zeros(level.size, np.bool_)
    for number in spec.limited():
        immature |= (level == number - 1) & (could[:, number - 1] == 1)
    return immature


def _values(spec: FunnelSpec, lineup: Lineup, came: Ints, at_row: Ints) -> pa.Array:
    """The value in the breakdown of those who came; empty where no row decides it."""
    breakdown = spec.breakdown
    if breakdown is None:
        return pa.array([""] * came.size, pa.string())
    if breakdown.attribution == "each":
        return lineup.values(lineup.begins[came])
    if breakdown.attribution == "last":
        return lineup.values(_last_touches(spec, lineup.lines)[came])
    decides = at_row[:, breakdown.at - 1 if breakdown.attribution == "step" else 0]
    found = lineup.values(np.maximum(decides, 0))
    return pc.if_else(pa.array(decides >= 0), found, "")


def _last_touches(spec: FunnelSpec, lines: Lines) -> Ints:
    """The last row of step 1 of each entity; in any order of steps, of any step."""
    wanted = np.int64(-1) if spec.order == "unordered" else np.int64(1)
    marked = np.where(lines.matches & wanted, np.arange(lines.matches.size), -1)
    begins = lines.begins[:-1]
    return np.maximum.reduceat(marked, begins) if begins.size else begins
