"""What the bot's channels cannot carry, by the table of capabilities."""

from collections.abc import Iterator

from engine.channels import CAPABILITIES
from engine.channels.fitting.length import length
from engine.nodes.checks import visible_length
from engine.nodes.parts import CardParams, MediaParams, OptionParams
from engine.project.decode import nearest
from engine.project.draft import Draft, DraftNode
from engine.types.capability import Capability
from engine.types.issue import Issue


def check(draft: Draft) -> Iterator[Issue]:
    channels = {}
    for index, name in enumerate(draft.bot.channels):
        row = CAPABILITIES.get(name)
        if row is None:
            message = f"the channel {name!r} is unknown"
            remedy = nearest(name, CAPABILITIES) or "see the table of channels"
            yield draft.issue("unknown-channel", f"channels[{index}]", message, remedy)
        elif row.successor:
            message = f"the channel {name!r} was shut by its owner"
            remedy = f"use {row.successor!r} in its place"
            yield draft.issue("retired-channel", f"channels[{index}]", message, remedy, "warning")
        else:
            channels[name] = row
    for node in draft.nodes.values():
        for name, row in sorted(channels.items()):
            yield from _node(node, name, row)


def _node(node: DraftNode, channel: str, row: Capability) -> Iterator[Issue]:
    yield from _texts(node, channel, row)
    yield from _options(node, channel, row)
    yield from _cards(node, channel, row)
    media: tuple[MediaParams, ...] = getattr(node.params, "media", ())
    for index, one in enumerate(media):
        if one.kind not in row.media:
            message = f"{channel} cannot show {one.kind}s: it sends the address instead"
            remedy = "say in the text what the file holds"
            yield node.issue("channel-media", f"media[{index}]", message, remedy, "advice")
    if node.node.kind == "location" and node.asks and not row.asks_location:
        message = f"{channel} cannot ask for the location: people must type it"
        remedy = "accept an address or a place's name too"
        yield node.issue("channel-location", "", message, remedy, "advice")
    if getattr(node.params, "template", "") and not row.templates and row.window_h:
        message = f"{channel} knows no templates, and lets bots speak for {row.window_h} h only"
        remedy = "reach these contacts on another channel"
        yield node.issue("channel-template", "template", message, remedy, "warning")


def _texts(node: DraftNode, channel: str, row: Capability) -> Iterator[Issue]:
    if not row.text_chars:
        return
    unit = {"utf8": "bytes", "utf16": "units of UTF-16"}.get(row.text_unit, "characters")
    for use in node.uses:
        if use.role != "text":
            continue
        for language, text in use.by_language.items():
            used = length(text, row.text_unit)
            if used > row.text_chars:
                message = f"{channel} carries {row.text_chars} {unit}, the text has {used}"
                remedy = "shorten it, or part it into several nodes"
                yield node.issue(
                    "channel-text", f"{use.path}.{language}", message, remedy, "warning"
                )


def _options(node: DraftNode, channel: str, row: Capability) -> Iterator[Issue]:
    options: tuple[OptionParams, ...] = getattr(node.params, "options", ())
    room = max(row.options, row.rows)
    if options and len(options) > room:
        have = f"shows {room} buttons" if room else "has no buttons"
        message = f"{channel} {have}: the {len(options)} options become a numbered list"
        remedy = "keep the labels short, so that the list reads well"
        yield node.issue("channel-options", "options", message, remedy, "advice")
        return
    chars = row.option_chars if len(options) <= row.options else row.row_chars
    for index, option in enumerate(options):
        for language, label in option.label.items():
            if chars and "${" not in label and visible_length(label) > chars:
                message = f"{channel} shows {chars} characters of a label, {label!r} has more"
                path = f"options[{index}].label.{language}"
                yield node.issue("channel-label", path, message, "shorten it", "warning")


def _cards(node: DraftNode, channel: str, row: Capability) -> Iterator[Issue]:
    cards: tuple[CardParams, ...] = getattr(node.params, "cards", ())
    if not cards:
        return
    if not row.cards:
        message = f"{channel} has no carousel: the cards come one below the other"
        yield node.issue(
            "channel-cards", "cards", message, "keep them few and their texts short", "advice"
        )
        return
    if not row.cards_least <= len(cards) <= row.cards:
        message = f"{channel} shows {row.cards_least} to {row.cards} cards, here are {len(cards)}"
        remedy = "add or remove cards"
        yield node.issue("channel-cards", "cards", message, remedy, "warning")
    for index, card in enumerate(cards):
        if len(card.options) > row.card_options:
            count = len(card.options)
            message = f"{channel} shows {row.card_options} buttons on a card, here are {count}"
            path = f"cards[{index}].options"
            yield node.issue("channel-cards", path, message, "remove some of them", "warning")
