"""What a message shows, from the settings that describe it: media, buttons, cards."""

from engine.nodes.parts import CardParams, MediaParams, OptionParams
from engine.nodes.protocol import Context
from engine.types.message import Card, Media, Option


def show_media(media: tuple[MediaParams, ...], context: Context) -> tuple[Media, ...]:
    """The media with their addresses and captions filled; those without address are left out."""
    if not media:
        return ()
    shown = (
        Media(
            kind=one.kind,
            url=context.fill(one.url).strip(),
            name=context.fill(one.name),
            caption=context.text(one.caption) if one.caption else "",
        )
        for one in media
    )
    return tuple(one for one in shown if one.url)


def show_options(
    options: tuple[OptionParams, ...], context: Context, words: bool = False
) -> tuple[Option, ...]:
    """The buttons whose condition holds, with ids `NODE:OPTION` as channels send them back.
    With `words`, all of them count as writing, else those that say something."""
    # Lists and places rather than generators and names: this is on the path of most messages.
    node = context.node
    return tuple(
        [
            Option(
                f"{node}:{option.id}",
                context.text(option.label),
                context.fill(option.url) if option.url else "",
                context.text(option.description) if option.description else "",
                (words or bool(option.says)) and not option.url,
            )
            for option in options
            if not option.when or context.test(option.when)
        ]
    )


def show_cards(cards: tuple[CardParams, ...], context: Context) -> tuple[Card, ...]:
    return tuple(
        Card(
            title=context.text(card.title),
            subtitle=context.text(card.subtitle) if card.subtitle else "",
            image=context.fill(card.image) if card.image else "",
            options=show_options(card.options, context),
        )
        for card in cards
    )
