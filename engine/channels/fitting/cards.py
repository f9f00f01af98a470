"""Carousels as a channel shows them: carousels, or a message a card."""

from collections.abc import Iterator

from msgspec.structs import replace

from engine.channels.fitting.ground import Ground
from engine.types.message import Card


def fit_cards(cards: tuple[Card, ...], ground: Ground) -> tuple[tuple[Card, ...], ...]:
    """The cards in carousels that the channel shows; none where it cannot show one of them."""
    row = ground.capability
    written = tuple(_written(card, ground) for card in cards)
    carousels = tuple(_parted(written, row.cards)) if row.cards else ()
    if not carousels or not all(_fits(carousel, ground) for carousel in carousels):
        ground.note("cards-below-each-other", count=len(cards))
        return ()
    if len(carousels) > 1:
        ground.note("cards-parted", count=len(cards), most=row.cards)
    return carousels


def card_text(card: Card) -> str:
    """What a card says, as a text."""
    return "\n".join(part for part in (card.title, card.subtitle) if part)


def _written(card: Card, ground: Ground) -> Card:
    return replace(card, title=ground.written(card.title), subtitle=ground.written(card.subtitle))


def _parted(cards: tuple[Card, ...], most: int) -> Iterator[tuple[Card, ...]]:
    """The cards in parts of nearly the same size."""
    count = -(-len(cards) // most)
    for part in range(count):
        yield cards[part * len(cards) // count : (part + 1) * len(cards) // count]


def _fits(cards: tuple[Card, ...], ground: Ground) -> bool:
    row = ground.capability
    alike = len({(len(card.options), _has_links(card)) for card in cards}) == 1
    return (
        len(cards) >= row.cards_least
        and (alike or not row.cards_alike)
        and all(_card_fits(card, ground) for card in cards)
    )


def _card_fits(card: Card, ground: Ground) -> bool:
    row = ground.capability
    bounds = (
        (len(card.options), row.card_options or -1),
        (len(card.title), row.card_title_chars),
        (len(card.subtitle), row.card_subtitle_chars),
        (len(card_text(card)), row.card_chars),
        *((len(option.label), row.option_chars) for option in card.options),
    )
    # On such a channel a card has one link, or answers only.
    mixed = row.cards_alike and _has_links(card) and len(card.options) > 1
    missing = row.cards_need_image and not card.image
    return not mixed and not missing and all(not most or used <= most for used, most in bounds)


def _has_links(card: Card) -> bool:
    return any(option.url for option in card.options)
