"""How far a share may be from what was counted."""

from math import sqrt

from engine.analytics.statistics.interval import LEVEL, Interval, z_of


def wilson(part: int, whole: int, level: float = LEVEL) -> Interval:
    """The interval of a share (E. B. Wilson, 1927, without continuity correction); from 0 to 1
    where nothing was counted."""
    if not whole:
        return Interval(0.0, 1.0)
    z = z_of(level)
    share = part / whole
    middle = share + z * z / (2 * whole)
    spread = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    low, high = (middle - spread) / scale, (middle + spread) / scale
    return Interval(0.0 if part == 0 else low, 1.0 if part == whole else high)
