"""What an answer consists of, free of any platform's way to write it.

Texts are by language from the start, so that the same answer in two languages can be laid
one over the other.
"""

from typing import Literal

from msgspec import Struct

from engine.types.value import Text

MediaKind = Literal["image", "audio", "video", "document"]


class Saying(Struct, frozen=True):
    """A text, one of `alternatives` by chance."""

    alternatives: tuple[Text, ...]
    place: str = ""


class Button(Struct, frozen=True):
    """A button: opens `url`, or sends the event, or says `says` as if it had been typed."""

    label: Text
    says: str = ""
    event: str = ""
    url: str = ""
    detail: Text = {}


class Offering(Struct, frozen=True):
    """Buttons, with the text above them."""

    text: Text
    buttons: tuple[Button, ...]
    place: str = ""


class CardPiece(Struct, frozen=True):
    """A card with its buttons."""

    title: Text
    subtitle: Text = {}
    image: str = ""
    buttons: tuple[Button, ...] = ()


class Cards(Struct, frozen=True):
    """Cards side by side."""

    cards: tuple[CardPiece, ...]
    place: str = ""


class Picture(Struct, frozen=True):
    """A file to show: image, audio, video or document."""

    kind: MediaKind
    url: str
    caption: Text = {}
    place: str = ""


class Transfer(Struct, frozen=True):
    """The conversation goes to a person; `note` says to whom it went before."""

    note: str
    place: str = ""


class Kept(Struct, frozen=True):
    """What nobody could interpret, as it was written."""

    text: str
    place: str = ""


Piece = Saying | Offering | Cards | Picture | Transfer | Kept
