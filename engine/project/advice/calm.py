"""Calm: no shouting in capitals or exclamation marks."""

import re
from collections.abc import Iterator

from engine.project.advice.page import Page
from engine.project.advice.protocol import Advice, Rule

# Two words in capitals or more, of which one is no abbreviation.
_CAPITALS = re.compile(
    r"(?<![\w…])(?:[A-ZÁÉÍÓÚÜÑÂÊÔÃÕÇÀ]{2,}[,;:]?\s+)+[A-ZÁÉÍÓÚÜÑÂÊÔÃÕÇÀ]{2,}(?![\w…])"
)
_LONG = re.compile(r"[A-ZÁÉÍÓÚÜÑÂÊÔÃÕÇÀ]{5,}")
_MARKS = re.compile(r"[!¡]{2,}|[!?]{3,}|\?!|!\?")


def check(page: Page) -> Iterator[Advice]:
    for line in (*page.lines, *page.labels):
        capitals = _CAPITALS.search(line.bare)
        if capitals and _LONG.search(capitals.group()):
            message = f"{capitals.group()!r} reads as shouting"
            yield Advice(line.path, message, "write it in small letters")
        marks = _MARKS.search(line.bare)
        if marks:
            yield Advice(line.path, f"{marks.group()!r} reads as shouting", "one mark is enough")


RULE = Rule(
    name="calm",
    code="advice-calm",
    title={"es": "Sin gritar", "en": "No shouting", "pt": "Sem gritar"},
    why={
        "es": "Las mayúsculas y los «!!!» se leen como gritos.",
        "en": "Capitals and '!!!' read as shouting.",
        "pt": "Maiúsculas e “!!!” se leem como gritos.",
    },
    check=check,
)
