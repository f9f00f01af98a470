"""Short: what is said can be read on a phone without scrolling."""

from collections.abc import Iterator

from engine.project.advice.page import Page
from engine.project.advice.protocol import Advice, Rule

# A phone in hand shows about so much of a chat above the keyboard or the buttons.
LINE_CHARS = 36
SCREEN_LINES = 16


def check(page: Page) -> Iterator[Advice]:
    for line in page.lines:
        lines = sum(-(-len(part) // LINE_CHARS) or 1 for part in line.text.strip().split("\n"))
        if lines > SCREEN_LINES:
            message = f"the text takes about {lines} lines of a phone, which shows {SCREEN_LINES}"
            remedy = "say the main thing first and offer the rest, or part it into several replies"
            yield Advice(line.path, message, remedy)


RULE = Rule(
    name="short",
    code="advice-short",
    title={"es": "Corto", "en": "Short", "pt": "Curto"},
    why={
        "es": "Se lee en un teléfono, sin desplazarse.",
        "en": "It is read on a phone, without scrolling.",
        "pt": "Lê-se em um telefone, sem rolar a tela.",
    },
    check=check,
)
