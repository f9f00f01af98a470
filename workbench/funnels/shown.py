"""What the page shows of a funnel that was counted: figures, comparison, a row a value."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from engine.analytics.funnel import StepRow
from engine.analytics.statistics import holm, newcombe, two_shares_p
from workbench.funnels.counting import Counted

# More values of a breakdown than this are counted, but not sent.
MOST_VALUES = 1000


class Change(Struct, frozen=True):
    """How a share differs from the period before: in points from -1 to 1, with its interval."""

    points: float
    low: float
    high: float
    began: int
    share: float


class StepChange(Struct, frozen=True):
    """How the share of those who went on to a step differs from the period before. `p` is
    adjusted for there being several steps (Holm)."""

    step: int
    rate: float
    before: float
    points: float
    low: float
    high: float
    p: float


class ValueRow(Struct, frozen=True):
    """A value of the breakdown: who came to each step, and the share of who came to the step
    before; then of all who began, with its interval."""

    value: str
    came: tuple[int, ...]
    rates: tuple[float, ...]
    share: float
    low: float
    high: float


class Drop(Struct, frozen=True):
    """The step before which most of those who could come are lost for good."""

    step: int
    share: float
    lost: int


# `Any`: plain values for the browser.
def shown(counted: Counted) -> dict[str, Any]:
    """Everything but the figures."""
    whole, spec = counted.whole, counted.funnel.spec
    rows = whole.rows()
    values = counted.funnel.values if spec.breakdown else []
    by_value = {value: counted.funnel.rows_of(value) for value in values[:MOST_VALUES]}
    return {
        "key": counted.key,
        "digest": spec.digest,
        "entity": spec.entity,
        "steps": rows,
        "began": rows[0].converted,
        "change": change(counted),
        "compared": compared(counted),
        "immature": sum(row.immature for row in rows),
        "drop": biggest_drop(rows),
        "worst": worst_cell(by_value),
        "values": [_value(steps) for steps in by_value.values()],
        "left_out": max(0, len(values) - MOST_VALUES),
        "since": spec.since,
        "until": spec.until,
        "seq": counted.standing.seq,
        "t_us": counted.standing.t_us,
        "rows": counted.standing.events + counted.standing.messages,
        "seconds": counted.seconds,
    }


def change(counted: Counted) -> Change | None:
    """The conversion against the period before; None without one in which somebody began."""
    if counted.before is None:
        return None
    now, then = counted.whole.rows(), counted.before.rows()
    came, began = now[-1].converted, now[0].converted
    came_then, began_then = then[-1].converted, then[0].converted
    if not began or not began_then:
        return None
    interval = newcombe(came_then, began_then, came, began)
    points = came / began - came_then / began_then
    return Change(points, *interval, began_then, came_then / began_then)


def compared(counted: Counted) -> list[StepChange]:
    """Each step against the period before; empty without one."""
    if counted.before is None:
        return []
    pairs = list(zip(counted.whole.rows()[1:], counted.before.rows()[1:], strict=True))
    sides = [(then.converted, then.entered, now.converted, now.entered) for now, then in pairs]
    p_values = holm([two_shares_p(*side) for side in sides])
    return [
        StepChange(now.step, now.rate, then.rate, now.rate - then.rate, *newcombe(*side), p_value)
        for (now, then), side, p_value in zip(pairs, sides, p_values, strict=True)
    ]


def biggest_drop(rows: list[StepRow]) -> Drop | None:
    """Where the largest share is lost for good; None where nobody is."""
    drops = [
        Drop(row.step, lost / row.entered, lost)
        for row in rows[1:]
        if (lost := row.dropped - row.immature) > 0
    ]
    return max(drops, key=lambda drop: (drop.share, drop.lost), default=None)


def worst_cell(by_value: Mapping[str, list[StepRow]]) -> tuple[str, int] | None:
    """The value and step whose rate lies farthest below that of all others, judged by the near end
    of the interval of the difference; None where none lies below for sure."""
    found: list[tuple[float, str, int]] = []
    for step in range(1, min(map(len, by_value.values()), default=0)):
        rows = [steps[step] for steps in by_value.values()]
        came, entered = sum(row.converted for row in rows), sum(row.entered for row in rows)
        for row in rows:
            others, of = came - row.converted, entered - row.entered
            if row.entered and of:
                below = newcombe(row.converted, row.entered, others, of).low
                found.append((below, row.value, step + 1))
    best = max(found, default=None)
    return (best[1], best[2]) if best and best[0] > 0 else None


def _value(rows: list[StepRow]) -> ValueRow:
    last = rows[-1]
    return ValueRow(
        last.value,
        tuple(row.converted for row in rows),
        tuple(round(row.rate, 5) for row in rows),
        last.total_rate,
        last.total_low,
        last.total_high,
    )
