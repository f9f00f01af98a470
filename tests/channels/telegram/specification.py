"""Telegram's published description of its methods and types, as a judge of calls."""

import json
from pathlib import Path
from typing import Any

import pytest

PLAIN: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "String": str,
    "Boolean": bool,
    "True": bool,
    "Float": (int, float),
    "InputFile": bytes,
}


def specification_in(shared: Path) -> "Specification":
    """The specification among the real data, which not every machine has."""
    path = shared / "fixtures/channels/telegram/telegram-bot-api-spec.json"
    if not path.exists():
        pytest.skip("Telegram's specification is not on this machine")
    return Specification(path)


class Specification:
    """The file of the specification."""

    def __init__(self, path: Path) -> None:
        read = json.loads(path.read_text(encoding="utf-8"))
        self.methods: dict[str, Any] = read["methods"]
        self.types: dict[str, Any] = read["types"]

    def problems(self, method: str, given: Any) -> list[str]:
        """What is wrong with a call, by the specification."""
        if method not in self.methods:
            return [f"there is no method {method}"]
        return self._fields(method, self.methods[method].get("fields", []), given)

    def _fields(self, place: str, fields: list[Any], given: Any) -> list[str]:
        if not isinstance(given, dict):
            return [f"{place}: no object"]
        known = {field["name"]: field for field in fields}
        found = [f"{place}.{name}: unknown" for name in given if name not in known]
        for name, field in known.items():
            if name not in given:
                found += [f"{place}.{name}: missing"] if field["required"] else []
                continue
            found += self._any_of(f"{place}.{name}", field["types"], given[name])
        return found

    def _any_of(self, place: str, kinds: list[str], value: Any) -> list[str]:
        # Several kinds of arrays mean that their members mix.
        if all(kind.startswith("Array of ") for kind in kinds) and isinstance(value, list):
            inner = [kind.removeprefix("Array of ") for kind in kinds]
            members = enumerate(value)
            return [p for at, one in members for p in self._any_of(f"{place}[{at}]", inner, one)]
        return min((self._value(place, kind, value) for kind in kinds), key=len)

    def _value(self, place: str, kind: str, value: Any) -> list[str]:
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{place}: no array"]
            inner = kind.removeprefix("Array of ")
            return [
                each
                for at, one in enumerate(value)
                for each in self._value(f"{place}[{at}]", inner, one)
            ]
        if kind in PLAIN:
            is_bool = isinstance(value, bool)
            fits = isinstance(value, PLAIN[kind]) and is_bool == (PLAIN[kind] is bool)
            return [] if fits else [f"{place}: {value!r} is no {kind}"]
        row = self.types[kind]
        if "subtypes" in row and "fields" not in row:
            return min((self._value(place, one, value) for one in row["subtypes"]), key=len)
        problems = self._fields(place, row.get("fields", []), value)
        if isinstance(value, dict) and kind.startswith("InputMedia"):
            wanted = kind.removeprefix("InputMedia").lower()
            if value.get("type") != wanted:
                problems.append(f"{place}.type: is no {wanted}")
        return problems
