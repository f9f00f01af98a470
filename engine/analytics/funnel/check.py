"""What a funnel cannot mean, said before anything is counted."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from engine.analytics.funnel.spec import FunnelSpec
from engine.types.issue import TertuliaError

# A step is a bit in the scan's masks.
STEPS = 32


def read_spec(file: Path) -> FunnelSpec:
    """The funnel of a JSON file. Raises TertuliaError with what is wrong with it."""
    try:
        spec = msgspec.json.decode(file.read_bytes(), type=FunnelSpec)
    except OSError as error:
        raise TertuliaError(f"{file}: {error.strerror}; name a file with a funnel") from None
    except msgspec.DecodeError as error:
        raise TertuliaError(f"{file}: {error}; see docs/how-to/funnels.md") from None
    require_sense(spec)
    return spec


def require_sense(spec: FunnelSpec) -> None:
    """Raises TertuliaError with everything that is wrong with a funnel."""
    if found := list(_faults(spec)):
        raise TertuliaError("\n".join([f"funnel {spec.name!r}:", *(f"  {each}" for each in found)]))


def _faults(spec: FunnelSpec) -> Iterator[str]:
    steps = len(spec.steps)
    if not 1 <= steps <= STEPS:
        yield f"{steps} steps; give 1 to {STEPS}"
    windows = {"within_s": spec.within_s} | {
        f"steps[{number}].within_s": step.within_s for number, step in enumerate(spec.steps)
    }
    for place, seconds in windows.items():
        if seconds is not None and seconds <= 0:
            yield f"{place} is {seconds}; give at least 1 second, or leave it out for no limit"
    if spec.steps and spec.steps[0].within_s is not None:
        yield "steps[0].within_s: nothing comes before step 1; give it to a later step"
    for number, exclusion in enumerate(spec.exclusions):
        if not 0 <= exclusion.after < steps:
            yield f"exclusions[{number}].after is {exclusion.after}; give 0 (any) to {steps - 1}"
    if spec.breakdown and not 1 <= spec.breakdown.at <= steps:
        yield f"breakdown.at is {spec.breakdown.at}; give a step from 1 to {steps}"
    if spec.since and spec.until and spec.since > spec.until:
        yield f"since {spec.since} is after until {spec.until}; exchange them"
    try:
        ZoneInfo(spec.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield f"zone {spec.zone!r} is unknown; write it as America/Bogota"
    yield from _combinations(spec)


def _combinations(spec: FunnelSpec) -> Iterator[str]:
    by_step = any(step.within_s is not None for step in spec.steps)
    if spec.order == "unordered" and (by_step or spec.exclusions or spec.ties != "log"):
        yield "steps in any order have no windows of steps, exclusions or ties; take them out"
    if spec.modes and not spec.compatibility:
        yield "modes are ClickHouse's; set compatibility to clickhouse, or take them out"
    if spec.compatibility:
        if by_step or spec.exclusions or spec.order != "ordered" or spec.ties != "log":
            yield "windowFunnel knows one window and its modes; take out what is ours"
        if spec.within_s is None:
            yield "windowFunnel needs a window; set within_s"
        if spec.breakdown and spec.breakdown.attribution != "each":
            yield "windowFunnel is broken down by GROUP BY only; set attribution to each"
