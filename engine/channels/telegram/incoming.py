"""Telegram's updates as posts. Whatever comes, it is read without trust."""

from collections.abc import Iterable

from msgspec.structs import replace

from engine.channels.payload import Payload, kept, read
from engine.channels.protocol import HANDLE, Ignored
from engine.types.event import Contact, Event, Happened, Opened, Said
from engine.types.message import Media, Place
from engine.types.post import Post, Report
from engine.types.value import Value

SECOND_US = 1_000_000
# What is late was kept back by Telegram, and happened when it says. Else our clock counts, which is
# finer than whole seconds.
LATE_US = 5 * SECOND_US
START = "/start"
PRESSED = "press/"
NAME_CHARS = 256
LANGUAGE_CHARS = 8

Found = list[Post | Report | Ignored]

# The kinds of files, in the order in which they are looked for: an animation comes as a document
# too. With the media's kind and what it is where Telegram does not say.
FILES = (
    ("animation", "video", "video/mp4"),
    ("voice", "audio", "audio/ogg"),
    ("audio", "audio", "audio/mpeg"),
    ("video", "video", "video/mp4"),
    ("video_note", "video", "video/mp4"),
    ("document", "document", ""),
    ("sticker", "image", "image/webp"),
)


def parse_update(update: Payload, channel: str, now_us: int) -> Found:
    """The posts of one update, in order."""
    number = update["update_id"].text
    if not number:
        return [Ignored("no update")]
    if update["callback_query"]:
        return _pressed(update["callback_query"], channel, now_us)
    if update["my_chat_member"]:
        events = _membership(update["my_chat_member"], now_us)
        return _posts(events, update["my_chat_member"], channel, number)
    if update["edited_message"]:
        message = update["edited_message"]
        data: dict[str, Value] = {"text": _text(message), "message": _message_id(message)}
        return _posts([Happened(now_us, "edited", data)], message, channel, number)
    if update["message"]:
        message = update["message"]
        return _posts(_events(message, _moment(message, now_us)), message, channel, number)
    names = update.value if isinstance(update.value, dict) else {}
    return [Ignored(f"update {', '.join(sorted(map(str, names.keys() - {'update_id'})))[:80]}")]


def callback_of(post: Post) -> str:
    """The id under which a pressed key is answered; empty where none was pressed."""
    return post.external_id.removeprefix(PRESSED) if post.external_id.startswith(PRESSED) else ""


def _posts(events: Iterable[Event | Ignored], inside: Payload, channel: str, number: str) -> Found:
    chat = inside["chat"]
    if chat["type"].text not in {"private", ""} or not chat["id"].text:
        return [Ignored(f"a message of a {chat['type'].text or 'nameless chat'}")]
    conversation = f"{channel}:{chat['id'].text}"
    contact = _contact(inside["from"] or chat, conversation)
    found: Found = []
    for each in events:
        if isinstance(each, Ignored):
            found.append(each)
            continue
        part = f"/{len(found)}" if found else ""
        event = _with_contact(each, contact)
        found.append(Post(channel, f"update/{number}{part}", conversation, event))
    return found


def _pressed(callback: Payload, channel: str, now_us: int) -> Found:
    """A key under a message. What it says is looked up there."""
    data, id_ = callback["data"].text, callback["id"].text
    chat = callback["message"]["chat"]
    if not data or not id_ or chat["type"].text not in {"private", ""}:
        return [Ignored("a key without data, or in a group")]
    where = chat["id"].text or callback["from"]["id"].text
    if not where:
        return [Ignored("a key in no chat")]
    label = next(
        (
            key["text"].text
            for row in callback["message"]["reply_markup"]["inline_keyboard"]
            for key in row
            if key["callback_data"].text == data
        ),
        "",
    )
    conversation = f"{channel}:{where}"
    contact = _contact(callback["from"], conversation)
    event = Said(now_us, text=label, choice=data, contact=contact)
    return [Post(channel, f"{PRESSED}{id_}", conversation, event)]


