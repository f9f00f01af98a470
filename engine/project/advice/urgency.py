"""No false urgency: nobody is pressed."""

import re
from collections.abc import Iterator

from engine.project.advice.page import Page
from engine.project.advice.protocol import Advice, Rule

_PRESSES = {
    "es": re.compile(
        r"\b(?:última oportunidad|apúr[ae]\w*|date prisa|dese prisa|no te lo pierdas|"
        r"no se lo pierda|actúa ya|actúe ya|antes de que sea tarde|(?:solo|sólo) por hoy)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:last chance|act now|be quick|hurry(?: up)?|don't miss (?:out|it)|"
        r"before it's too late|today only(?=[!.]|$)|while (?:it|they|stocks?) lasts?)\b",
        re.IGNORECASE,
    ),
    "pt": re.compile(
        r"\b(?:última (?:chance|oportunidade)|corra|não perca|aja agora|"
        r"antes que seja tarde|(?:só|somente) hoje mesmo|por tempo limitado)\b",
        re.IGNORECASE,
    ),
}


def check(page: Page) -> Iterator[Advice]:
    for line in (*page.lines, *page.labels):
        pattern = _PRESSES.get(line.language)
        found = pattern.search(line.bare) if pattern else None
        if found:
            message = f"{found.group()!r} presses people"
            yield Advice(line.path, message, "say until when it holds, and leave them the choice")


RULE = Rule(
    name="urgency",
    code="advice-urgency",
    title={"es": "Sin presionar", "en": "No pressure", "pt": "Sem pressionar"},
    why={
        "es": "Una prisa que no existe quita confianza.",
        "en": "A hurry that is not there costs trust.",
        "pt": "Uma pressa que não existe tira a confiança.",
    },
    check=check,
)
