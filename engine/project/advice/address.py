"""One form of address: tú, usted or vos; você, tu or senhor."""

from collections.abc import Iterator

from engine.project.advice.page import Page
from engine.project.advice.protocol import Advice, Rule
from engine.project.advice.tone import forms


def check(page: Page) -> Iterator[Advice]:
    for line in page.lines:
        found = forms(line.bare, line.language)
        own = page.book.tone.get(line.language)
        if len(found) > 1:
            seen = " and ".join(f"{form!r} ({words!r})" for form, words in found.items())
            remedy = f"keep to {own!r}" if own else "keep to one of them"
            yield Advice(line.path, f"it addresses people in two ways, {seen}", remedy)
        elif own and found and own not in found:
            ((form, words),) = found.items()
            message = f"it addresses people with {form!r} ({words!r}), the rest with {own!r}"
            yield Advice(line.path, message, f"write it with {own!r}")


RULE = Rule(
    name="address",
    code="advice-address",
    title={
        "es": "Un solo trato",
        "en": "One form of address",
        "pt": "Um só tratamento",
    },
    why={
        "es": "Quien lee «tú» y luego «usted» cree hablar con dos personas.",
        "en": "People who are addressed in two ways feel that two people speak.",
        "pt": "Quem lê “você” e depois “o senhor” acha que são duas pessoas.",
    },
    check=check,
)
