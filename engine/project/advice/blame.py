"""No blame: what was not understood is the bot's matter, and the way on is said."""

import re
from collections.abc import Iterator

from engine.project.advice.page import Page
from engine.project.advice.protocol import Advice, Rule

_BLAMES = {
    "es": re.compile(
        r"\b(?:te equivocaste|se equivocó|(?:usted|ud\.?) no (?:escribió|ingresó|respondió)|"
        r"(?<!si )no (?:escribiste|ingresaste|respondiste|seguiste)|(?:escribiste|ingresaste) mal|"
        r"(?:escribió|ingresó) mal|su error|tu error|"
        r"(?:respuesta|opción|dato|formato|valor|entrada|número|correo|fecha)s? "
        r"(?:inválid|incorrect|erróne|no válid)[oa]s?)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:you (?:failed|mistyped|entered (?:an? )?(?:invalid|wrong|incorrect))|"
        r"(?<!if )you did(?:n't| not) (?:enter|write|answer|follow|read)|"
        r"your (?:mistake|error|fault)|"
        r"(?:invalid|wrong|incorrect|illegal) (?:answer|option|input|entry|format|value|choice|"
        r"number|e-?mail|date|response))\b",
        re.IGNORECASE,
    ),
    "pt": re.compile(
        r"\b(?:você (?:errou|se enganou|não (?:digitou|escreveu|respondeu|seguiu))|"
        r"(?<!se )(?:digitou|escreveu) errado|seu erro|"
        r"(?:resposta|opção|dado|formato|valor|entrada|número|e-?mail|data)s? "
        r"(?:inválid|incorret|errad)[oa]s?)\b",
        re.IGNORECASE,
    ),
}


def check(page: Page) -> Iterator[Advice]:
    for line in page.lines:
        pattern = _BLAMES.get(line.language)
        found = pattern.search(line.bare) if pattern else None
        if found:
            message = f"{found.group()!r} puts the blame on the person"
            yield Advice(line.path, message, "say what is needed, with an example")


RULE = Rule(
    name="blame",
    code="advice-blame",
    title={"es": "Sin culpar", "en": "No blame", "pt": "Sem culpar"},
    why={
        "es": "Decir qué hace falta ayuda; decir que estuvo mal, no.",
        "en": "Saying what is needed helps; saying that it was wrong does not.",
        "pt": "Dizer o que falta ajuda; dizer que estava errado, não.",
    },
    check=check,
)
