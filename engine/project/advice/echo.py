"""Echo: an answer shows which question was understood."""

import re
from collections.abc import Iterator
from typing import Any

from engine.expressions.folding import fold
from engine.project.advice.page import Line, Page
from engine.project.advice.protocol import Advice, Rule
from engine.project.draft import DraftNode

# A longer answer says by itself what it is about; a shorter one with a figure does not.
MOST_WORDS = 9
# Inflected words are alike in their beginnings.
_STEM = 4
_WORD = re.compile(r"[^\W\d_]{4,}")
# Not in a name, such as COVID-19.
_FIGURE = re.compile(r"(?<![\w-])\d")


def check(page: Page) -> Iterator[Advice]:
    if page.node.kind is None or page.node.kind.group != "say":
        return
    for line in page.lines:
        if not _is_bare_value(line.bare):
            continue
        asked = set().union(*(_stems_of(intent, line) for intent in page.answers))
        if asked and not asked & _stems(line.bare):
            message = "the answer does not say what it answers"
            remedy = "take up the question's words, as 'Parking costs $25 an hour'"
            yield Advice(line.path, message, remedy)


def _is_bare_value(bare: str) -> bool:
    # A hole may hold the very words of the question.
    answers = "?" not in bare and "…" not in bare and len(bare.split()) <= MOST_WORDS
    return answers and bool(_FIGURE.search(bare))


# `Any`: an intent's settings, which may be of any shape while they are written.
def _stems_of(intent: DraftNode, line: Line) -> set[str]:
    params: Any = intent.params
    label = getattr(params, "label", {}).get(line.language, "")
    phrases = getattr(params, "phrases", {}).get(line.language, ())
    keywords = getattr(params, "keywords", {}).get(line.language, ())
    return _stems(" ".join((label, *phrases, *keywords)))


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(fold(text))}


RULE = Rule(
    name="echo",
    code="advice-echo",
    title={"es": "Retoma la pregunta", "en": "Echoes the question", "pt": "Retoma a pergunta"},
    why={
        "es": "Quien lee solo «50 $ la hora» no sabe si se entendió su pregunta.",
        "en": "People who only read '$50 an hour' do not know whether they were understood.",
        "pt": "Quem só lê “R$ 50 por hora” não sabe se a pergunta foi entendida.",
    },
    check=check,
)
