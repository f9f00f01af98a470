"""Writing advice: a module a rule, in the table `RULES`; `advise` reads one node.

A rule would rather say nothing than nag: it speaks where people who write for chats would agree.
"""

import pkgutil
from collections.abc import Iterator, Mapping
from importlib import import_module

from engine.project.advice.page import Book, Page
from engine.project.advice.protocol import Advice, Rule
from engine.project.advice.tone import tone_of
from engine.project.draft import DraftNode, draft_node
from engine.types.bot import Bot, Node
from engine.types.issue import Issue

__all__ = ["RULES", "Advice", "Book", "Rule", "advise", "advise_on", "tone_of"]

RULES: dict[str, Rule] = {}

for _module in pkgutil.iter_modules(__path__):
    _rule = getattr(import_module(f"{__name__}.{_module.name}"), "RULE", None)
    if _rule is not None:
        RULES[_rule.name] = _rule


def advise(
    bot: Bot, topic: str, node: str, tone: Mapping[str, str] | None = None
) -> tuple[Issue, ...]:
    """The advice on one node, fast enough to be asked for at each key.

    `tone` is what `tone_of(bot)` gave when the bot was opened; without it, the form of address
    is only compared within the topic.
    """
    # `Node("")`: a node that was deleted meanwhile has nothing to be advised on.
    found = bot.topics[topic].nodes.get(node, Node("")) if topic in bot.topics else Node("")
    if tone is None:
        tone = tone_of(bot, topic)
    return tuple(advise_on(Book(bot, tone), draft_node(bot.id, topic, node, found)))


def advise_on(book: Book, node: DraftNode) -> Iterator[Issue]:
    """The advice on a node whose settings were read already."""
    page = Page(book, node)
    for rule in RULES.values():
        if book.bot.advice.get(rule.name, True):
            for one in rule.check(page):
                yield node.issue(rule.code, one.path, one.message, one.remedy, "advice")
