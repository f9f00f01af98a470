"""What a funnel cannot mean, whatever bot it is of."""

import math
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from engine.expressions import ExpressionError, compile_expression
from engine.project.decode import nearest
from engine.types.funnel import COLUMNS, NAMED, FunnelSpec
from engine.types.funnel_step import AnyStep, Condition

# A step is a bit in masks of 64.
STEPS = 32
# What a condition may be of besides dimensions: the other columns of history's rows.
ROW_COLUMNS = (
    "confidence", "turn", "name", "kind", "port", "direction", "author", "status", "conversation",
    "contact", "session_id",
)  # fmt: skip
NUMBERS = ("confidence", "turn")
COMPARISONS = ("above", "below", "at_least", "at_most")


class Trouble(Struct, frozen=True):
    """What is wrong at a path of a funnel, and what to do."""

    path: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}{self.message}; {self.remedy}"


def faults(spec: FunnelSpec) -> Iterator[Trouble]:
    """Everything for which nothing would be counted, or nothing that makes sense."""
    yield from _steps(spec)
    yield from _windows(spec)
    yield from _exclusions(spec)
    yield from _dimensions(spec)
    yield from _period(spec)
    yield from _combinations(spec)
    yield from _counting(spec)
    yield from _compatibility(spec)


def whats(spec: FunnelSpec) -> Iterator[tuple[str, AnyStep]]:
    """What a funnel looks for, each with its path: its steps, and what is excluded."""
    for number, step in enumerate(spec.steps):
        yield f"steps[{number}]", step
    for number, exclusion in enumerate(spec.exclusions):
        yield f"exclusions[{number}].what", exclusion.what


def dimensions(spec: FunnelSpec) -> Iterator[tuple[str, str]]:
    """The dimensions that a funnel names, each with its path."""
    yield from ((f"where.{name}", name) for name in spec.where)
    yield from ((f"hold[{number}]", name) for number, name in enumerate(spec.hold))
    if spec.breakdown is not None:
        yield "breakdown.column", spec.breakdown.column


def conditions(spec: FunnelSpec) -> Iterator[tuple[str, Condition]]:
    """The conditions of a funnel's steps and exclusions, each with its path."""
    for path, what in whats(spec):
        for number, condition in enumerate(what.where):
            yield f"{path}.where[{number}]", condition


def properties(spec: FunnelSpec) -> Iterator[str]:
    """What a funnel asks of rows: its dimensions, and what its conditions are of."""
    yield from (name for _, name in dimensions(spec))
    yield from (condition.of for _, condition in conditions(spec))


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


def _combinations(spec: FunnelSpec) -> Iterator[Trouble]:
    has_rules = any(
        (step.within_s, step.after_s, step.directly, step.optional) != (None, None, False, False)
        for step in spec.steps
    )
    if spec.order == "unordered":
        if has_rules or spec.exclusions or spec.ties != "log" or spec.open_entry:
            said = "order", ": steps in any order have no rules of steps, exclusions or ties"
            yield Trouble(*said, "take them out")
        if spec.counting != "unique":
            said = "counting", ": steps in any order count everybody once"
            yield Trouble(*said, "take it out")
    optional = any(step.optional for step in spec.steps)
    if spec.open_entry and optional:
        said = "open_entry", ": where a try may begin at any step, every step is optional"
        yield Trouble(*said, "take out one of the two")
    removes = any(exclusion.mode == "remove" for exclusion in spec.exclusions)
    if removes and (spec.open_entry or optional) and spec.compatibility != "posthog":
        said = "exclusions", ": who may skip steps cannot be removed between two of them"
        yield Trouble(*said, "set their mode to reset")


def _counting(spec: FunnelSpec) -> Iterator[Trouble]:
    if spec.counting == "unique":
        return
    if spec.open_entry:
        yield Trouble("counting", ": with open entry everybody counts once", "take out one of both")
    if spec.counting == "first":
        return
    if spec.within_s is None and not spec.within_session:
        said = "counting", ": without a window a try that fails never ends"
        yield Trouble(*said, "set within_s or within_session")
    if any(step.optional for step in spec.steps):
        yield Trouble("counting", ": totals cannot have optional steps", "take out one of both")
    if any(exclusion.mode == "remove" for exclusion in spec.exclusions):
        yield Trouble("counting", ": totals cannot remove anybody", "set the exclusions to reset")


def _compatibility(spec: FunnelSpec) -> Iterator[Trouble]:
    if spec.modes and spec.compatibility != "clickhouse":
        said = "modes", " are ClickHouse's"
        yield Trouble(*said, "set compatibility to clickhouse, or take them out")
    if not spec.compatibility:
        return
    name = "windowFunnel" if spec.compatibility == "clickhouse" else "PostHog"
    if spec.within_s is None:
        yield Trouble("within_s", f": {name} needs a window", "set it")
    ours = spec.hold or spec.within_session or spec.open_entry or spec.counting != "unique"
    rules = any(
        (step.within_s, step.after_s, step.directly) != (None, None, False) for step in spec.steps
    )
    if ours or rules or spec.ties != "log":
        yield Trouble("compatibility", f": {name} knows one window, and no ties", "take out ours")
    if spec.breakdown and spec.breakdown.attribution != "each":
        yield Trouble(
            "breakdown.attribution", f": {name} has a count for each value", "set it to each"
        )
    if spec.compatibility == "posthog":
        if any(each.mode == "reset" or not each.after for each in spec.exclusions):
            said = "exclusions", ": PostHog's remove whom they meet after one step"
            yield Trouble(*said, "set their mode to remove, and after")
        if spec.order == "unordered":
            yield Trouble("order", ": PostHog's any order is not counted here", "take another one")
    elif spec.exclusions or spec.order != "ordered" or any(step.optional for step in spec.steps):
        yield Trouble("compatibility", ": windowFunnel has modes only", "take out what is ours")
