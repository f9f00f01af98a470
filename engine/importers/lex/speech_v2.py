"""Messages of Lex V2: groups with variations, cards, marked speech, payloads."""

import re

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, whole
from engine.importers.lex.source import Button, Card, Prompt, Said, Speech

# Exports, their documentation and the API each spell it in their own way.
GROUPS = ("messageGroupsList", "messageGroupList", "messageGroups")


def read_prompt(one: Mapping, language: str) -> Prompt:
    return Prompt(read_speech(one, language), whole(one.get("maxRetries"), 2))


def read_speech(one: Mapping, language: str) -> Speech:
    """Groups of messages: one of each is said, itself or a variation."""
    spelled = (mappings(one.get(name)) for name in GROUPS)
    groups = next((several for several in spelled if several), [])
    rows: list[tuple[str, ...]] = []
    cards: list[Card] = []
    payloads: list[str] = []
    for group in groups:
        several = [mapping(group.get("message")), *mappings(group.get("variations"))]
        ways = [found for each in several if (found := _plain(each))]
        if ways:
            rows.append(tuple(ways))
        for each in several:
            if each.get("imageResponseCard"):
                cards.append(_card(mapping(each.get("imageResponseCard"))))
            if each.get("customPayload"):
                payloads.append(text(mapping(each.get("customPayload")).get("value")))
    said: Said = {language: tuple(rows)} if rows else {}
    return Speech(said, {language: tuple(cards)} if cards else {}, tuple(payloads))


def _plain(message: Mapping) -> str:
    """The words; of marked speech what is said."""
    plain = text(mapping(message.get("plainTextMessage")).get("value"))
    marked = text(mapping(message.get("ssmlMessage")).get("value"))
    return (plain or re.sub(r"<[^>]+>", "", marked)).strip()


def _card(one: Mapping) -> Card:
    return Card(
        text(one.get("title")),
        text(one.get("subtitle")),
        text(one.get("imageUrl")),
        tuple(
            Button(text(each.get("text")), text(each.get("value")) or text(each.get("text")))
            for each in mappings(one.get("buttons"))
            if text(each.get("text"))
        ),
    )
