"""Plain words: none of programmers', none of offices'."""

import re
from collections.abc import Iterator

from engine.project.advice.page import Page
from engine.project.advice.protocol import Advice, Rule

_EVERYWHERE = (
    r"payload|null|undefined|NaN|backend|frontend|endpoint|webhook|timeout|JSON|API|chatflow|"
    r"fallback|stack ?trace"
)
# Words of everyday English, and of nothing but programs in the other two.
_FOREIGN = r"input|output|string|query|intent"
_JARGON = {
    "es": re.compile(
        rf"\b(?:{_EVERYWHERE}|{_FOREIGN}|a la brevedad(?: posible)?|"
        r"por medio d?el presente|en virtud de|"
        r"sírvase|a los efectos de|el infrascrito|estimado usuario)\b",
    ),
    "en": re.compile(
        rf"\b(?:{_EVERYWHERE}|pursuant|hereby|"
        r"heretofore|aforementioned|kindly be (?:advised|informed)|dear user)\b",
    ),
    "pt": re.compile(
        rf"\b(?:{_EVERYWHERE}|{_FOREIGN}|vimos por meio d(?:est|ess)[ae]|outrossim|supracitad[oa]|"
        r"prezado usuário|mediante a presente)\b",
    ),
}


def check(page: Page) -> Iterator[Advice]:
    for line in (*page.lines, *page.labels):
        pattern = _JARGON.get(line.language)
        found = pattern.search(line.bare) if pattern else None
        if found:
            message = f"{found.group()!r} is no word that people use in a chat"
            yield Advice(line.path, message, "say it in everyday words")


RULE = Rule(
    name="jargon",
    code="advice-jargon",
    title={"es": "Palabras sencillas", "en": "Plain words", "pt": "Palavras simples"},
    why={
        "es": "Las palabras de oficina o de programación alejan a quien pregunta.",
        "en": "Words of offices and programmers keep people away.",
        "pt": "Palavras de escritório ou de programação afastam quem pergunta.",
    },
    check=check,
)
