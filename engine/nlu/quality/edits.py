"""Repairs of phrases as data, and the pure function that makes them."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from engine.types.bot import Bot, Node
from engine.types.issue import TertuliaError
from engine.types.value import Value


class MovePhrase(Struct, frozen=True, tag="move_phrase"):
    """Takes a phrase out of one intent and gives it to another."""

    topic: str
    intent: str
    language: str
    phrase: str
    to_topic: str
    to_intent: str


class DeletePhrase(Struct, frozen=True, tag="delete_phrase"):
    """Takes a phrase out of an intent."""

    topic: str
    intent: str
    language: str
    phrase: str


class AddPhrases(Struct, frozen=True, tag="add_phrases"):
    """Gives an intent phrases, after its own; those that it has are passed over."""

    topic: str
    intent: str
    language: str
    phrases: tuple[str, ...]


Edit = MovePhrase | DeletePhrase | AddPhrases


def apply(bot: Bot, edits: Iterable[Edit]) -> Bot:
    """The bot after the edits. Raises TertuliaError where an intent or phrase is not there."""
    for edit in edits:
        match edit:
            case AddPhrases():
                bot = _change(bot, edit.topic, edit.intent, edit.language, edit.phrases)
            case DeletePhrase():
                bot = _change(bot, edit.topic, edit.intent, edit.language, gone=edit.phrase)
            case MovePhrase():
                bot = _change(bot, edit.topic, edit.intent, edit.language, gone=edit.phrase)
                bot = _change(bot, edit.to_topic, edit.to_intent, edit.language, (edit.phrase,))
    return bot


def phrases_of(node: Node, language: str) -> list[str]:
    """The phrases of an intent as the designer wrote them."""
    by_language = node.params.get("phrases")
    mine = by_language.get(language) if isinstance(by_language, dict) else None
    listed = [mine] if isinstance(mine, str) else mine if isinstance(mine, list | tuple) else []
    return [each for each in listed if isinstance(each, str)]


def _change(
    bot: Bot,
    topic_id: str,
    intent: str,
    language: str,
    added: tuple[str, ...] = (),
    gone: str | None = None,
) -> Bot:
    topic = bot.topics.get(topic_id)
    node = topic.nodes.get(intent) if topic else None
    if topic is None or node is None:
        raise TertuliaError(
            f"flow {topic_id!r}: the intent {intent!r} is not there any more; check the bot again"
        )
    before = phrases_of(node, language)
    if gone is not None and gone not in before:
        raise TertuliaError(
            f"flow {topic_id!r}, node {intent!r}: the phrase {gone!r} is not there any more;"
            " check the bot again"
        )
    after = [each for each in before if each != gone]
    after += [each for each in dict.fromkeys(added) if each not in after]
    changed = replace(node, params={**node.params, "phrases": _with(node, language, after)})
    nodes = {**topic.nodes, intent: changed}
    return replace(bot, topics={**bot.topics, topic_id: replace(topic, nodes=nodes)})


def _with(node: Node, language: str, phrases: list[str]) -> Value:
    by_language = node.params.get("phrases")
    kept: dict[str, object] = dict(by_language) if isinstance(by_language, dict) else {}
    kept[language] = phrases
    return kept
