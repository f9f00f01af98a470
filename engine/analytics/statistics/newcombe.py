"""How far the difference of two shares may be from what was counted."""

from math import hypot

from engine.analytics.statistics.interval import LEVEL, Interval
from engine.analytics.statistics.wilson import wilson


def newcombe(
    part_a: int, whole_a: int, part_b: int, whole_b: int, level: float = LEVEL
) -> Interval:
    """The interval of share b minus share a (R. G. Newcombe, 1998, "Interval estimation for the
    difference between independent proportions", method 10); from -1 to 1 where one side has
    nothing."""
    if not whole_a or not whole_b:
        return Interval(-1.0, 1.0)
    a, b = part_a / whole_a, part_b / whole_b
    around_a, around_b = wilson(part_a, whole_a, level), wilson(part_b, whole_b, level)
    down = hypot(b - around_b.low, around_a.high - a)
    up = hypot(around_b.high - b, a - around_a.low)
    return Interval(max(b - a - down, -1.0), min(b - a + up, 1.0))
