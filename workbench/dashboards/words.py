"""How people call dimensions and their values, in es, en and pt."""

import tomllib
from functools import lru_cache
from pathlib import Path

from engine.analytics.metrics import OTHER
from engine.nlu.stems import base
from engine.types.value import Text

_WORDS = Path(__file__).parent / "words.toml"
# The values of dimensions that are the same as another's.
_ALIKE = {"understood": "answer", "answered": "answer"}


def dimension_title(name: str) -> Text:
    """What a dimension is called; of one that nobody named here, its own name in words."""
    return _words()["dimensions"].get(name, {"en": name.replace("_", " ").capitalize()})


def value_name(dimension: str, value: str, language: str) -> str:
    """A value of a dimension as people read it; one that nobody named here is as it is."""
    words = _words()
    if value == OTHER:
        return said(words["others"]["other"], language)
    if not value:
        return said(words["others"]["none"], language)
    if dimension == "confidence" and value.isdigit():
        return f"{int(value)}-{int(value) + 5} %"
    known = words.get(_ALIKE.get(dimension, dimension), {}).get(value)
    return said(known, language) if known else value


def said(text: Text, language: str) -> str:
    """A text in a language; English for others."""
    return text.get(base(language)) or text.get("en") or next(iter(text.values()), "")


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, Text]]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))
