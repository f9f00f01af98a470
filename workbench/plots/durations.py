"""How long something took, in words and as axes: seconds, minutes, hours or days."""

import numpy as np
from numpy.typing import NDArray

from workbench.plots.look import Look

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86_400


def unit_of(longest_s: float) -> tuple[str, int]:
    """The unit in which times up to the longest read well, and its length in seconds."""
    for name, length_s in (("days", DAY_S), ("hours", HOUR_S), ("minutes", MINUTE_S)):
        if longest_s >= 3 * length_s:
            return name, length_s
    return "seconds", 1


def shown_until(seconds: NDArray[np.float64]) -> float:
    """How far an axis of these times goes: a few that are very long would press the others to the
    edge."""
    return 1.5 * float(np.percentile(seconds, 95)) or 1.0


def said(seconds: float, look: Look) -> str:
    """A duration by its two largest units: 3 min 12 s. Signs are the same everywhere."""
    if seconds < 1:
        return f"{look.number(seconds, 1)} s"
    left, parts = round(seconds), list[str]()
    for sign, length_s in (("d", DAY_S), ("h", HOUR_S), ("min", MINUTE_S), ("s", 1)):
        count, left = divmod(left, length_s)
        if count:
            parts.append(f"{look.number(count, 0)} {sign}")
        elif parts:
            break
    return " ".join(parts[:2])
