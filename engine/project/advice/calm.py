"""Calm: no shouting in capitals or exclamation marks."""

import re
from collections.abc import Iterator

from engine.project.advice.page import Page
from engine.project.advice.protocol import Advice, Rule

_UPPER = "A-ZÁÉÍÓÚÜÑÂÊÔÃÕÇÀ"
# What is to be typed or filled in, and is not said.
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|\[[^\]]*\]")
_CAPITALS = re.compile(rf"(?<![\w…])(?:[{_UPPER}]{{2,}}[,;:]?\s+)+[{_UPPER}]{{2,}}(?![\w…])")
# Abbreviations are shorter, or alone among words.
_WORD = re.compile(rf"[{_UPPER}]{{4,}}")
_MARKS = re.compile(r"[!¡]{2,}|[!?]{3,}|\?!|!\?")


def check(page: Page) -> Iterator[Advice]:
    for line in (*page.lines, *page.labels):
        capitals = _CAPITALS.search(_QUOTED.sub("…", line.bare))
        if capitals and len(_WORD.findall(capitals.group())) > 1:
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
