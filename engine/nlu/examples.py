"""What a bot gives to learn from: phrases with their intent, keywords with theirs.

The designer's params are read leniently: a bot under construction can be trained, and what
is wrong with it is the project check's to say.
"""

from collections.abc import Iterator

from msgspec import Struct

from engine.types.bot import Bot, Node
from engine.types.value import Value

INTENT = "intent"


class Example(Struct, frozen=True):
    """A sample phrase and the intent that it shows."""

    intent: str
    language: str
    text: str


class KeywordGroup(Struct, frozen=True, array_like=True):
    """Words that together show an intent, as the designer wrote them."""

    intent: str
    language: str
    text: str


def examples(bot: Bot) -> list[Example]:
    """Every phrase of the bot's intents in its languages, in the order of topics and nodes.

    A phrase that an intent repeats counts once.
    """
    found = (
        Example(intent, language, text) for intent, language, text in _triggers(bot, "phrases")
    )
    return list(dict.fromkeys(found))


def keyword_groups(bot: Bot) -> list[KeywordGroup]:
    """Every group of keywords of the bot's intents in its languages."""
    found = (
        KeywordGroup(intent, language, text)
        for intent, language, text in _triggers(bot, "keywords")
    )
    return list(dict.fromkeys(found))


def topics(bot: Bot) -> dict[str, str]:
    """The topic of each intent that has a trigger for the NLU."""
    return {node_id: topic for topic, node_id, _ in _intents(bot)}


def _intents(bot: Bot) -> Iterator[tuple[str, str, Node]]:
    for topic_id, topic in bot.topics.items():
        for node_id, node in topic.nodes.items():
            if node.kind == INTENT:
                yield topic_id, node_id, node


def _triggers(bot: Bot, param: str) -> Iterator[tuple[str, str, str]]:
    for _, node_id, node in _intents(bot):
        for language, text in _texts(node.params.get(param)):
            if language in bot.languages and text.strip():
                yield node_id, language, text


def _texts(by_language: Value) -> Iterator[tuple[str, str]]:
    if not isinstance(by_language, dict):
        return
    for language, texts in by_language.items():
        for text in [texts] if isinstance(texts, str) else _items(texts):
            if isinstance(text, str):
                yield language, text


def _items(texts: object) -> tuple[object, ...]:
    return tuple(texts) if isinstance(texts, list | tuple) else ()
