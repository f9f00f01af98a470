"""Pieces that can be shown: addresses that open, texts of a length that channels take.

What an address cannot be mended to is kept in words, so that nothing is lost.
"""

import re
from collections.abc import Iterable

from msgspec import structs

from engine.importers.dialogflow_es.pieces import (
    Button,
    CardPiece,
    Cards,
    Kept,
    Offering,
    Picture,
    Piece,
    Saying,
)
from engine.importers.report import Account
from engine.types.limits import LIMITS
from engine.types.value import Text

# A text's length, with room for what its holes add as they are written.
CHARS = LIMITS.text_chars - 500
PAGE = re.compile(r"(?:https?://|mailto:|tel:)\S", re.IGNORECASE)
FILE = re.compile(r"https?://\S", re.IGNORECASE)
BARE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]\S*)?", re.IGNORECASE)


def repair(pieces: Iterable[Piece], account: Account) -> tuple[Piece, ...]:
    """The same pieces, mended; what had to change is reported."""
    mended: list[Piece] = []
    for piece in pieces:
        match piece:
            case Saying():
                mended += _parted(piece)
            case Offering():
                mended += _offering(piece, account)
            case Cards():
                mended += _cards(piece, account)
            case Picture():
                mended.append(_picture(piece, account))
            case _:
                mended.append(piece)
    return tuple(mended)


def page_address(address: str) -> str:
    """An address that a button can open; empty where it is none."""
    return _address(address, PAGE)


def file_address(address: str) -> str:
    """An address from which a channel can fetch a file; empty where it is none."""
    return _address(address, FILE)


def _address(address: str, pattern: re.Pattern[str]) -> str:
    address = address.strip()
    if pattern.match(address) and "[" not in address and "]" not in address:
        return address
    return f"https://{address}" if BARE.fullmatch(address) else ""


def _parted(piece: Saying) -> list[Piece]:
    """A text that is too long for one message as several."""
    longest = max(len(words) for text in piece.alternatives for words in text.values())
    if longest <= CHARS:
        return [piece]
    parts: list[Text] = []
    for language, words in piece.alternatives[0].items():
        for index, part in enumerate(_chunks(words)):
            if index == len(parts):
                parts.append({})
            parts[index][language] = part
    return [Saying((part,), piece.place) for part in parts]


def _chunks(words: str) -> Iterable[str]:
    while len(words) > CHARS:
        head = words[:CHARS]
        cut = max(head.rfind("\n"), head.rfind(" ")) + 1 or CHARS
        yield words[:cut].rstrip()
        words = words[cut:]
    yield words


def _offering(piece: Offering, account: Account) -> list[Piece]:
    kept, lost = _buttons(piece.buttons, piece.place, account)
    if not kept:
        text = [Saying((piece.text,), piece.place)] if piece.text else []
        return [*text, *lost]
    said: list[Piece] = []
    if max(map(len, piece.text.values()), default=0) > CHARS:
        said = _parted(Saying((piece.text,), piece.place))
        piece = structs.replace(piece, text={})
    return [*lost, *said, structs.replace(piece, buttons=kept)]


def _cards(piece: Cards, account: Account) -> list[Piece]:
    cards: list[CardPiece] = []
    after: list[Piece] = []
    for card in piece.cards:
        kept, lost = _buttons(card.buttons, piece.place, account)
        image = file_address(card.image)
        if card.image and not image:
            after.append(_no_address(card.image, piece.place, account))
        cards.append(structs.replace(card, buttons=kept, image=image))
        after += lost
    return [structs.replace(piece, cards=tuple(cards)), *after]


def _picture(piece: Picture, account: Account) -> Piece:
    address = file_address(piece.url)
    if address:
        return structs.replace(piece, url=address)
    return _no_address(piece.url, piece.place, account)


def _buttons(
    buttons: Iterable[Button], place: str, account: Account
) -> tuple[tuple[Button, ...], list[Piece]]:
    """The buttons that work, and words for those whose address cannot be opened."""
    kept: list[Button] = []
    lost: list[Piece] = []
    for button in buttons:
        address = page_address(button.url)
        if button.url and not address:
            account.approximate(
                "addresses",
                button.url,
                place,
                "cannot be opened by a button: it is said as a text",
                "correct the address and make it a button",
            )
            said = {language: f"{label}: {button.url}" for language, label in button.label.items()}
            lost += _parted(Saying((said,), place))
        else:
            kept.append(structs.replace(button, url=address))
    return tuple(kept), lost


def _no_address(address: str, place: str, account: Account) -> Kept:
    account.approximate(
        "addresses",
        address,
        place,
        "is not an address of the web: the file is not shown, the address is in a note",
        "put the file where it can be fetched",
    )
    return Kept(address, place)
