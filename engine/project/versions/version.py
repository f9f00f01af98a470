"""A version as it is listed, and which of the old ones are let go."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Kind = Literal["saved", "published", "restored", "merged", "imported"]

HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
WEEK_US = 7 * DAY_US


class Version(Struct, frozen=True):
    """What was kept at a moment, by whom and why. `bundle` is the id of a published bundle."""

    id: int
    t_us: int
    kind: Kind
    author: str = ""
    label: str = ""
    bundle: str = ""


def thinned(versions: Iterable[Version], now_us: int) -> tuple[int, ...]:
    """The ids of the versions to let go, of all in the order in which they were kept.

    Only what was saved without a label goes. The last day stays whole, of the week the last
    version of each hour, of the time before the last of each day; the newest stays.
    """
    newest_first = sorted(versions, key=lambda version: -version.id)
    seen: set[tuple[int, int]] = set()
    gone: list[int] = []
    for version in newest_first[1:]:
        age_us = now_us - version.t_us
        if version.kind != "saved" or version.label or age_us <= DAY_US:
            continue
        step_us = HOUR_US if age_us <= WEEK_US else DAY_US
        slot = (step_us, version.t_us // step_us)
        if slot in seen:
            gone.append(version.id)
        seen.add(slot)
    return tuple(gone)
