"""Messages of an intent as pieces of an answer: text, cards, replies, images, speech."""

import html
import re
from collections.abc import Callable

from engine.importers.dialogflow_es.payloads import read_payload
from engine.importers.dialogflow_es.pieces import (
    Button,
    CardPiece,
    Cards,
    Offering,
    Picture,
    Piece,
    Saying,
    Transfer,
)
from engine.importers.dialogflow_es.source import Reply
from engine.importers.dialogflow_es.tolerant import (
    Mapping,
    first_text,
    mapping,
    mappings,
    texts,
)
from engine.types.value import Text

TAG = re.compile(r"<[^>]*>")
BREAK = re.compile(r"<break[^>]*>|</p>|</s>", re.IGNORECASE)


def read_reply(reply: Reply, language: str) -> tuple[Piece, ...] | None:
    """The pieces of one message; none where it is empty, None where its type is unknown."""
    read = KINDS.get(reply.kind)
    if read is None:
        return None
    return tuple(read(reply.data, language, reply.place))


def plain_speech(ssml: str) -> str:
    """The words of a text with SSML marks."""
    return " ".join(html.unescape(TAG.sub(" ", BREAK.sub(" ", ssml))).split())


def _said(words: tuple[str, ...], language: str, place: str) -> list[Piece]:
    return [Saying(tuple({language: one.strip()} for one in words), place)] if words else []


def _text(data: Mapping, language: str, place: str) -> list[Piece]:
    words = texts(data.get("speech")) or texts(mapping(data.get("text")).get("text"))
    return _said(words or texts(data.get("textToSpeech")), language, place)


def _speech(data: Mapping, language: str, place: str) -> list[Piece]:
    written = first_text(data, "displayText", "text", "textToSpeech")
    words = written if "<" not in written else plain_speech(written)
    words = words or plain_speech(first_text(data, "ssml"))
    return _said((words,) if words else (), language, place)


def _card(data: Mapping, language: str, place: str) -> list[Piece]:
    buttons = []
    for one in mappings(data.get("buttons")):
        label = first_text(one, "text", "title")
        target = first_text(one, "postback")
        address = first_text(mapping(one.get("openUrlAction")), "url")
        if _is_address(target):
            address, target = target, ""
        if label or address:
            label = label or address
            buttons.append(Button({language: label}, says=target or label, url=address))
    title = first_text(data, "title")
    parts = (first_text(data, "subtitle"), first_text(data, "formattedText"))
    subtitle = "\n".join(part for part in parts if part and part != title)
    image = first_text(data, "imageUrl") or first_text(mapping(data.get("image")), "url")
    if not (title or subtitle or image or buttons):
        return []
    if not title:
        title, subtitle = subtitle, ""
    title = title or first_text(mapping(data.get("image")), "accessibilityText") or _first(buttons)
    card = CardPiece(_of(title or image, language), _of(subtitle, language), image, tuple(buttons))
    return [Cards((card,), place)]


def _first(buttons: list[Button]) -> str:
    return next((label for button in buttons for label in button.label.values()), "")


def _quick_replies(data: Mapping, language: str, place: str) -> list[Piece]:
    buttons = tuple(Button({language: one}, says=one) for one in texts(data.get("replies")))
    title = first_text(data, "title")
    if not buttons:
        return _said((title,) if title else (), language, place)
    return [Offering(_of(title, language), buttons, place)]


def _suggestions(data: Mapping, language: str, place: str) -> list[Piece]:
    titles = tuple(first_text(one, "title") for one in mappings(data.get("suggestions")))
    buttons = tuple(Button({language: one}, says=one) for one in titles if one)
    return [Offering({}, buttons, place)] if buttons else []


def _link(data: Mapping, language: str, place: str) -> list[Piece]:
    address = first_text(data, "url", "uri")
    label = first_text(data, "destinationName") or address
    return [Offering({}, (Button({language: label}, url=address),), place)] if address else []


def _image(data: Mapping, language: str, place: str) -> list[Piece]:
    address = first_text(data, "imageUrl", "url")
    caption = _of(first_text(data, "title", "accessibilityText"), language)
    return [Picture("image", address, caption, place)] if address else []


def _payload(data: Mapping, language: str, place: str) -> list[Piece]:
    payload = data.get("payload")
    return list(read_payload(payload, language, place)) if payload else []


def _items(data: Mapping, language: str, place: str) -> list[Piece]:
    cards = []
    for one in mappings(data.get("items")):
        address = first_text(mapping(one.get("openUrlAction")), "url")
        info = mapping(one.get("optionInfo")) or mapping(one.get("info"))
        title = first_text(one, "title") or first_text(info, "key") or address
        says = first_text(info, "key")
        button = Button({language: title}, says=says or title, url=address)
        image = first_text(mapping(one.get("image")), "url", "imageUri")
        parts = (first_text(one, "description"), first_text(one, "footer"))
        subtitle = _of("\n".join(part for part in parts if part), language)
        cards.append(CardPiece(_of(title, language), subtitle, image, (button,)))
    above = first_text(data, "title", "subtitle")
    said = _said((above,), language, place) if above and cards else []
    return [*said, Cards(tuple(cards), place)] if cards else []


def _table(data: Mapping, language: str, place: str) -> list[Piece]:
    lines = [first_text(data, "title"), first_text(data, "subtitle")]
    heads = (first_text(one, "header") for one in mappings(data.get("columnProperties")))
    lines.append(" | ".join(head for head in heads if head))
    lines += [
        " | ".join(first_text(cell, "text") for cell in mappings(row.get("cells")))
        for row in mappings(data.get("rows"))
    ]
    written = "\n".join(line for line in lines if line)
    return _said((written,) if written else (), language, place)


def _media(data: Mapping, language: str, place: str) -> list[Piece]:
    pieces: list[Piece] = []
    for one in mappings(data.get("mediaObjects")) or mappings(data.get("media_objects")):
        address = first_text(one, "contentUrl", "content_url")
        caption = _of(first_text(one, "name", "description"), language)
        if address:
            pieces.append(Picture("audio", address, caption, place))
    return pieces


def _audio(data: Mapping, _language: str, place: str) -> list[Piece]:
    address = first_text(data, "audioUri", "uri")
    return [Picture("audio", address, {}, place)] if address else []


def _transfer(data: Mapping, _language: str, place: str) -> list[Piece]:
    number = first_text(data, "phoneNumber")
    return [Transfer(f"The call was transferred to {number}." if number else "", place)]


def _of(words: str, language: str) -> Text:
    return {language: words} if words else {}


def _is_address(words: str) -> bool:
    return words.lower().startswith(("http://", "https://", "tel:", "mailto:"))


KINDS: dict[str, Callable[[Mapping, str, str], list[Piece]]] = {
    "0": _text,
    "text": _text,
    "message": _text,
    "1": _card,
    "card": _card,
    "2": _quick_replies,
    "quick_replies": _quick_replies,
    "3": _image,
    "image": _image,
    "4": _payload,
    "payload": _payload,
    "custom_payload": _payload,
    "12": _speech,
    "13": _audio,
    "14": _speech,
    "15": _transfer,
    "telephony_play_audio": _audio,
    "telephony_synthesize_speech": _speech,
    "telephony_transfer_call": _transfer,
    "simple_response": _speech,
    "basic_card": _card,
    "suggestion_chips": _suggestions,
    "link_out_chip": _link,
    "link_out_suggestion": _link,
    "list_card": _items,
    "list": _items,
    "list_select": _items,
    "carousel_card": _items,
    "carousel_select": _items,
    "browse_carousel_card": _items,
    "table_card": _table,
    "media_content": _media,
}
