"""What a funnel asks for, each thing with its path in the funnel."""

from collections.abc import Iterator

from engine.types.funnel import FunnelSpec
from engine.types.funnel_step import AnyStep, Condition


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
