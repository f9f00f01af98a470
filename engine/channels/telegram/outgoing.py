"""Messages as calls of Telegram's methods."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec import Struct, field

from engine.channels.fitting.fitted import Fitted, Shown
from engine.channels.fitting.length import length
from engine.channels.short import short_id
from engine.channels.telegram.entities import Entity, with_entities
from engine.types.message import Media, Message, Option, Place
from engine.types.value import Text

# Telegram's bound of what a key sends back.
DATA_BYTES = 64
ALBUM = 10
# What fits side by side on a telephone.
ROW_KEYS = 3
ROW_CHARS = 30
VOICES = frozenset({"audio/ogg", "audio/opus"})
WEB = ("http://", "https://", "tg://")
SHARE: Text = {
    "es": "Compartir mi ubicación",
    "en": "Share my location",
    "pt": "Compartilhar minha localização",
}


class Method(Struct, frozen=True):
    """One call by its name, with its fields."""

    name: str
    fields: dict[str, object] = field(default_factory=dict)


def methods_of(fitted: Fitted, chat: int | str, language: str) -> list[Method]:
    """The calls that send a message as the channel shows it."""
    found: list[Method] = []
    for is_file, run in groupby(fitted.messages, key=_is_file):
        if is_file:
            found += _files([file for shown in run for file in shown.message.media], chat)
        else:
            for shown in run:
                found += _shown(shown, chat, language)
    return found


def _is_file(shown: Shown) -> bool:
    return bool(shown.message.media)


def _shown(shown: Shown, chat: int | str, language: str) -> Iterator[Method]:
    message = shown.message
    if message.place:
        yield _place(message.place, chat)
    links = _addresses(message) if message.wants == "location" else ""
    text = "\n".join(part for part in (message.text, links) if part)
    if message.wants == "location" and not text.strip():
        text = SHARE.get(language, SHARE["en"])
    if text.strip():
        markup = _markup(message, language)
        yield Method(
            "sendMessage", {"chat_id": chat, **_written(text, "text"), "reply_markup": markup}
        )


def _place(place: Place, chat: int | str) -> Method:
    point: dict[str, object] = {
        "chat_id": chat,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }
    if not place.name:
        return Method("sendLocation", point)
    address = place.address or f"{place.latitude:g}, {place.longitude:g}"
    return Method("sendVenue", {**point, "title": place.name, "address": address})


def _markup(message: Message, language: str) -> dict[str, object]:
    if message.wants == "location":
        share = {"text": SHARE.get(language, SHARE["en"]), "request_location": True}
        keys = [{"text": one.label} for one in message.options if not one.url]
        rows = [[share], *([key] for key in keys)]
        return {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True}
    if message.options:
        rows = [[_key(one) for one in row] for row in rows_of(message.options)]
        return {"inline_keyboard": rows}
    # The keys by which an earlier message asked for a place have done their work.
    return {"remove_keyboard": True}


def rows_of(options: Iterable[Option]) -> Iterator[list[Option]]:
    """The keys in rows: short ones side by side."""
    row: list[Option] = []
    chars = 0
    for one in options:
        if row and (len(row) == ROW_KEYS or chars + len(one.label) > ROW_CHARS):
            yield row
            row, chars = [], 0
        row.append(one)
        chars += len(one.label)
    if row:
        yield row


def _key(option: Option) -> dict[str, str]:
    if option.url.startswith(WEB):
        return {"text": option.label, "url": option.url}
    return {"text": option.label, "callback_data": short_id(option.id, DATA_BYTES)}


def _addresses(message: Message) -> str:
    return "\n".join(f"{one.label}: {one.url}" for one in message.options if one.url)


def _files(files: list[Media], chat: int | str) -> Iterator[Method]:
    """Files one by one, or as albums where several of a kind follow each other."""
    for _, run in groupby(files, key=_album):
        together = list(run)
        while together:
            page, together = together[:ALBUM], together[ALBUM:]
            if len(page) == 1:
                yield _file(page[0], chat)
            else:
                media = [_member(one) for one in page]
                yield Method("sendMediaGroup", {"chat_id": chat, "media": media})


def _album(media: Media) -> str:
    """What may lie in one album: pictures and videos mix, voices stand alone."""
    if _type(media) == "voice":
        return media.url
    return "seen" if media.kind in {"image", "video"} else media.kind


def _type(media: Media) -> str:
    if media.kind == "audio":
        return "voice" if media.mime.partition(";")[0] in VOICES else "audio"
    return {"image": "photo", "video": "video"}.get(media.kind, "document")


def _file(media: Media, chat: int | str) -> Method:
    type_ = _type(media)
    fields: dict[str, object] = {"chat_id": chat, type_: media.url}
    return Method(f"send{type_.capitalize()}", fields | _written(media.caption, "caption"))


def _member(media: Media) -> dict[str, object]:
    return {"type": _type(media), "media": media.url, **_written(media.caption, "caption")}


def _written(text: str, name: str) -> dict[str, object]:
    """A text without its marks, which Telegram takes apart from it."""
    if not text:
        return {}
    plain, entities = with_entities(text)
    kinds = "entities" if name == "text" else f"{name}_entities"
    found: dict[str, object] = {name: plain}
    return found | {kinds: [_entity(plain, one) for one in entities]} if entities else found


def _entity(text: str, entity: Entity) -> dict[str, object]:
    start = length(text[: entity.start], "utf16")
    size = length(text[entity.start : entity.end], "utf16")
    found: dict[str, object] = {"type": entity.type, "offset": start, "length": size}
    return found | {"url": entity.url} if entity.url else found
