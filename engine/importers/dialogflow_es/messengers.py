"""Payloads in the words of single messengers: Telegram, Facebook, Slack, Kommunicate, Google."""

from collections.abc import Callable

from engine.importers.dialogflow_es.pieces import (
    Button,
    CardPiece,
    Cards,
    MediaKind,
    Offering,
    Picture,
    Piece,
    Saying,
)
from engine.importers.dialogflow_es.tolerant import Mapping, first_text, mapping, mappings, text
from engine.types.value import Text

FACEBOOK_FILES: dict[str, MediaKind] = {
    "image": "image",
    "audio": "audio",
    "video": "video",
    "file": "document",
}
TELEGRAM_FILES: dict[str, MediaKind] = {
    "photo": "image",
    "audio": "audio",
    "video": "video",
    "document": "document",
}


def _say(words: str, language: str, place: str) -> list[Piece]:
    return [Saying(({language: words},), place)] if words.strip() else []


def _telegram(source: Mapping, language: str, place: str) -> list[Piece]:
    pieces = _say(first_text(source, "text", "caption"), language, place)
    for name, kind in TELEGRAM_FILES.items():
        address = first_text(source, name)
        if address.startswith("http"):
            pieces.append(Picture(kind, address, {}, place))
    markup = mapping(source.get("reply_markup"))
    buttons: list[Button] = []
    for rows in (markup.get("inline_keyboard"), markup.get("keyboard")):
        for row in rows if isinstance(rows, list) else []:
            for one in row if isinstance(row, list) else [row]:
                button = mapping(one) or {"text": text(one)}
                label = first_text(button, "text")
                says = first_text(button, "callback_data") or label
                if label:
                    address = first_text(button, "url")
                    buttons.append(Button({language: label}, says=says, url=address))
    return [*pieces, *_offer(buttons, place)]


def _facebook(source: Mapping, language: str, place: str) -> list[Piece]:
    pieces = _say(first_text(source, "text"), language, place)
    attachment = mapping(source.get("attachment"))
    inside = mapping(attachment.get("payload"))
    kind = FACEBOOK_FILES.get(text(attachment.get("type")))
    if kind and first_text(inside, "url"):
        pieces.append(Picture(kind, first_text(inside, "url"), {}, place))
    pieces += _say(first_text(inside, "text"), language, place)
    cards = [
        CardPiece(
            {language: first_text(one, "title") or "-"},
            _of(first_text(one, "subtitle"), language),
            first_text(one, "image_url"),
            tuple(_facebook_buttons(one.get("buttons"), language)),
        )
        for one in mappings(inside.get("elements"))
    ]
    if cards:
        pieces.append(Cards(tuple(cards), place))
    buttons = _facebook_buttons(inside.get("buttons"), language)
    buttons += _facebook_buttons(source.get("quick_replies"), language)
    return [*pieces, *_offer(buttons, place)]


def _facebook_buttons(found: object, language: str) -> list[Button]:
    return [
        Button(
            {language: label},
            says=first_text(one, "payload") or label,
            url=first_text(one, "url"),
        )
        for one in mappings(found)
        if (label := first_text(one, "title"))
    ]


def _slack(source: Mapping, language: str, place: str) -> list[Piece]:
    pieces = _say(first_text(source, "text"), language, place)
    buttons: list[Button] = []
    for one in mappings(source.get("attachments")):
        title, link = first_text(one, "title"), first_text(one, "title_link")
        if title and link:
            buttons.append(Button({language: title}, url=link))
        elif title:
            pieces += _say(title, language, place)
        pieces += _say(first_text(one, "text", "fallback"), language, place)
        if first_text(one, "image_url"):
            pieces.append(Picture("image", first_text(one, "image_url"), {}, place))
        buttons += _slack_buttons(one.get("actions"), language)
    for one in mappings(source.get("blocks")):
        pieces += _say(first_text(mapping(one.get("text")), "text"), language, place)
        if first_text(one, "image_url"):
            caption = _of(first_text(one, "alt_text"), language)
            pieces.append(Picture("image", first_text(one, "image_url"), caption, place))
        buttons += _slack_buttons(one.get("elements"), language)
        buttons += _slack_buttons(one.get("accessory"), language)
    return [*pieces, *_offer(buttons, place)]


def _slack_buttons(found: object, language: str) -> list[Button]:
    return [
        Button(
            {language: label}, says=first_text(one, "value") or label, url=first_text(one, "url")
        )
        for one in mappings(found)
        if (label := first_text(mapping(one.get("text")), "text") or first_text(one, "text"))
    ]


def read_metadata(source: Mapping, language: str, place: str) -> list[Piece]:
    """Kommunicate: `{"message": ..., "metadata": {"payload": [{"title", "message"}]}}`."""
    buttons = []
    for one in mappings(source.get("payload")):
        action = mapping(one.get("action"))
        label = first_text(one, "title", "name") or first_text(action, "title")
        inside = mapping(action.get("payload"))
        address = first_text(one, "url") or first_text(inside, "url")
        says = first_text(one, "message") or first_text(inside, "message", "title") or label
        if label:
            buttons.append(Button({language: label}, says=says, url=address))
    return _offer(buttons, place)


def _google(source: Mapping, language: str, place: str) -> list[Piece]:
    pieces: list[Piece] = []
    rich = mapping(source.get("richResponse"))
    for one in mappings(rich.get("items")):
        simple = mapping(one.get("simpleResponse"))
        pieces += _say(first_text(simple, "displayText", "textToSpeech"), language, place)
    buttons = [
        Button({language: label}, says=label)
        for one in mappings(rich.get("suggestions"))
        if (label := first_text(one, "title"))
    ]
    return [*pieces, *_offer(buttons, place)]


def _offer(buttons: list[Button], place: str) -> list[Piece]:
    return [Offering({}, tuple(buttons), place)] if buttons else []


def _of(words: str, language: str) -> Text:
    return {language: words} if words else {}


MESSENGERS: dict[str, Callable[[Mapping, str, str], list[Piece]]] = {
    "telegram": _telegram,
    "facebook": _facebook,
    "slack": _slack,
    "google": _google,
}
