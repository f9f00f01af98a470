"""Comparisons of Typebot as our conditions, with its rules of comparing."""

import re
from collections.abc import Callable

from engine.importers.dialogflow_es.tolerant import Mapping, mappings, text
from engine.importers.javascript.made import quoted
from engine.importers.javascript.patterns import pattern_from
from engine.importers.javascript.reading import Refusal
from engine.importers.typebot.texts import Texts, single_variable

NOTHING = {"undefined", "null"}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}([T ].*)?")
ORDERS = {
    "Greater than": ">",
    "Greater or equal to": ">=",
    "Greater or equal": ">=",
    "Less than": "<",
    "Less or equal to": "<=",
    "Less or equal": "<=",
}


class Condition:
    """A condition in the making; `missed` says what could not be translated."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.missed: list[str] = []

    def of(self, found: Mapping) -> str:
        """The condition of a case; without comparisons none is ever met."""
        made = [self._comparison(one) for one in mappings(found.get("comparisons"))]
        if not made:
            return "false"
        if text(found.get("logicalOperator")) == "OR":
            return " || ".join(_bracketed(one, "&&") for one in made)
        return " && ".join(_bracketed(one, "||") for one in made)

    def _comparison(self, found: Mapping) -> str:
        ours = self.texts.variables.by_id(text(found.get("variableId")))
        sign, value = text(found.get("comparisonOperator")), text(found.get("value"))
        if not ours or not sign:
            return "false"
        if sign in ORDERS:
            return self._ordered(ours, ORDERS[sign], value)
        compare = COMPARISONS.get(sign)
        if compare is None:
            self.missed.append(f"the comparison {sign!r}")
            return "false"
        return compare(self, ours, value)

    def is_list(self, ours: str) -> bool:
        return self.texts.variables.type_of(ours) == "list"

    def wanted(self, value: str) -> str:
        """What is compared with, as an expression for a text."""
        name = single_variable(value)
        ours = self.texts.variables.by_name(name) if name else ""
        return f"as_text({ours})" if ours else self.texts.value(value)

    def equal(self, ours: str, value: str) -> str:
        if value in NOTHING:
            return f"!has({ours})"
        if self.is_list(ours):
            return f"has({ours}) && {ours}.all(one, as_text(one) == {self.wanted(value)})"
        if not value:
            return f'has({ours}) && as_text({ours}) == ""'
        return f"as_text({ours}) == {self.wanted(value)}"

    def different(self, ours: str, value: str) -> str:
        if value in NOTHING:
            return f"has({ours})"
        if self.is_list(ours):
            return f"!has({ours}) || {ours}.all(one, as_text(one) != {self.wanted(value)})"
        if not value:
            return f'as_text({ours}) != "" || !has({ours})'
        return f"as_text({ours}) != {self.wanted(value)}"

    def contains(self, ours: str, value: str) -> str:
        if not value or value in NOTHING:
            return "false"
        name = single_variable(value)
        other = self.texts.variables.by_name(name) if name else ""
        if self.is_list(ours):
            return f"has({ours}) && {ours}.exists(one, as_text(one) == {self.wanted(value)})"
        if other and self.is_list(other):
            plain = _plain(f"as_text({ours})")
            return f"has({other}) && {other}.exists(one, contains({plain}, {_plain('one')}))"
        held = f"contains({_plain(f'as_text({ours})')}, {self._low(value)})"
        return f'{held} && {self.wanted(value)} != ""' if "{{" in value else held

    def lacks(self, ours: str, value: str) -> str:
        if not value or value in NOTHING:
            return "true"
        return f"!({self.contains(ours, value)})"

    def begins(self, ours: str, value: str) -> str:
        return self._at_edge("startsWith", ours, value)

    def ends(self, ours: str, value: str) -> str:
        return self._at_edge("endsWith", ours, value)

    def is_set(self, ours: str, _value: str) -> str:
        return f'as_text({ours}) != ""'

    def is_empty(self, ours: str, _value: str) -> str:
        return f'as_text({ours}) == ""'

    def fits(self, ours: str, value: str) -> str:
        pattern = self._pattern(value)
        if not pattern:
            return "false"
        if self.is_list(ours):
            return f"has({ours}) && {ours}.exists(one, matches(as_text(one), {quoted(pattern)}))"
        return f"matches(as_text({ours}), {quoted(pattern)})"

    def does_not_fit(self, ours: str, value: str) -> str:
        pattern = self._pattern(value)
        if not pattern:
            return "false"
        return f'as_text({ours}) != "" && !matches(as_text({ours}), {quoted(pattern)})'

    def _pattern(self, value: str) -> str:
        parts = re.search(r"/(.+)/([gimuy]*)$", value)
        source, flags = (parts[1], parts[2]) if parts else (value, "")
        if not source:
            return ""
        try:
            return pattern_from(source, flags.replace("y", ""))
        except Refusal as refusal:
            self.missed.append(refusal.problem.what)
            return ""

    def _at_edge(self, function: str, ours: str, value: str) -> str:
        if not value or value in NOTHING:
            return "false"
        return f"{function}({_plain(f'as_text({ours})')}, {self._low(value)})"

    def _low(self, value: str) -> str:
        """What is looked for, in small letters and without spaces at its ends."""
        return (
            _plain(self.wanted(value))
            if "{{" in value
            else self.texts.literal(value.strip().lower())
        )

    def _ordered(self, ours: str, sign: str, value: str) -> str:
        """Numbers by their size, dates by time, other texts and lists by their length."""
        if not value or value in NOTHING:
            return "false"
        number = _number(value)
        if self.is_list(ours):
            other = number or f"as_number({self.wanted(value)})"
            return f"has({ours}) && size({ours}) {sign} {other}"
        if self.texts.variables.type_of(ours) == "number" and number:
            return f"has({ours}) && {ours} {sign} {number}"
        if number:
            size = f"as_number({ours}) != null ? as_number({ours}) : size(as_text({ours}))"
            return f"has({ours}) && ({size}) {sign} {number}"
        if DATE.fullmatch(value):
            there = f"moment_in(as_text({ours})) != null"
            return f"{there} && moment(as_text({ours})) {sign} moment({quoted(value)})"
        one, other = f"as_number({ours})", f"as_number({self.wanted(value)})"
        numbers = f"{one} != null && {other} != null && {one} {sign} {other}"
        return f"has({ours}) && {numbers}"


def _plain(cel: str) -> str:
    return f"lower(trim({cel}))"


def _bracketed(condition: str, sign: str) -> str:
    """A condition that the other sign would tear apart, in brackets."""
    return f"({condition})" if f" {sign} " in condition else condition


def _number(value: str) -> str:
    if value.startswith("+"):
        return ""
    try:
        number = float(value)
    except ValueError:
        return ""
    if not abs(number) < 1e15:
        return ""
    return str(int(number)) if number.is_integer() else repr(number)


COMPARISONS: dict[str, Callable[[Condition, str, str], str]] = {
    "Equal to": Condition.equal,
    "Not equal": Condition.different,
    "Contains": Condition.contains,
    "Does not contain": Condition.lacks,
    "Is set": Condition.is_set,
    "Is empty": Condition.is_empty,
    "Starts with": Condition.begins,
    "Ends with": Condition.ends,
    "Matches regex": Condition.fits,
    "Does not match regex": Condition.does_not_fit,
}