def _membership(change: Payload, now_us: int) -> list[Event | Ignored]:
    """The person blocked the bot, or lets it in again."""
    status = change["new_chat_member"]["status"].text
    name = {"kicked": "opt_out", "left": "opt_out", "member": "opt_in"}.get(status)
    if name is None:
        return [Ignored(f"the bot is {status or 'nothing'} in a chat")]
    return [Happened(now_us, name, {"source": "telegram"})]


def _events(message: Payload, t_us: int) -> list[Event | Ignored]:
    text = _text(message)
    command, _, payload = text.partition(" ")
    if command == START and message["text"]:
        told: dict[str, Value] = {"source": "telegram", "ref": payload.strip()}
        referral = [Happened(t_us, "referral", told)] if payload.strip() else []
        return [*referral, Opened(t_us)]
    if message["web_app_data"]:
        return [Happened(t_us, "form", _form(message["web_app_data"]))]
    said = Said(t_us, text, media=_media(message), place=_place(message))
    reply = message["reply_to_message"]
    said = replace(said, reply_to=_message_id(reply) if reply else "")
    shared = message["contact"]
    if shared:
        said = replace(said, text=shared["phone_number"].text or _name(shared))
    if said.text or said.media or said.place:
        return [said]
    names = message.value if isinstance(message.value, dict) else {}
    known = {"message_id", "from", "chat", "date"}
    return [Ignored(f"a message of {', '.join(sorted(map(str, names.keys() - known)))[:80]}")]


def _form(form: Payload) -> dict[str, Value]:
    """What a page inside Telegram sent: JSON where it is such."""
    read_as = read(form["data"].text).value
    value = kept(read_as) if isinstance(read_as, dict | list) else form["data"].text
    return {"source": "telegram", "button": form["button_text"].text, "data": value}


def _text(message: Payload) -> str:
    written = message["text"].text or message["caption"].text
    return written or message["sticker"]["emoji"].text or message["dice"]["emoji"].text


def _media(message: Payload) -> tuple[Media, ...]:
    sizes = [each for each in message["photo"] if each["file_id"].text]
    if sizes:
        # The largest comes last, but that is written nowhere.
        best = max(sizes, key=lambda one: (one["width"].number or 0) * (one["height"].number or 0))
        return (_file(best, "image", "image/jpeg"),)
    for name, kind, mime in FILES:
        file = message[name]
        if not file["file_id"].text:
            continue
        if file["is_video"]:
            return (_file(file, "video", "video/webm"),)
        # An animated sticker is a drawing that nobody but Telegram shows.
        return (_file(file, "document" if file["is_animated"] else kind, mime),)
    return ()


def _file(file: Payload, kind: str, mime: str) -> Media:
    return Media(
        kind,
        f"{HANDLE}{file['file_id'].text}",
        name=file["file_name"].text,
        mime=file["mime_type"].text or mime,
        size=max(0, int(file["file_size"].number or 0)),
    )


def _place(message: Payload) -> Place | None:
    venue = message["venue"]
    point = message["location"] or venue["location"]
    latitude, longitude = point["latitude"].number, point["longitude"].number
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Place(latitude, longitude, venue["title"].text, venue["address"].text)


def _contact(person: Payload, conversation: str) -> Contact:
    language = person["language_code"].text.partition("-")[0]
    return Contact(conversation, _name(person)[:NAME_CHARS], language=language[:LANGUAGE_CHARS])


def _name(person: Payload) -> str:
    parts = (person["first_name"].text, person["last_name"].text)
    return " ".join(part for part in parts if part) or person["username"].text


def _with_contact(event: Event, contact: Contact) -> Event:
    return replace(event, contact=contact) if isinstance(event, Said | Opened | Happened) else event


def _message_id(message: Payload) -> str:
    chat, id_ = message["chat"]["id"].text, message["message_id"].text
    return f"{chat}/{id_}" if id_ else ""


def _moment(message: Payload, now_us: int) -> int:
    told_us = int((message["date"].number or 0) * SECOND_US)
    return told_us if 0 < told_us < now_us - LATE_US else now_us
