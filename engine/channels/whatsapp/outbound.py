"""Messages as bodies of the Cloud API: what `fit` made of them, one body each."""

from collections.abc import Iterator

from engine.channels.fitting.fitted import Fitted, Shown
from engine.channels.fitting.words import OPTIONS_HEAD
from engine.channels.short import short_id
from engine.channels.whatsapp.capability import CAPABILITY
from engine.types.message import Card, Media, Message, Option, Place, Template
from engine.types.value import Text

# `object`: JSON of Meta's.
Body = dict[str, object]
LOCATION_ASKED: Text = {
    "es": "¿Dónde está?",
    "en": "Where are you?",
    "pt": "Onde você está?",
}
# Of a carousel, which opens with a text.
BODY_CHARS = CAPABILITY.options_text_chars
BUTTON_CHARS = CAPABILITY.option_chars
# A row's; a button has a little more.
ID_CHARS = 200
# Kinds of files that carry a text below them.
CAPTIONED = ("image", "video", "document")


def bodies(fitted: Fitted, language: str, *, previews: bool = True) -> list[Body]:
    """The bodies without their address, in the order in which they are to be read."""
    return [
        body
        for shown in _opened(fitted.messages)
        for body in _bodies(shown, language, previews=previews)
    ]


def _opened(messages: tuple[Shown, ...]) -> Iterator[Shown]:
    """The messages, with a text right before a carousel taken into it."""
    waiting: Shown | None = None
    for shown in messages:
        message = shown.message
        if waiting and message.cards and not message.text:
            yield Shown(Message(text=waiting.message.text, cards=message.cards))
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = shown if _opens(shown) else None
        if waiting is None:
            yield shown
    if waiting:
        yield waiting


def _opens(shown: Shown) -> bool:
    return shown.message == Message(text=shown.message.text) and (
        0 < len(shown.message.text) <= BODY_CHARS
    )


def _bodies(shown: Shown, language: str, *, previews: bool) -> Iterator[Body]:
    message = shown.message
    if message.template:
        yield _template(message.template, language)
    elif message.cards:
        yield _interactive(_carousel(message))
    elif message.media:
        for media in message.media:
            yield from _file(media)
    elif message.place:
        yield {"type": "location", "location": _place(message.place)}
    elif message.options:
        yield _interactive(_choices(shown, language))
    elif message.wants == "location":
        yield from _location_asked(message.text, language)
    elif message.text:
        yield _text(message.text, previews=previews)


def _text(text: str, *, previews: bool = False) -> Body:
    content: Body = {"body": text}
    if previews and "://" in text:
        content["preview_url"] = True
    return {"type": "text", "text": content}


def _location_asked(text: str, language: str) -> Iterator[Body]:
    """The button for the place, with the question if it is short enough to stand above it."""
    if len(text) > BODY_CHARS:
        yield _text(text)
    body = {"text": text if 0 < len(text) <= BODY_CHARS else LOCATION_ASKED[language]}
    action = {"name": "send_location"}
    yield _interactive({"type": "location_request_message", "body": body, "action": action})


def _interactive(content: Body) -> Body:
    return {"type": "interactive", "interactive": content}


def _choices(shown: Shown, language: str) -> Body:
    message = shown.message
    body = {"text": message.text or OPTIONS_HEAD[language]}
    if shown.options_as == "list":
        rows = [_row(option) for option in message.options]
        button = OPTIONS_HEAD[language].rstrip(":")
        action: Body = {"button": button, "sections": [{"rows": rows}]}
        return {"type": "list", "body": body, "action": action}
    if shown.options_as == "links":
        return {"type": "cta_url", "body": body, "action": _link(message.options[0])}
    buttons = [{"type": "reply", "reply": _reply(option)} for option in message.options]
    return {"type": "button", "body": body, "action": {"buttons": buttons}}


def _row(option: Option) -> Body:
    row = _reply(option)
    if option.description:
        row["description"] = option.description
    return row


def _reply(option: Option) -> Body:
    return {"id": short_id(option.id, ID_CHARS), "title": option.label}


def _link(option: Option) -> Body:
    parameters = {"display_text": option.label[:BUTTON_CHARS], "url": option.url}
    return {"name": "cta_url", "parameters": parameters}


def _carousel(message: Message) -> Body:
    # Meta asks for a text; without one, the cards' titles say what is to be seen.
    text = message.text or ", ".join(card.title for card in message.cards)[:BODY_CHARS]
    cards = [_card(card, at) for at, card in enumerate(message.cards)]
    return {"type": "carousel", "body": {"text": text}, "action": {"cards": cards}}


def _card(card: Card, at: int) -> Body:
    shown: Body = {
        "card_index": at,
        "header": {"type": "image", "image": {"link": card.image}},
    }
    text = "\n".join(part for part in (card.title, card.subtitle) if part)
    if text:
        shown["body"] = {"text": text}
    links = [option for option in card.options if option.url]
    if links:
        return {**shown, "type": "cta_url", "action": _link(links[0])}
    buttons = [{"type": "quick_reply", "quick_reply": _reply(option)} for option in card.options]
    return {**shown, "action": {"buttons": buttons}}


def _file(media: Media) -> Iterator[Body]:
    content: Body = {"link": media.url}
    is_captioned = media.kind in CAPTIONED
    if media.caption and is_captioned:
        content["caption"] = media.caption
    if media.name and media.kind == "document":
        content["filename"] = media.name
    yield {"type": media.kind, media.kind: content}
    if media.caption and not is_captioned:
        yield _text(media.caption)


def _place(place: Place) -> Body:
    words = {"name": place.name, "address": place.address}
    return {
        "latitude": place.latitude,
        "longitude": place.longitude,
        **{key: value for key, value in words.items() if value},
    }


def _template(template: Template, language: str) -> Body:
    code = (template.language or language).replace("-", "_")
    content: Body = {"name": template.name, "language": {"policy": "deterministic", "code": code}}
    components = list(_components(template))
    if components:
        content["components"] = components
    return {"type": "template", "template": content}


def _components(template: Template) -> Iterator[Body]:
    if template.header:
        kind = template.header.kind
        value: Body = {"link": template.header.url}
        if template.header.name and kind == "document":
            value["filename"] = template.header.name
        yield {"type": "header", "parameters": [{"type": kind, kind: value}]}
    if template.parameters:
        texts = [{"type": "text", "text": each} for each in template.parameters]
        yield {"type": "body", "parameters": texts}
    for at, button in enumerate(template.buttons):
        is_link = bool(button.url)
        kind = "text" if is_link else "payload"
        yield {
            "type": "button",
            "sub_type": "url" if is_link else "quick_reply",
            "index": str(at),
            "parameters": [{"type": kind, kind: button.url or button.id}],
        }
