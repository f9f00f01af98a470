"""How things stood when a row was written, for the reference: told event by event."""

from typing import Any

import msgspec

from engine.analytics.funnel.spec import Condition
from engine.expressions import ExpressionFault, Missing, compile_expression

# `Any` in this module: rows of history as plain data.
Plain = dict[str, Any]


class Told:
    """How things stood when a row was written, told event by event."""

    def __init__(self, happened: list[Plain], segments: dict[str, str]) -> None:
        self._happened, self._segments = happened, segments

    def value(self, row: Plain, name: str) -> Any:
        """The value of a property; None where there is none."""
        kind, dot, own = name.partition(".")
        if kind == "data" and dot:
            found = msgspec.json.decode(row.get("data", row.get("content")) or "{}")
            for step in own.split("."):
                found = found.get(step) if isinstance(found, dict) else None
            return found
        if name == "agent":
            session = row["session_id"]
            back = [
                each["name"]
                for each in self._happened
                if each["kind"] == "handed_back" and each["session_id"] == session != ""
            ]
            return next((agent for agent in reversed(back) if agent), None)
        if kind == "segment":
            return "yes" if self._is_in(row["contact"], own) else None
        if dot:
            return self._then(row, kind, own)
        return row.get(name)

    def _is_in(self, contact: str, segment: str) -> bool:
        """Whether a contact is in a segment by the end."""
        known: dict[str, Any] = {"tags": []}
        for each in self._happened:
            if each["contact"] != contact:
                continue
            if each["kind"] == "field":
                known |= msgspec.json.decode(each["data"] or "{}")
            elif each["kind"] in ("tag", "untag"):
                known["tags"] = [tag for tag in known["tags"] if tag != each["name"]]
                known["tags"] += [each["name"]] * (each["kind"] == "tag")
        try:
            return compile_expression(self._segments[segment]).evaluate({"contact": known}) is True
        except (Missing, ExpressionFault):
            return False

    def _then(self, row: Plain, kind: str, name: str) -> Any:
        owner = "conversation" if kind == "variable" else "contact"
        found = None
        for each in self._happened:
            if each["seq"] > row["seq"] or each[owner] != row[owner]:
                continue
            match kind, each["kind"]:
                case "variable", "session_started":
                    found = None
                case ("variable", "set") | ("field", "field"):
                    values = msgspec.json.decode(each["data"] or "{}")
                    found = values.get(name, found) if isinstance(values, dict) else found
                case "tag", "tag" | "untag" if each["name"] == name:
                    found = "yes" if each["kind"] == "tag" else None
        return found


def text_of(value: Any) -> str:
    """A value as a text; empty where there is none."""
    if value is None:
        return ""
    written = msgspec.json.encode(value).decode()
    if not isinstance(value, str):
        return written
    # As JSON writes it, but for what is common in texts.
    return written[1:-1].replace('\\"', '"').replace("\\\\", "\\")


def meets(condition: Condition, value: Any) -> bool:
    """Whether a value is as a condition wants it."""
    test, wanted = condition.test, condition.values
    if test in ("is", "is_not"):
        return (test == "is") == any(_equals(value, each) for each in wanted)
    if test == "contains":
        return any(text_of(each) in text_of(value) for each in wanted)
    if test in ("known", "unknown"):
        return (test == "known") == (text_of(value) != "")
    if not is_number(value):
        return False
    limit = wanted[0]
    return bool(
        {
            "above": value > limit,
            "below": value < limit,
            "at_least": value >= limit,
            "at_most": value <= limit,
        }[test]
    )


def _equals(value: Any, wanted: Any) -> bool:
    if is_number(wanted):
        return is_number(value) and bool(value == wanted)
    return text_of(value) == text_of(wanted)


def is_number(value: Any) -> bool:
    """Whether a value of JSON is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)
