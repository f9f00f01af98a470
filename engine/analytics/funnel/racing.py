"""The loop for most funnels: steps in order, each row one of them, one window or none.

It gives what `in_order` gives, without what such funnels do not need. The step of a row is in its
number: 1 for step 1, else twice the step, so that `number & 1` still says whether a try begins.
"""

import numpy as np
from numba import njit

from engine.analytics.funnel.kernels import NEVER, Found, Ints, nothing


def numbers(bits: Ints) -> Ints:
    """For bits of which each has at most one, the number of the step."""
    steps = np.array([int(each).bit_length() for each in bits], np.int64)
    return np.where(steps == 1, 1, 2 * steps)


@njit(cache=True, nogil=True)
def race(
    begins: Ints, times: Ints, numbered: Ints, steps: int, window: int, favourable: bool
) -> Found:
    """The last row of an entity is its probe. Rows of one time are taken as they lie, or,
    `favourable`, step by step."""
    found = nothing(begins.size - 1, steps)
    starts, reached, at_row, could = found
    # When the latest try began that reached a step; before them, the time of the row itself.
    began = np.empty(steps + 1, np.int64)
    for entity in range(begins.size - 1):
        row, probe = begins[entity], begins[entity + 1] - 1
        # Longer ago than all windows.
        began[:] = NEVER
        level = 0
        while row < probe and level < steps:
            time, after, passes = times[row], row + 1, 1
            if favourable:
                while times[after] == time:
                    if numbered[after] < numbered[after - 1]:
                        passes = steps
                    after += 1
            began[0] = time
            for only in range(passes):
                for place in range(row, after):
                    step = (numbered[place] + 1) >> 1
                    if passes > 1 and step != only + 1:
                        continue
                    start = began[step - 1]
                    # Assigned without a branch: it could not be foretold.
                    began[step] = start if time - start <= window else began[step]
                    if step > level and time - start <= window:
                        starts[entity, step - 1], reached[entity, step - 1] = start, time
                        at_row[entity, step - 1] = place
                        level = step
            row = after
        for step in range(1, steps):
            could[entity, step] = times[probe] - began[step] <= window
    return found
