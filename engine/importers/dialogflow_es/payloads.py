"""Custom payloads: the shapes that web chats and messengers gave them, as pieces.

Dialogflow passes a payload on unread, so that its shape is the channel's. The common ones
are interpreted; what is not recognised is kept as it was written.
"""

from collections.abc import Callable, Iterable

import msgspec

from engine.importers.dialogflow_es.messengers import MESSENGERS, read_metadata
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
from engine.importers.dialogflow_es.tolerant import (
    Mapping,
    first_text,
    mapping,
    mappings,
    text,
    texts,
)
from engine.types.value import Text


def read_payload(payload: object, language: str, place: str) -> tuple[Piece, ...]:
    """The pieces of a payload; a `Kept` where nothing in it is known."""
    pieces: list[Piece] = []
    source = mapping(payload)
    if "richContent" in source:
        pieces += _rich(source["richContent"], language, place)
    else:
        for name, read in MESSENGERS.items():
            if name in source:
                pieces += read(mapping(source[name]), language, place)
        pieces = pieces or _plain(source, language, place)
    return tuple(pieces) or (kept(payload, place),)


def kept(payload: object, place: str) -> Kept:
    """The payload as text."""
    return Kept(msgspec.json.format(msgspec.json.encode(payload), indent=2).decode(), place)


def _rich(content: object, language: str, place: str) -> list[Piece]:
    """Dialogflow Messenger: a list of bubbles, each a list of elements."""
    pieces: list[Piece] = []
    for element in _elements(content):
        kind = text(element.get("type")).lower()
        read = RICH.get(kind)
        if read is None:
            pieces.append(kept(element, place))
        else:
            pieces += read(element, language, place)
    return _joined(pieces)


def _elements(content: object) -> Iterable[Mapping]:
    for row in content if isinstance(content, list) else [content]:
        yield from mappings(row)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbouring single buttons become one offering."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, Offering) and isinstance(last, Offering) and not piece.text:
            joined[-1] = Offering(last.text, (*last.buttons, *piece.buttons), last.place)
        else:
            joined.append(piece)
    return joined


def _description(element: Mapping, language: str, place: str) -> list[Piece]:
    parts = (
        first_text(element, "title"),
        first_text(element, "subtitle"),
        *texts(element.get("text")),
    )
    words = "\n".join(part.rstrip() for part in parts if part.strip())
    return [Saying(({language: words},), place)] if words else []


def _info(element: Mapping, language: str, place: str) -> list[Piece]:
    link = first_text(element, "actionLink")
    image = mapping(element.get("image"))
    address = first_text(mapping(image.get("src")), "rawUrl") or first_text(image, "rawUrl")
    if not (link or address):
        said = _description(element, language, place)
        return [*said, *_list_item(element, language, place)] if element.get("event") else said
    title = first_text(element, "title") or link
    button = (Button({language: title}, url=link),) if link else ()
    subtitle: Text = _of(first_text(element, "subtitle"), language)
    return [Cards((CardPiece({language: title}, subtitle, address, button),), place)]


def _button(element: Mapping, language: str, place: str) -> list[Piece]:
    found = _read_button(element, language, "text", "title")
    return [Offering({}, (found,), place)] if found else []


def _list_item(element: Mapping, language: str, place: str) -> list[Piece]:
    found = _read_button(element, language, "title", "text")
    return [Offering({}, (found,), place)] if found else []


def _chips(element: Mapping, language: str, place: str) -> list[Piece]:
    found = (_read_button(one, language, "text") for one in mappings(element.get("options")))
    buttons = tuple(button for button in found if button)
    return [Offering({}, buttons, place)] if buttons else []


def _read_button(element: Mapping, language: str, *names: str) -> Button | None:
    link = first_text(element, "link", "actionLink") or first_text(
        mapping(element.get("anchor")), "href"
    )
    event = first_text(mapping(element.get("event")), "name", "event") or text(element.get("event"))
    label = first_text(element, *names) or link
    if not label:
        return None
    detail: Text = _of(first_text(element, "subtitle"), language)
    return Button({language: label}, says=label, event=event, url=link, detail=detail)


def _image(element: Mapping, language: str, place: str) -> list[Piece]:
    address = first_text(element, "rawUrl", "url", "imageUrl")
    caption: Text = _of(first_text(element, "accessibilityText"), language)
    return [Picture("image", address, caption, place)] if address else []


def _video(element: Mapping, language: str, place: str) -> list[Piece]:
    source = mapping(element.get("source"))
    address = (
        first_text(mapping(source.get("anchor")), "href")
        or first_text(source, "rawUrl")
        or first_text(element, "rawUrl", "url")
    )
    caption: Text = _of(first_text(element, "title"), language)
    return [Picture("video", address, caption, place)] if address else []


def _nothing(_element: Mapping, _language: str, _place: str) -> list[Piece]:
    return []


def _plain(source: Mapping, language: str, place: str) -> list[Piece]:
    """Home-made payloads: a text, an image, and buttons under some usual name."""
    pieces: list[Piece] = []
    words = first_text(source, "text", "message", "title", "speech")
    if words:
        pieces.append(Saying(({language: words},), place))
    pieces += read_metadata(mapping(source.get("metadata")), language, place)
    image = first_text(source, "image", "imageUrl", "image_url", "rawUrl")
    if image.startswith("http"):
        pieces.append(Picture("image", image, {}, place))
    for name in ("buttons", "quick_replies", "quickReplies", "replies", "options", "suggestions"):
        several = source.get(name)
        found = [
            _read_button(one, language, "text", "title", "label", "name")
            if isinstance(one, dict)
            else Button({language: text(one)}, says=text(one))
            for one in (several if isinstance(several, list) else [])
        ]
        buttons = tuple(one for one in found if one and any(one.label.values()))
        if buttons:
            pieces.append(Offering({}, buttons, place))
    return pieces


def _of(words: str, language: str) -> Text:
    return {language: words} if words else {}


RICH: dict[str, Callable[[Mapping, str, str], list[Piece]]] = {
    "description": _description,
    "text": _description,
    "accordion": _description,
    "info": _info,
    "list": _list_item,
    "button": _button,
    "chips": _chips,
    "image": _image,
    "video": _video,
    "divider": _nothing,
}
