"""Split Based On: conditions of Studio as expressions."""

import re
from collections.abc import Callable

from engine.importers.naming import Names
from engine.importers.twilio_studio.conversion import Conversion, Strip
from engine.importers.twilio_studio.source import Condition, Transition, Widget
from engine.nodes.branch import Branch, Case
from engine.nodes.patterns import check_pattern

# What makes the condition of the input, as plain text, and the value, an expression too.
Maker = Callable[[str, str], str]


def _plain(cel: str) -> str:
    """A value for comparing: Studio looks past case and spaces at the ends."""
    return f"lower(trim(as_text({cel})))"


def _dated(sign: str) -> Maker:
    return lambda one, other: f"moment(as_text({one})) {sign} moment(as_text({other}))"


def _timed(sign: str) -> Maker:
    return lambda one, other: f"time_in(as_text({one})) {sign} time_in(as_text({other}))"


MAKERS: dict[str, Maker] = {
    "equal_to": lambda one, other: f"{_plain(one)} == {_plain(other)}",
    "not_equal_to": lambda one, other: f"{_plain(one)} != {_plain(other)}",
    "contains": lambda one, other: f"contains({_plain(one)}, {_plain(other)})",
    "does_not_contain": lambda one, other: f"!contains({_plain(one)}, {_plain(other)})",
    "starts_with": lambda one, other: f"startsWith({_plain(one)}, {_plain(other)})",
    "does_not_start_with": lambda one, other: f"!startsWith({_plain(one)}, {_plain(other)})",
    "less_than": lambda one, other: f"as_number({one}) < as_number({other})",
    "greater_than": lambda one, other: f"as_number({one}) > as_number({other})",
    "is_blank": lambda one, _: f'trim(as_text({one})) == ""',
    "is_not_blank": lambda one, _: f'trim(as_text({one})) != ""',
    "is_before_date": _dated("<"),
    "is_after_date": _dated(">"),
    "is_before_time": _timed("<"),
    "is_after_time": _timed(">"),
}
AMONG = frozenset({"matches_any_of", "does_not_match_any_of"})


def draw_split(strip: Strip) -> None:
    """A branch with a case for each way, in order."""
    conversion, widget = strip.conversion, strip.widget
    names = Names(("else",))
    ways: list[tuple[Case, Transition]] = []
    notes: list[str] = []
    for way in widget.transitions:
        if not way.conditions:
            continue
        found = [_condition(conversion, widget, one) for one in way.conditions]
        if all(found):
            name = names.take(way.name or way.conditions[0].value, "case")
            cel = (
                " && ".join(found) if len(found) == 1 else " && ".join(f"({one})" for one in found)
            )
            ways.append((Case(id=name, condition=cel), way))
            conversion.account.exact("conditions", way.name or name, widget.place)
        else:
            notes.append(f"{way.name}: {way.conditions}")
    cases = tuple(case for case, _ in ways) or (Case(id="never", condition="false"),)
    note = "Conditions that are not imported:\n" + "\n".join(notes) if notes else ""
    node = strip.then("branch", Branch(cases=cases), note=note, ends=())
    for case, way in ways:
        strip.lead(way.next, [(node, case.id)])
    strip.lead(widget.next("noMatch"), [(node, "else")])
    conversion.account.exact("widgets", f"{widget.kind} {widget.name}", widget.place, node=node)


def _condition(conversion: Conversion, widget: Widget, one: Condition) -> str:
    """The expression of a comparison; empty, and reported, where there is none."""
    given = one.arguments[0] if one.arguments else str(widget.properties.get("input") or "")
    left = conversion.value(given, widget)
    if not left:
        return ""
    left = _bare(left)
    if one.kind in AMONG:
        wanted = [part.strip().lower() for part in one.value.split(",") if part.strip()]
        several = ", ".join(_bare(conversion.value(part, widget) or '""') for part in wanted)
        test = f"{_plain(left)} in [{several}]"
        return f"!({test})" if one.kind.startswith("does_not") else test
    if one.kind == "regex":
        if any(check_pattern(one.value, "")):
            return _refused(
                conversion, widget, one, "the pattern has a form that RE2 does not have"
            )
        return f"matches(as_text({left}), {conversion.value(one.value, widget)})"
    if one.kind not in MAKERS:
        return _refused(conversion, widget, one, f"the comparison {one.kind!r} is not known")
    right = _bare(conversion.value(one.value, widget) or '""')
    return MAKERS[one.kind](left, right)


def _refused(conversion: Conversion, widget: Widget, one: Condition, why: str) -> str:
    conversion.account.unmapped(
        "conditions", f"{one.kind} {one.value}", widget.place, why, "add a case to the branch"
    )
    return ""


def _bare(cel: str) -> str:
    """A value whose absence does not matter: `has(x) ? x : null` is but x."""
    found = re.fullmatch(r"has\(([\w.]+)\) \? \1 : null", cel)
    return found[1] if found else cel
