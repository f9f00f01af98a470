"""What a funnel cannot mean, whatever bot it is of."""

import math
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.expressions import ExpressionError, compile_expression
from engine.project.decode import nearest
from engine.project.funnels.asked import conditions, dimensions, properties, whats
from engine.project.funnels.together import quarrels
from engine.project.funnels.trouble import Trouble
from engine.types.funnel import COLUMNS, NAMED, FunnelSpec
from engine.types.funnel_step import Condition

# A step is a bit in masks of 64.
STEPS = 32
# What a condition may be of besides dimensions: the other columns of history's rows.
ROW_COLUMNS = (
    "confidence", "turn", "name", "kind", "port", "direction", "author", "status", "conversation",
    "contact", "session_id",
)  # fmt: skip
NUMBERS = ("confidence", "turn")
COMPARISONS = ("above", "below", "at_least", "at_most")


def faults(spec: FunnelSpec) -> Iterator[Trouble]:
    """Everything for which nothing would be counted, or nothing that makes sense."""
    yield from _steps(spec)
    yield from _windows(spec)
    yield from _exclusions(spec)
    yield from _dimensions(spec)
    yield from _period(spec)
    yield from quarrels(spec)


def _steps(spec: FunnelSpec) -> Iterator[Trouble]:
    count = len(spec.steps)
    if not 1 <= count <= STEPS:
        yield Trouble("", f"{count} steps", f"give 1 to {STEPS}")
    for path, step in whats(spec):
        is_first = path in ("steps[0]", f"steps[{count - 1}]")
        if step.optional and (is_first or not path.startswith("steps")):
            yield Trouble(f"{path}.optional", " cannot be here", "give it to a step in between")
        if path == "steps[0]" or not path.startswith("steps"):
            for name in ("within_s", "after_s", "directly"):
                if getattr(step, name) not in (None, False):
                    said = f"{path}.{name}", ": nothing comes before step 1"
                    yield Trouble(*said, "give it to a later step")
    for path, condition in conditions(spec):
        yield from _condition(path, condition)


def _condition(path: str, condition: Condition) -> Iterator[Trouble]:
    if fault := _unknown(condition.of, (*COLUMNS, *ROW_COLUMNS)):
        yield Trouble(f"{path}.of", *fault)
    test, values = condition.test, condition.values
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    is_finite = all(math.isfinite(number) for number in numbers)
    if test in COMPARISONS and (len(numbers) != 1 or len(values) != 1 or not is_finite):
        yield Trouble(f"{path}.values", f": {test} compares with a number", "give one number")
    elif test in ("known", "unknown") and values:
        yield Trouble(f"{path}.values", f": {test} compares with nothing", "take them out")
    elif test in ("is", "is_not", "contains") and not values:
        yield Trouble(f"{path}.values", f": {test} compares with nothing", "give a value")
    if test == "contains" and not all(isinstance(value, str) for value in values):
        yield Trouble(f"{path}.values", ": contains looks for texts", "give texts")
    if condition.of in NUMBERS and len(numbers) != len(values):
        yield Trouble(f"{path}.values", f": {condition.of} is a number", "compare it with one")


def _windows(spec: FunnelSpec) -> Iterator[Trouble]:
    windows = {"within_s": spec.within_s} | {
        f"steps[{number}].within_s": step.within_s for number, step in enumerate(spec.steps)
    }
    for place, seconds in windows.items():
        if seconds is not None and seconds <= 0:
            yield Trouble(place, f" is {seconds}", "give at least 1 second, or leave it out")
    for number, step in enumerate(spec.steps):
        least, longest = step.after_s, step.within_s
        if least is not None and least <= 0:
            said = f"steps[{number}].after_s", f" is {least}"
            yield Trouble(*said, "give at least 1 second, or leave it out")
        shortest = min(
            (each for each in (longest, spec.within_s) if each is not None), default=None
        )
        if least is not None and shortest is not None and least > shortest:
            said = f"steps[{number}].after_s", f" is longer than the window of {shortest} seconds"
            yield Trouble(*said, "nobody could come there; make it shorter")


def _exclusions(spec: FunnelSpec) -> Iterator[Trouble]:
    for number, exclusion in enumerate(spec.exclusions):
        if not 0 <= exclusion.after < len(spec.steps):
            path, found = f"exclusions[{number}].after", f" is {exclusion.after}"
            yield Trouble(path, found, f"give 0 (any) to {len(spec.steps) - 1}")


def _dimensions(spec: FunnelSpec) -> Iterator[Trouble]:
    for path, name in dimensions(spec):
        if fault := _unknown(name, COLUMNS):
            yield Trouble(path, *fault)
    named = {name.partition(".")[2] for name in properties(spec) if name.startswith("segment.")}
    for name in sorted(named - {""} - spec.segments.keys()):
        message = f": nothing says who is in {name!r}"
        remedy = "count the funnel with its bot, or write the condition here"
        yield Trouble("segments", message, remedy)
    for name, condition in spec.segments.items():
        if wrong := _unreadable(condition):
            yield Trouble(f"segments.{name}", f": {wrong}", "correct the condition")
    breakdown = spec.breakdown
    if breakdown and not 1 <= breakdown.at <= len(spec.steps):
        said = "breakdown.at", f" is {breakdown.at}"
        yield Trouble(*said, f"give a step from 1 to {len(spec.steps)}")
    if breakdown and breakdown.top < 0:
        yield Trouble("breakdown.top", f" is {breakdown.top}", "give 0 for all values, or more")
    for path, values in spec.where.items():
        if not values:
            yield Trouble(f"where.{path}", " has no value", "give one, or take it out")


def _unreadable(condition: str) -> str:
    try:
        compile_expression(condition)
    except ExpressionError as error:
        return str(error)
    return ""


def _unknown(name: str, columns: Iterable[str]) -> tuple[str, str] | None:
    kind, dot, rest = name.partition(".")
    if name in columns or (kind in NAMED and dot and rest):
        return None
    known = [*columns, *(f"{kind}.NAME" for kind in NAMED)]
    remedy = nearest(name, known)
    return f" {name!r} is unknown", remedy if remedy.startswith("did") else ", ".join(known)


def _period(spec: FunnelSpec) -> Iterator[Trouble]:
    if spec.since and spec.until and spec.since > spec.until:
        yield Trouble("since", f" {spec.since} is after until {spec.until}", "exchange them")
    try:
        ZoneInfo(spec.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Trouble("zone", f" {spec.zone!r} is unknown", "write it as America/Bogota")
