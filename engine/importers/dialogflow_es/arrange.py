"""Pieces in the order in which nodes can show them: what waits for the person comes last."""

from msgspec import structs

from engine.importers.dialogflow_es.pieces import (
    Button,
    CardPiece,
    Cards,
    Offering,
    Piece,
    Saying,
)
from engine.types.limits import LIMITS
from engine.types.value import Text

CHOOSE: Text = {
    "en": "You can choose one of these:",
    "es": "Puedes elegir una de estas opciones:",
    "pt": "Você pode escolher uma destas opções:",
}
OPEN: Text = {"en": "Open", "es": "Abrir", "pt": "Abrir"}


def arrange(pieces: tuple[Piece, ...], languages: tuple[str, ...]) -> tuple[Piece, ...]:
    """The same answer with neighbouring cards side by side and all buttons in one place.

    Buttons that only open pages become cards, since nothing has to wait for them. A person
    sees all messages of an answer at once, so that buttons lose nothing by coming last.
    """
    shown: list[Piece] = []
    buttons: list[Button] = []
    text: Text = {}
    place = ""
    for piece in pieces:
        if isinstance(piece, Offering):
            if piece.text and not any(button.url for button in piece.buttons):
                text = text or piece.text
            elif piece.text:
                shown.append(Saying((piece.text,), piece.place))
            links = all(button.url for button in piece.buttons)
            if links:
                _show_cards(shown, _link_cards(piece, languages))
            else:
                buttons += piece.buttons
                place = place or piece.place
        elif isinstance(piece, Cards):
            _show_cards(shown, piece)
        else:
            shown.append(piece)
    if buttons:
        leading = [
            button for piece in shown if isinstance(piece, Cards) for button in _apart(piece)
        ]
        shown = [_without_leading(piece) for piece in shown]
        shown.append(_offering(shown, text, (*leading, *buttons), place, languages))
    return _waiting_last(shown, languages)


def leads_on(cards: Cards) -> bool:
    """Whether a card has a button that does not open a page."""
    return bool(_leading(cards))


def _offering(
    shown: list[Piece],
    text: Text,
    buttons: tuple[Button, ...],
    place: str,
    languages: tuple[str, ...],
) -> Offering:
    """The buttons under the text just said, if it is the same every time."""
    last = shown[-1] if shown else None
    if not text and isinstance(last, Saying) and len(last.alternatives) == 1:
        shown.pop()
        text = last.alternatives[0]
        place = last.place or place
    unique = {(*button.label.values(), button.url, button.event): button for button in buttons}
    return Offering(text or _in(CHOOSE, languages), tuple(unique.values()), place)


def _show_cards(shown: list[Piece], cards: Cards) -> None:
    """Adds cards, beside those just shown while there is room."""
    last = shown[-1] if shown else None
    if isinstance(last, Cards) and len(last.cards) + len(cards.cards) <= LIMITS.cards:
        shown[-1] = Cards((*last.cards, *cards.cards), last.place)
        return
    shown.extend(
        Cards(cards.cards[start : start + LIMITS.cards], cards.place)
        for start in range(0, len(cards.cards), LIMITS.cards)
    )


def _link_cards(piece: Offering, languages: tuple[str, ...]) -> Cards:
    """A card a link: its title is the button's whole label."""
    return Cards(
        tuple(
            CardPiece(
                button.label,
                button.detail,
                buttons=(Button(_in(OPEN, languages), url=button.url),),
            )
            for button in piece.buttons
        ),
        piece.place,
    )


def _waiting_last(shown: list[Piece], languages: tuple[str, ...]) -> tuple[Piece, ...]:
    """Of several cards that wait for an answer only the last group may: buttons move there."""
    waiting = [piece for piece in shown if isinstance(piece, Cards) and leads_on(piece)]
    if not waiting or (len(waiting) == 1 and shown[-1] is waiting[0]):
        return tuple(shown)
    if len(waiting) == 1:
        return (*(piece for piece in shown if piece is not waiting[0]), waiting[0])
    buttons = tuple(button for cards in waiting for button in _apart(cards))
    plain = [_without_leading(piece) for piece in shown]
    return (*plain, Offering(_in(CHOOSE, languages), buttons, waiting[-1].place))


def _leading(cards: Cards) -> list[Button]:
    return [button for card in cards.cards for button in card.buttons if not button.url]


def _apart(cards: Cards) -> list[Button]:
    """The buttons of cards for a place outside them: they say which card was theirs."""
    named: list[Button] = []
    for card in cards.cards:
        own = [button for button in card.buttons if not button.url]
        for button in own:
            label = card.title
            if len(own) > 1:
                label = {
                    language: f"{words}: {card.title.get(language, '')}".rstrip(": ")
                    for language, words in button.label.items()
                }
            named.append(structs.replace(button, label=label))
    return named


def _without_leading(piece: Piece) -> Piece:
    if not isinstance(piece, Cards):
        return piece
    cards = tuple(
        CardPiece(
            card.title,
            card.subtitle,
            card.image,
            tuple(button for button in card.buttons if button.url),
        )
        for card in piece.cards
    )
    return Cards(cards, piece.place)


def _in(text: Text, languages: tuple[str, ...]) -> Text:
    """The built-in words in the bot's languages; English where none of them is known."""
    known = {language: text[language] for language in languages if language in text}
    return known or {languages[0]: text["en"]}
