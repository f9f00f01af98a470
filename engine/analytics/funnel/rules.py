"""The loop of the scan for every rule of a funnel, compiled by numba when it is first called.

It remembers at each row when the try began that reached each step by it. For a pair of steps that
may follow each other a queue has the rows of the first that are inside the windows of the second,
those that began last in front: each row enters it once and leaves it once.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from engine.analytics.funnel.kernels import NEVER, Ints


class Rows(NamedTuple):
    """What happened, by entity or part of it, then by place. `begins` has the row where each
    begins, and the number of rows; the others a value a row, most of them a bit a step."""

    begins: Ints
    times: Ints
    matches: Ints
    entries: Ints
    ends: Ints
    removes: Ints
    probe: Ints


class Rules(NamedTuple):
    """The windows of each step, and whether it has to follow directly. `pairs` has the steps that
    may follow each other, from 0."""

    window: int
    longest: Ints
    least: Ints
    direct: Ints
    pairs: Ints
    totals: bool


class Came(NamedTuple):
    """For each try (of an entity, or one of several) and step: when it began, and the row by which
    the step was first reached, -1 for none; the row by which it was first joined from nowhere; and
    whether the probe reaches it. `owner` is its entity; `removed` has a value an entity."""

    starts: Ints
    at_row: Ints
    joined: Ints
    could: Ints
    owner: Ints
    removed: Ints


class Queues(NamedTuple):
    """The rows of each pair in a queue, from head to tail, and the next row that may enter."""

    rows: Ints
    heads: Ints
    tails: Ints
    nexts: Ints


@njit(cache=True)
def by_rules(rows: Rows, rules: Rules) -> Came:
    """How far everybody came."""
    entities, steps = rows.begins.size - 1, rules.longest.size
    tries = entities
    if rules.totals:
        tries = 0
        for row in range(rows.entries.size):
            tries += rows.entries[row] & 1
    came = Came(
        np.full((tries, steps), NEVER),
        np.full((tries, steps), -1),
        np.full((tries, steps), -1),
        np.zeros((tries, steps), np.int64),
        np.arange(tries),
        np.zeros(entities, np.int64),
    )
    longest = 0
    for entity in range(entities):
        longest = max(longest, rows.begins[entity + 1] - rows.begins[entity])
    pairs = rules.pairs.shape[0]
    zeros = np.zeros(pairs, np.int64)
    queues = Queues(np.empty((pairs, longest), np.int64), zeros, zeros.copy(), zeros.copy())
    began = np.empty((steps, longest), np.int64)
    tried = 0
    for entity in range(entities):
        forget(queues, 0)
        if rules.totals:
            tried = one_after_another(rows, rules, came, queues, began, entity, tried)
        else:
            furthest(rows, rules, came, queues, began, entity)
    return came


@njit(cache=True)
def furthest(
    rows: Rows, rules: Rules, came: Came, queues: Queues, began: Ints, entity: int
) -> None:
    """All tries of an entity together."""
    steps, first = rules.longest.size, rows.begins[entity]
    # Of the last that reached a step and was not ended: its beginning, time and place; and of all.
    waits = np.full((3, steps), NEVER)
    latest = np.full(steps, NEVER)
    for row in range(first, rows.begins[entity + 1]):
        at, now = row - first, rows.times[row]
        end(rows, rules, queues, row, at)
        for step in range(steps):
            if rows.ends[row] >> step & 1:
                waits[0, step] = NEVER
        if latest[steps - 1] == NEVER and is_removed(rows, rules, waits, latest, row, at):
            came.removed[entity] = 1
        # From the last step down: a row serves one step of a try.
        for step in range(steps - 1, -1, -1):
            start = reached(rows, rules, queues, began, row, at, step)
            if rows.probe[row]:
                came.could[entity, step] = int(start != NEVER)
                continue
            if start != NEVER and came.at_row[entity, step] < 0:
                came.starts[entity, step], came.at_row[entity, step] = start, row
            if rows.entries[row] >> step & 1:
                if step == 0 and came.at_row[entity, 0] < 0:
                    came.starts[entity, 0], came.at_row[entity, 0] = now, row
                if came.joined[entity, step] < 0:
                    came.joined[entity, step] = row
                start = now
            began[step, at] = start
            if start != NEVER:
                waits[0, step], waits[1, step], waits[2, step] = start, now, at
                latest[step] = max(latest[step], start)


@njit(cache=True)
def is_removed(rows: Rows, rules: Rules, waits: Ints, latest: Ints, row: int, at: int) -> bool:
    """Whether the latest try at a step has not come to the next, and its windows are open, when
    what removes who waits there happens."""
    now = rows.times[row]
    for step in range(rules.longest.size - 1):
        start = waits[0, step]
        if rows.removes[row] >> step & 1 == 0 or start == NEVER or latest[step + 1] >= start:
            continue
        is_open = now - start <= rules.window and now - waits[1, step] <= rules.longest[step + 1]
        if is_open and (rules.direct[step + 1] == 0 or waits[2, step] == at - 1):
            return True
    return False


@njit(cache=True)
def one_after_another(
    rows: Rows, rules: Rules, came: Came, queues: Queues, began: Ints, entity: int, tried: int
) -> int:
    """The tries of an entity, each from the first row of step 1 after the end of the last. Gives
    how many there were by now."""
    steps, first = rules.longest.size, rows.begins[entity]
    start, level = NEVER, 0
    for row in range(first, rows.begins[entity + 1]):
        at, now = row - first, rows.times[row]
        if start != NEVER and not rows.probe[row]:
            is_over = now - start > rules.window or rows.ends[row] >> (level - 1) & 1
            start = NEVER if is_over else start
        end(rows, rules, queues, row, at)
        began[:, at] = NEVER
        if start != NEVER:
            advanced = go_on(rows, rules, came, queues, began, row, at, tried - 1, level)
            level += int(advanced)
            if level == steps:
                start = NEVER
                forget(queues, at + 1)
            if advanced or rows.probe[row] or not rules.direct[level]:
                continue
            start = NEVER
        if rows.entries[row] & 1:
            forget(queues, at)
            began[:, at] = NEVER
            start, level = now, 1
            came.owner[tried] = entity
            came.starts[tried, 0], came.at_row[tried, 0], began[0, at] = now, row, now
            tried += 1
            if steps == 1:
                start = NEVER
    return tried


@njit(cache=True)
def go_on(
    rows: Rows,
    rules: Rules,
    came: Came,
    queues: Queues,
    began: Ints,
    row: int,
    at: int,
    tried: int,
    level: int,
) -> bool:
    """Notes the steps that a try comes to by a row; whether it came further than before."""
    advanced = False
    for step in range(rules.longest.size - 1, 0, -1):
        start = reached(rows, rules, queues, began, row, at, step)
        if rows.probe[row]:
            came.could[tried, step] = int(start != NEVER)
        elif start != NEVER:
            began[step, at] = start
            if came.at_row[tried, step] < 0:
                came.starts[tried, step], came.at_row[tried, step] = start, row
            advanced = advanced or step == level
    return advanced


@njit(cache=True)
def forget(queues: Queues, at: int) -> None:
    """Nothing before this row of an entity is gone on from."""
    queues.heads[:] = 0
    queues.tails[:] = 0
    queues.nexts[:] = at


@njit(cache=True)
def end(rows: Rows, rules: Rules, queues: Queues, row: int, at: int) -> None:
    """Ends the tries that wait, where a row is excluded after their step."""
    if rows.ends[row] == 0:
        return
    for pair in range(rules.pairs.shape[0]):
        if rows.ends[row] >> rules.pairs[pair, 0] & 1:
            queues.heads[pair] = queues.tails[pair] = 0
            queues.nexts[pair] = at


@njit(cache=True)
def reached(
    rows: Rows, rules: Rules, queues: Queues, began: Ints, row: int, at: int, step: int
) -> int:
    """When the last try began by which a row comes to a step from one before; NEVER for none."""
    start = NEVER
    if not (rows.matches[row] >> step & 1 or rows.probe[row]):
        return start
    now = rows.times[row]
    for pair in range(rules.pairs.shape[0]):
        if rules.pairs[pair, 1] != step:
            continue
        if rules.direct[step]:
            found = beside(rows, rules, began, row, at, rules.pairs[pair, 0], step)
        else:
            found = in_line(rows, rules, queues, began, row, at, pair)
        start = max(start, found)
    return start if now - start <= rules.window else NEVER


@njit(cache=True)
def beside(rows: Rows, rules: Rules, began: Ints, row: int, at: int, before: int, step: int) -> int:
    """The beginning of the try that reached a step by the row before."""
    if at == 0 or rows.ends[row] >> before & 1:
        return NEVER
    passed = rows.times[row] - rows.times[row - 1]
    if passed < rules.least[step] or passed > rules.longest[step]:
        return NEVER
    return int(began[before, at - 1])


@njit(cache=True)
def in_line(
    rows: Rows, rules: Rules, queues: Queues, began: Ints, row: int, at: int, pair: int
) -> int:
    """The latest beginning among the rows of a pair's first step that are in its windows."""
    before, step = rules.pairs[pair, 0], rules.pairs[pair, 1]
    first, now = row - at, rows.times[row]
    head, tail, place = queues.heads[pair], queues.tails[pair], queues.nexts[pair]
    while place < at and rows.times[first + place] <= now - rules.least[step]:
        if began[before, place] != NEVER:
            while (
                tail > head and began[before, queues.rows[pair, tail - 1]] <= began[before, place]
            ):
                tail -= 1
            queues.rows[pair, tail] = place
            tail += 1
        place += 1
    while head < tail and now - rows.times[first + queues.rows[pair, head]] > rules.longest[step]:
        head += 1
    queues.heads[pair], queues.tails[pair], queues.nexts[pair] = head, tail, place
    return int(began[before, queues.rows[pair, head]]) if head < tail else NEVER
