"""Rules of a funnel that do not go together."""

from collections.abc import Iterator

from engine.project.funnels.trouble import Trouble
from engine.types.funnel import FunnelSpec


def quarrels(spec: FunnelSpec) -> Iterator[Trouble]:
    """Rules that leave each other no sense."""
    yield from _combinations(spec)
    yield from _counting(spec)
    yield from _compatibility(spec)


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
