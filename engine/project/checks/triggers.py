"""Triggers of different intents against each other: equal, contradictory, or none at all."""

import re
from collections.abc import Iterator

from engine.expressions.folding import fold
from engine.nodes.intent import Intent
from engine.project.draft import Draft, DraftNode
from engine.types.bot import NOT_UNDERSTOOD, STARTUP
from engine.types.issue import Issue

# What several intents may share: each of them answers in its own way, the first one wins.
_BUILT_IN_EVENTS = {"opened"}


def check(draft: Draft) -> Iterator[Issue]:
    intents = [
        (node, node.params) for node in draft.nodes.values() if isinstance(node.params, Intent)
    ]
    led_to = {to for ways in draft.ways.values() for to in ways}
    named = {
        use.value for node in draft.nodes.values() for use in node.uses if use.role == "target"
    }
    yield from _duplicates(intents)
    for node, intent in intents:
        if node.id in {STARTUP, NOT_UNDERSTOOD}:
            continue
        if not _has_trigger(intent) and node.id not in led_to | named:
            message = "the intent has no trigger, and nothing leads to it"
            remedy = "add phrases that people would write, or remove it"
            yield node.issue("no-trigger", "", message, remedy, "warning")
        elif intent.phrases or intent.keywords:
            yield from _deaf(node, intent, draft.bot.languages)


def _duplicates(intents: list[tuple[DraftNode, Intent]]) -> Iterator[Issue]:
    first: dict[tuple[str, str, str], DraftNode] = {}
    for node, intent in intents:
        for family, language, text, path in _triggers(intent):
            other = first.setdefault((family, language, text), node)
            if other.id == node.id:
                continue
            guarded = bool(intent.condition)
            message = f"the intent {other.id!r} has the same {family}"
            if guarded:
                remedy = "make sure that only one of their conditions can hold"
                yield node.issue("duplicate-trigger", path, message, remedy, "advice")
            else:
                remedy = "keep it in the one that it fits best"
                yield node.issue("duplicate-trigger", path, message, remedy, "warning")
    yield from _contradictions(intents)


def _triggers(intent: Intent) -> Iterator[tuple[str, str, str, str]]:
    """Family, language, folded text and path of each trigger that claims a message."""
    for language, phrases in intent.phrases.items():
        for index, phrase in enumerate(phrases):
            if text := fold(phrase).strip():
                yield "phrase", language, text, f"phrases.{language}[{index}]"
    for language, groups in intent.keywords.items():
        for index, group in enumerate(groups):
            if text := " ".join(sorted(set(fold(group).split()))):
                yield "group of keywords", language, text, f"keywords.{language}[{index}]"
    for index, pattern in enumerate(intent.patterns):
        yield "pattern", "", pattern, f"patterns[{index}]"
    for index, event in enumerate(intent.events):
        if event not in _BUILT_IN_EVENTS:
            yield "event", "", event, f"events[{index}]"
    if intent.inactivity_s:
        yield "inactivity time", "", str(intent.inactivity_s), "inactivity_s"


def _contradictions(intents: list[tuple[DraftNode, Intent]]) -> Iterator[Issue]:
    """Phrases that teach one intent while the keywords of another one claim them."""
    groups = [
        (node, language, frozenset(fold(group).split()))
        for node, intent in intents
        if not intent.condition
        for language, texts in intent.keywords.items()
        for group in texts
        if group.strip()
    ]
    by_word: dict[tuple[str, str], list[tuple[DraftNode, frozenset[str]]]] = {}
    for node, language, words in groups:
        by_word.setdefault((language, min(words)), []).append((node, words))
    for node, intent in intents:
        for language, phrases in intent.phrases.items():
            own = _own_keywords(intent, language)
            for index, phrase in enumerate(phrases):
                said = set(re.findall(r"\w+", fold(phrase)))
                if any(group <= said for group in own):
                    continue
                for word in sorted(said):
                    for other, group in by_word.get((language, word), ()):
                        if other.id != node.id and group <= said:
                            yield _contradiction(node, other, group, f"phrases.{language}[{index}]")


def _own_keywords(intent: Intent, language: str) -> list[set[str]]:
    return [set(fold(group).split()) for group in intent.keywords.get(language, ())]


def _contradiction(node: DraftNode, other: DraftNode, group: frozenset[str], path: str) -> Issue:
    words = " ".join(sorted(group))
    message = f"the phrase is learned here, but the keywords {words!r} of {other.id!r} claim it"
    remedy = "add a word to those keywords, or move the phrase"
    return node.issue("contradictory-triggers", path, message, remedy, "warning")


def _has_trigger(intent: Intent) -> bool:
    texts = any(intent.phrases.values()) or any(intent.keywords.values())
    others = intent.patterns or intent.events or intent.condition or intent.inactivity_s
    return bool(texts or others)


def _deaf(node: DraftNode, intent: Intent, languages: tuple[str, ...]) -> Iterator[Issue]:
    for language in languages:
        if not intent.phrases.get(language) and not intent.keywords.get(language):
            message = f"the intent has neither phrases nor keywords in {language!r}"
            remedy = "add what people would write in that language"
            path = f"phrases.{language}"
            yield node.issue("no-trigger-in-language", path, message, remedy, "advice")
