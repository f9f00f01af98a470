"""Texts of old flows: one for all languages, or one by language, beside a base language."""

from typing import cast

from engine.importers.dialogflow_es.tolerant import mapping, text
from engine.types.value import Value


def as_json(value: object) -> Value:
    """The same value, said to be JSON: it is made of parts of a decoded file."""
    # Lists and objects of JSON values are JSON, which invariance keeps the checker from seeing.
    return cast("Value", value)


class Texts:
    """The base language's words, and those of the others by uuid as present flows keep them."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.other: dict[str, dict[str, dict[str, list[str]]]] = {}

    def base_of(self, found: object) -> str:
        """The words in the base language, else in the first there is."""
        if not isinstance(found, dict):
            return text(found)
        words = {code: text(value) for code, value in mapping(found).items()}
        if self.base in words:
            return words[self.base]
        return words.get("base") or next((value for value in words.values() if value), "")

    def keep(self, uuid: str, name: str, found: object) -> str:
        """The words in the base language; those of the others are kept under the uuid."""
        for code, value in mapping(found).items() if isinstance(found, dict) else ():
            if code not in {self.base, "base"} and text(value):
                self.other.setdefault(code, {}).setdefault(uuid, {})[name] = [text(value)]
        return self.base_of(found)

    def keep_list(self, uuid: str, name: str, found: list[object]) -> list[str]:
        """The same for several texts, in their order."""
        codes = {code for one in found for code in mapping(one)} - {self.base, "base"}
        for code in sorted(codes):
            words = [text(mapping(one).get(code)) or self.base_of(one) for one in found]
            self.other.setdefault(code, {}).setdefault(uuid, {})[name] = words
        return [self.base_of(one) for one in found]
