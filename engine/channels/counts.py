"""How much of a channel's room each part of a message takes."""

from collections.abc import Iterator

from msgspec import Struct

from engine.channels.fitting.fitted import Shown
from engine.channels.fitting.length import length
from engine.channels.fitting.sms import Segments, segments
from engine.types.capability import Capability, Unit
from engine.types.message import Card, Option


class Count(Struct, frozen=True, omit_defaults=True):
    """A part by its path in the message, what it takes, and of how much (0: no bound).

    `unit` is the channel's; `segments` says how a text travels as SMS.
    """

    path: str
    used: int
    limit: int
    unit: Unit = "characters"
    segments: Segments | None = None


def counts(shown: Shown, capability: Capability) -> tuple[Count, ...]:
    """The counts of one message of the channel, in the order in which it is read."""
    return tuple(_counts(shown, capability))


def _counts(shown: Shown, row: Capability) -> Iterator[Count]:
    message = shown.message
    for index, one in enumerate(message.media):
        if one.caption:
            yield Count(f"media[{index}].caption", len(one.caption), row.caption_chars)
    if message.text:
        beside = row.links_text_chars if shown.options_as == "links" else row.options_text_chars
        limit = beside if message.options and beside else row.text_chars
        used = length(message.text, row.text_unit)
        billed = segments(message.text) if row.segmented else None
        yield Count("text", used, limit, row.text_unit, billed)
    in_list = shown.options_as == "list"
    yield from _options(message.options, "options", row.row_chars if in_list else row.option_chars)
    if in_list:
        for index, option in enumerate(message.options):
            if option.description:
                path = f"options[{index}].description"
                yield Count(path, len(option.description), row.row_description_chars)
    for index, card in enumerate(message.cards):
        yield from _card(card, f"cards[{index}]", row)


def _card(card: Card, path: str, row: Capability) -> Iterator[Count]:
    # Where one bound holds for the whole card, each of its texts is measured against it.
    yield Count(f"{path}.title", len(card.title), row.card_title_chars or row.card_chars)
    if card.subtitle:
        limit = row.card_subtitle_chars or row.card_chars
        yield Count(f"{path}.subtitle", len(card.subtitle), limit)
    yield from _options(card.options, f"{path}.options", row.option_chars)


def _options(options: tuple[Option, ...], path: str, limit: int) -> Iterator[Count]:
    for index, option in enumerate(options):
        yield Count(f"{path}[{index}].label", len(option.label), limit)
