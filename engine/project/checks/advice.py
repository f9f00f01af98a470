"""How the bot writes, by the rules of `engine.project.advice` that are not switched off."""

from collections.abc import Iterator

from engine.project.advice import RULES, Book, advise_on, tone_of
from engine.project.decode import nearest
from engine.project.draft import Draft
from engine.types.issue import Issue


def check(draft: Draft) -> Iterator[Issue]:
    for name in sorted(draft.bot.advice.keys() - RULES.keys()):
        message = f"there is no rule of advice {name!r}"
        remedy = nearest(name, RULES) or f"write one of {', '.join(sorted(RULES))}"
        yield draft.issue("unknown-advice", f"advice.{name}", message, remedy)
    book = Book(draft.bot, tone_of(draft.bot))
    for node in draft.nodes.values():
        yield from advise_on(book, node)
