"""Broad: an answer fits all the ways in which its question is asked."""

import re
from collections.abc import Iterator

from engine.project.advice.page import Page
from engine.project.advice.protocol import Advice, Rule

# With an accent or in English and Portuguese `yes` is nothing else, but in
# 'yes or no'; `no` also begins statements.
_BEGINS = {
    "es": re.compile(r"[¡¿]?(?:Sí\b(?! mism|,? o no\b|, no\b)|No(?=[,.;:!]))", re.IGNORECASE),
    "en": re.compile(r"(?:Yes\b(?!,? or no\b|, no\b)|No(?=[,.;:!]))", re.IGNORECASE),
    "pt": re.compile(r"(?:Sim\b(?!,? ou não\b|, não\b)|Não(?=[,.;:!]))", re.IGNORECASE),
}


def check(page: Page) -> Iterator[Advice]:
    for line in page.lines:
        pattern = _BEGINS.get(line.language)
        begins = pattern.match(line.bare) if pattern else None
        if begins and page.answers:
            message = f"the answer begins with {begins.group().strip('¡¿')!r}"
            remedy = "say it so that it fits however people ask, as 'We open on Sundays too'"
            yield Advice(line.path, message, remedy)


RULE = Rule(
    name="broad",
    code="advice-broad",
    title={"es": "Respuesta amplia", "en": "Broad answer", "pt": "Resposta ampla"},
    why={
        "es": "La misma pregunta se hace de muchas maneras; «sí» o «no» solo responde a una.",
        "en": "The same thing is asked in many ways; a yes or no answers one of them.",
        "pt": "A mesma coisa se pergunta de muitas maneiras; “sim” ou “não” só responde a uma.",
    },
    check=check,
)
