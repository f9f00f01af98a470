"""Reason: before personal data is asked for, people hear what for."""

import re
from collections.abc import Iterator

from engine.project.advice.page import Page
from engine.project.advice.protocol import Advice, Rule
from engine.project.draft import DraftNode

_PERSONAL = {
    "es": re.compile(
        r"\b(?:cédula|DNI|pasaporte|RUT|CURP|número de documento|documento de identidad|"
        r"fecha de nacimiento|(?:su|tu) dirección|(?:su|tu) (?:teléfono|celular)|"
        r"(?:su|tu) (?:correo|e-?mail)|(?:su|tu) nombre completo)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:passport|ID (?:card|number)|social security number|date of birth|"
        r"your (?:home |postal )?address|your (?:phone|mobile)|your e-?mail|your full name)\b",
        re.IGNORECASE,
    ),
    "pt": re.compile(
        r"\b(?:CPF|RG|passaporte|data de nascimento|(?:seu|teu) (?:telefone|celular)|"
        r"(?:seu|teu) e-?mail|(?:seu|teu) endereço|(?:seu|teu) nome completo)\b",
        re.IGNORECASE,
    ),
}
# Words that give a reason, or say what happens to the data.
_REASON = {
    "es": re.compile(r"\b(?:para|porque|así|solo|sólo|aviso|avisar\w*|enviar\w*)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:so|to|because|only|for|will)\b", re.IGNORECASE),
    "pt": re.compile(r"\b(?:para|porque|assim|só|somente|pra|enviar\w*)\b", re.IGNORECASE),
}
_ASKED = frozenset({"email", "phone"})


def check(page: Page) -> Iterator[Advice]:
    if not page.node.asks or page.menus or any(getattr(page.node.params, "reason", {}).values()):
        return
    if _is_declared(page):
        return  # The check of personal variables says so already.
    asked = getattr(page.node.params, "type", "")
    for line in page.lines:
        if not line.path.startswith(("question", "text")):
            continue
        pattern, reason = _PERSONAL.get(line.language), _REASON.get(line.language)
        found = pattern.search(line.bare) if pattern else None
        if reason is None or not (found or asked in _ASKED) or reason.search(line.bare):
            continue
        if not any(_gives_reason(node, line.language) for node in page.before):
            what = found.group() if found else asked
            message = f"it asks for personal data ({what!r}) and does not say what for"
            yield Advice(line.path, message, "say in 'reason', or in the question, what it is for")


def _is_declared(page: Page) -> bool:
    names = getattr(page.node.params, "variable", ""), getattr(page.node.params, "field", "")
    known = page.bot.variables.get(names[0]), page.bot.fields.get(names[1])
    return any(one is not None and one.personal for one in known)


def _gives_reason(node: DraftNode, language: str) -> bool:
    texts = [use.by_language.get(language, "") for use in node.uses if use.role == "text"]
    return any(_REASON[language].search(text) for text in texts)


RULE = Rule(
    name="reason",
    code="advice-reason",
    title={
        "es": "Explica por qué pide datos",
        "en": "Says why it asks for personal data",
        "pt": "Explica por que pede dados",
    },
    why={
        "es": "Quien sabe para qué se usan sus datos los da; quien no, se va.",
        "en": "People who know what their data is for give it; others leave.",
        "pt": "Quem sabe para que servem seus dados os dá; quem não sabe vai embora.",
    },
    check=check,
)
