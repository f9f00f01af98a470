"""How far a share may be from what was counted."""

from math import sqrt

# Of the normal distribution, for 95 %.
Z = 1.959963984540054


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share (E. B. Wilson, 1927); from 0 to 1 where nothing was counted."""
    if not whole:
        return 0.0, 1.0
    share = part / whole
    middle = share + Z * Z / (2 * whole)
    spread = Z * sqrt(share * (1 - share) / whole + Z * Z / (4 * whole * whole))
    scale = 1 + Z * Z / whole
    low, high = (middle - spread) / scale, (middle + spread) / scale
    return (0.0 if part == 0 else low), (1.0 if part == whole else high)
