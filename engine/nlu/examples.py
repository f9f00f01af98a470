"""What a bot gives to learn from: phrases with their intent, keywords with theirs.

The designer's params are read leniently: a bot under construction can be trained, and what
is wrong with it is the project check's to say.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from engine.types.bot import Bot, Node
from engine.types.value import Value

INTENT = "intent"

_LETTERS = re.compile(r"[^\W\d_]+")
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Shorter parts of names are numbers and abbreviations more often than words.
_SHORTEST_NAME = 3


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


def names(bot: Bot) -> list[Example]:
    """The title of each intent, or its id where it has none, as a phrase of no language.

    A designer's name for an intent is often the shortest way to ask for it.
    """
    found = ((node_id, _as_words(node.title or node_id)) for _, node_id, node in _intents(bot))
    return [Example(intent, "", text) for intent, text in found if text]


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


def _as_words(name: str) -> str:
    """The words of three letters or more that a name in any manner of writing is made of."""
    apart = _INNER_CAPITAL.sub(" ", name)
    return " ".join(word for word in _LETTERS.findall(apart) if len(word) >= _SHORTEST_NAME)


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
