"""Tries by trying: every chain of rows that the rules allow, spelt out, to hold executors against.

A chain is a row of each step, up to some step, but for steps that may be left out. It is slow on
purpose and shares no line with the executors: it reads the three tables itself, matches rows
itself, and keeps no state.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

import pyarrow as pa
from msgspec.structs import replace

from engine.analytics.funnel import tries
from engine.analytics.funnel.reference_rows import Row, rows_of
from engine.analytics.funnel.spec import SECOND_US, FunnelSpec
from engine.analytics.history import History

# The rows of a try, each with the step that it serves.
Chain = tuple[tuple[int, Row], ...]
Part = Sequence[Row]
Try = dict[str, object]


def run(spec: FunnelSpec, history: History) -> pa.Table:
    """How far everybody came."""
    people: dict[tuple[str, str], list[Row]] = {}
    for row in rows_of(spec, history):
        people.setdefault((row.entity, row.held), []).append(row)
    now_us = history.watermark().t_us + 1
    sessions = history.arrow("sessions").to_pylist() if spec.within_session else []
    over = {row["session_id"] for row in sessions if row["ended_us"]}
    found: list[Try] = []
    for rows in people.values():
        parts = _parts(spec, rows)
        # Nothing comes any more in a session that is over.
        probes = [
            replace(part[0], t=now_us, place=len(rows), ends=frozenset())
            for part in parts
            if not (spec.within_session and part[0].part[0] in over)
        ]
        if spec.counting == "totals":
            for part in parts:
                own = [probe for probe in probes if probe.part == part[0].part]
                found += _one_after_another(spec, part, own)
        else:
            found += _furthest(spec, parts, probes)
    table = pa.Table.from_pylist(found, tries.schema(len(spec.steps)))
    return tries.in_order(table, len(spec.steps))


def _parts(spec: FunnelSpec, rows: list[Row]) -> list[Part]:
    """The rows of an entity in order, in the parts that a try may not leave."""

    def place(row: Row) -> tuple[int, ...]:
        first = min(row.steps, default=0)
        return (row.t, first, row.seq) if spec.ties == "favourable" else (row.t, row.seq)

    # Whoever is over all of them: an entity of several contacts has the last by the alphabet.
    contact = max(row.contact for row in rows)
    placed = [
        replace(row, place=number, contact=contact)
        for number, row in enumerate(sorted(rows, key=place))
    ]
    by_part = sorted(placed, key=lambda row: (row.part, row.place))
    return [list(part) for _, part in groupby(by_part, key=lambda row: row.part)]


def _furthest(spec: FunnelSpec, parts: list[Part], probes: list[Row]) -> Iterator[Try]:
    """An entity, by all its tries together."""
    if spec.counting == "first":
        entries = [row for part in parts for row in part if 1 in row.steps]
        first = min((row.place for row in entries), default=-1)
        parts = [_only(part, first) for part in parts]
    if any(_is_removed(spec, part) for part in parts):
        return
    chains = {
        step: [chain for part in parts for chain in _chains(spec, part, step)]
        for step in range(1, len(spec.steps) + 1)
    }
    found = _told(spec, parts[0][0], chains)
    if found is not None:
        step = spec.next_of(int(str(found["level"])))
        goes_on = any(
            _may_come(spec, part, probe, step)
            for part in parts
            for probe in probes
            if probe.part == part[0].part
        )
        yield found | {"immature": goes_on}


def _only(part: Part, place: int) -> Part:
    """The rows, of which only one is of step 1."""
    return [row if row.place == place else replace(row, steps=row.steps - {1}) for row in part]


def _told(spec: FunnelSpec, one: Row, chains: dict[int, list[Chain]]) -> Try | None:
    level = max((step for step, found in chains.items() if found), default=0)
    if not level:
        return None
    told: Try = {"entity": one.entity, "contact": one.contact, "level": level}
    decides: dict[int, Row] = {}
    for step, found in chains.items():
        # In a funnel that is open, the way from the step before counts before joining there.
        came = [chain for chain in found if len(chain) > 1 or step == 1] or found
        if came:
            last = decides[step] = min((chain[-1][1] for chain in came), key=lambda row: row.place)
            starts = [chain[0][1].t for chain in came if chain[-1][1] is last]
            is_joined = step > 1 and max(map(len, came)) == 1
            told[f"start_us_{step}"] = None if is_joined else max(starts)
            told[f"reached_us_{step}"] = last.t
    told["value"] = _value(spec, one, chains, decides)
    return told


def _value(
    spec: FunnelSpec, one: Row, chains: dict[int, list[Chain]], decides: dict[int, Row]
) -> str:
    if spec.breakdown is None:
        return ""
    match spec.breakdown.attribution:
        case "each":
            return one.held
        case "step":
            row = decides.get(spec.breakdown.at)
            return row.value if row else ""
        case how:
            if spec.order == "unordered":
                rows = [chain[-1][1] for chain in chains[1]]
            else:
                every = (chain for found in chains.values() for chain in found)
                rows = [chain[0][1] for chain in every if len(chain) == 1]
            rows.sort(key=lambda row: row.place)
            return rows[0 if how == "first" else -1].value


def _may_come(spec: FunnelSpec, part: Part, probe: Row, step: int) -> bool:
    """Whether a row of a step, now, would be reached, and there is a time when it would not."""
    if step not in spec.limited():
        return False
    for of in range(1, len(spec.steps) + 1) if spec.order == "unordered" else [step]:
        now = replace(probe, steps=frozenset([of]), enters=False)
        for chain in _chains(spec, [*part, now], step):
            if any(row is now for _, row in chain):
                return True
    return False


def _chains(spec: FunnelSpec, rows: Part, step: int) -> Iterator[Chain]:
    """The chains that reach a step."""
    if spec.order == "unordered":
        yield from _sets(spec, rows, step)
        return
    for chain in _sequences(spec, rows, step):
        if _is_allowed(spec, rows, chain):
            yield chain


def _sequences(spec: FunnelSpec, rows: Part, step: int) -> Iterator[Chain]:
    """A row of a step after each chain that reaches a step before it, in no time."""
    own = [(index, row) for index, row in enumerate(rows) if step in row.steps]
    if step == 1 or spec.open_entry:
        yield from (((step, row),) for _, row in own if row.enters)
    for before in range(1, step):
        if any(not between.optional for between in spec.steps[before : step - 1]):
            continue
        for chain in _sequences(spec, rows, before):
            yield from ((*chain, (step, row)) for _, row in own if row.place > chain[-1][1].place)


def _is_allowed(spec: FunnelSpec, rows: Part, chain: Chain) -> bool:
    first, last = chain[0][1], chain[-1][1]
    if spec.within_s is not None and last.t - first.t > spec.within_s * SECOND_US:
        return False
    for (step, before), (to, after) in pairwise(chain):
        rules, passed = spec.steps[to - 1], after.t - before.t
        between = [row for row in rows if before.place < row.place <= after.place]
        if rules.within_s is not None and passed > rules.within_s * SECOND_US:
            return False
        if rules.after_s is not None and passed < rules.after_s * SECOND_US:
            return False
        if spec.ties == "increasing" and passed == 0:
            return False
        if (spec.order == "strict" or rules.directly) and len(between) > 1:
            return False
        if any(step in row.ends for row in between):
            return False
    return True


def _sets(spec: FunnelSpec, rows: Part, steps: int) -> Iterator[Chain]:
    """Where so many steps came within a window: the last row of each, as a chain."""
    for index, row in enumerate(rows):
        lasts = []
        for step in range(1, len(spec.steps) + 1):
            past = [each for each in rows[: index + 1] if step in each.steps]
            if past and (spec.within_s is None or row.t - past[-1].t <= spec.within_s * SECOND_US):
                lasts.append((step, past[-1]))
        if len(lasts) >= steps:
            yield (*sorted(lasts, key=lambda found: found[1].place), (0, row))


def _is_removed(spec: FunnelSpec, rows: Part) -> bool:
    """Whether something that removes came while the latest try waited for the step after it."""
    for index, row in enumerate(rows):
        past = rows[:index]
        if any(_chains(spec, past, len(spec.steps))):
            return False
        for step in row.removes:
            waiting = [
                chain[0][1].t
                for chain in _chains(spec, past, step)
                if _still_waits(spec, chain, rows[: index + 1])
            ]
            gone_on = [chain[0][1].t for chain in _chains(spec, past, step + 1)]
            if waiting and max(gone_on, default=max(waiting) - 1) < max(waiting):
                return True
    return False


def _still_waits(spec: FunnelSpec, chain: Chain, rows: Part) -> bool:
    """Whether a try waits for its next step when the last of the rows comes."""
    (_, first), (step, last), now = chain[0], chain[-1], rows[-1]
    rules, between = spec.steps[step], [row for row in rows if row.place > last.place]
    if len(between) > 1 and (spec.order == "strict" or rules.directly):
        return False
    windows = ((spec.within_s, first), (rules.within_s, last))
    return not any(step in row.ends for row in between) and all(
        seconds is None or now.t - since.t <= seconds * SECOND_US for seconds, since in windows
    )


def _one_after_another(spec: FunnelSpec, part: Part, probes: Iterable[Row]) -> Iterator[Try]:
    """Tries from one row of step 1 to the next after the end of the last."""
    rest = part
    while entries := [row for row in rest if 1 in row.steps]:
        rest = [row for row in rest if row.place >= entries[0].place]
        own = _only(rest, entries[0].place)
        level, end = _followed(spec, own)
        lived = own if end is None else own[:end]
        steps = range(1, len(spec.steps) + 1)
        found = _told(spec, part[0], {step: list(_chains(spec, lived, step)) for step in steps})
        assert found is not None
        goes_on = end is None and any(_may_come(spec, lived, probe, level + 1) for probe in probes)
        yield found | {"immature": goes_on}
        if end is None:
            return
        rest = rest[end:]


def _followed(spec: FunnelSpec, rows: Part) -> tuple[int, int | None]:
    """How far the try of the first row comes, and the index of the first row after its end."""
    level = 1
    if level == len(spec.steps):
        return level, 1
    for index, row in enumerate(rows[1:], 1):
        if spec.within_s is not None and row.t - rows[0].t > spec.within_s * SECOND_US:
            return level, index
        if level in row.ends:
            return level, index
        is_reached = any(_chains(spec, rows[: index + 1], level + 1))
        if not is_reached and (spec.order == "strict" or spec.steps[level].directly):
            return level, index
        level += is_reached
        if level == len(spec.steps):
            return level, index + 1
    return level, None
