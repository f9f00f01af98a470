"""The loops of the scan, compiled by numba when they are first called.

They keep a state an entity: for each step, when the last try that reached it began, and when it
came there. A time that is `NEVER` is none.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int64]
# For each entity and step: start, time and row of the first reaching (row -1: none), and whether
# the probe reaches it.
Found = tuple[Ints, Ints, Ints, Ints]
# Before all times.
NEVER = -(2**62)


@njit(cache=True, nogil=True)
def nothing(entities: int, steps: int) -> Found:
    starts = np.full((entities, steps), NEVER)
    reached = np.full((entities, steps), NEVER)
    return starts, reached, np.full((entities, steps), -1), np.zeros((entities, steps), np.int64)


@njit(cache=True, nogil=True)
def in_order(
    begins: Ints,
    times: Ints,
    matches: Ints,
    ends: Ints,
    probe: Ints,
    window: int,
    windows: Ints,
    strict: bool,
    increasing: bool,
) -> Found:
    """Steps one after the other. `begins` has the row where each entity begins, and the number
    of rows; `matches` and `ends` have a bit a step."""
    steps = windows.size
    found = nothing(begins.size - 1, steps)
    # When the last try that reached a step began, and came there; `tied` at the row's own time,
    # where that does not count yet.
    state, tied = np.empty((2, steps), np.int64), np.empty((2, steps), np.int64)
    for entity in range(begins.size - 1):
        state[:], tied[:], now = NEVER, NEVER, NEVER
        for row in range(begins[entity], begins[entity + 1]):
            if times[row] != now:
                now = times[row]
                arrive(state, tied)
            for step in range(steps - 1):
                if ends[row] >> step & 1:
                    state[0, step] = tied[0, step] = NEVER
            # From the last step down: a row serves one step of a try.
            for step in range(steps - 1, -1, -1):
                start = NEVER
                if matches[row] >> step & 1 or (probe[row] and step):
                    start = begin(state, step, now, window, windows[step], increasing)
                if start != NEVER and probe[row]:
                    found[3][entity, step] = 1
                elif start != NEVER:
                    note(found, entity, step, start, now, row)
                    into = tied if increasing and not strict else state
                    into[0, step], into[1, step] = start, now
                elif strict:
                    state[0, step] = NEVER
    return found


@njit(cache=True, nogil=True)
def arrive(state: Ints, tied: Ints) -> None:
    """What came at the time that is over counts from now on."""
    for step in range(state.shape[1]):
        if tied[0, step] != NEVER:
            state[:, step] = tied[:, step]
            tied[0, step] = NEVER


@njit(cache=True, nogil=True)
def begin(state: Ints, step: int, now: int, window: int, step_window: int, increasing: bool) -> int:
    """When the try began by which a row reaches a step; NEVER if it does not."""
    if step == 0:
        return now
    began, came = state[0, step - 1], state[1, step - 1]
    if began == NEVER or now - began > window or now - came > step_window:
        return NEVER
    return NEVER if increasing and came == now else began


@njit(cache=True, nogil=True)
def note(found: Found, entity: int, step: int, start: int, now: int, row: int) -> None:
    """The first time that a step is reached."""
    starts, reached, at_row, _ = found
    if at_row[entity, step] < 0:
        starts[entity, step], reached[entity, step], at_row[entity, step] = start, now, row


@njit(cache=True, nogil=True)
def any_order(
    begins: Ints, times: Ints, matches: Ints, probe: Ints, steps: int, window: int
) -> Found:
    """A level is so many steps within a window, in any order."""
    found = nothing(begins.size - 1, steps)
    last = np.empty(steps, np.int64)
    for entity in range(begins.size - 1):
        last[:] = NEVER
        for row in range(begins[entity], begins[entity + 1]):
            now, level, start = times[row], 0, times[row]
            for step in range(steps):
                if matches[row] >> step & 1:
                    last[step] = now
                if last[step] != NEVER and now - last[step] <= window:
                    level += 1
                    start = min(start, last[step])
            if probe[row]:
                found[3][entity, : level + 1] = 1
                continue
            for step in range(level):
                note(found, entity, step, start, now, row)
    return found
