"""Next step: no answer ends a conversation that could go on."""

from collections.abc import Iterator

from engine.nodes.protocol import NEXT
from engine.project.advice.page import Page
from engine.project.advice.protocol import Advice, Rule
from engine.types.bot import STARTUP


def check(page: Page) -> Iterator[Advice]:
    id_, book = page.node.id, page.book
    if not _ends_here(page) or not (page.before or id_ in book.targets):
        return  # It goes on, or nothing leads here, which the check of ways says.
    if id_ not in book.called:
        message = "the conversation ends here with an answer that offers no next step"
        yield Advice("", message, "end with a question or buttons, or go to a menu")


def _ends_here(page: Page) -> bool:
    node = page.node
    if node.kind is None or node.kind.group != "say" or node.asks or node.ports != (NEXT,):
        return False
    if NEXT in node.node.edges or node.id == STARTUP:
        return False
    return not any("?" in line.text or "http" in line.text for line in page.lines)


RULE = Rule(
    name="next_step",
    code="dead-end",
    title={
        "es": "Siempre un paso más",
        "en": "Always a next step",
        "pt": "Sempre um próximo passo",
    },
    why={
        "es": "Tras una respuesta, quien pregunta quiere saber qué más puede hacer.",
        "en": "After an answer, people want to know what else they can do.",
        "pt": "Depois de uma resposta, quem pergunta quer saber o que mais pode fazer.",
    },
    check=check,
)
