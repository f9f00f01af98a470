"""What a person may send by WhatsApp, kind by kind, as events of a conversation.

What is written, chosen, shown or pointed at is said; what happens besides comes as an event that
a bot may listen for: `form`, `reaction`, `order`, `referral`, `number_changed`, `unsupported`.
"""

from collections.abc import Callable, Iterator

from engine.channels.payload import Payload, read
from engine.channels.protocol import HANDLE
from engine.channels.whatsapp.errors import worded
from engine.types.event import Contact, Happened, Said
from engine.types.message import Media, Place
from engine.types.value import Value

# What each kind of file is to a conversation.
FILES = {
    "image": "image",
    "sticker": "image",
    "audio": "audio",
    "voice": "audio",
    "video": "video",
    "document": "document",
}

Read = Callable[[Payload, int, Contact], Said | Happened]


def events(message: Payload, t_us: int, contact: Contact) -> Iterator[tuple[str, Said | Happened]]:
    """The events of a message, each with what makes its id differ from the message's own."""
    referral = message["referral"]
    if referral:
        yield "/referral", Happened(t_us, "referral", referral.fields, contact)
    yield "", KINDS.get(message["type"].text, _unsupported)(message, t_us, contact)


def _text(message: Payload, t_us: int, contact: Contact) -> Said:
    return _said(message, t_us, contact, text=message["text"]["body"].text)


def _file(message: Payload, t_us: int, contact: Contact) -> Said:
    kind = message["type"].text
    file = message[kind]
    is_voice = kind == "voice" or file["voice"].value is True
    mime = file["mime_type"].text
    caption = file["caption"].text
    media = Media(
        kind=FILES[kind],
        url=f"{HANDLE}{file['id'].text}",
        name=file["filename"].text or ("voice" if is_voice else kind),
        mime=mime,
        caption=caption,
    )
    return _said(message, t_us, contact, text=caption, media=(media,))


def _location(message: Payload, t_us: int, contact: Contact) -> Said | Happened:
    place = message["location"]
    latitude, longitude = place["latitude"].number, place["longitude"].number
    if latitude is None or longitude is None:
        return _unsupported(message, t_us, contact)
    point = Place(latitude, longitude, place["name"].text, place["address"].text)
    return _said(message, t_us, contact, place=point)


def _contacts(message: Payload, t_us: int, contact: Contact) -> Said:
    """Cards of people, a line each: name, telephones, mail addresses."""
    lines = []
    for card in message["contacts"]:
        phones = [phone["phone"].text or phone["wa_id"].text for phone in card["phones"]]
        mails = [mail["email"].text for mail in card["emails"]]
        words = [card["name"]["formatted_name"].text, *phones, *mails]
        lines.append(", ".join(word for word in words if word))
    return _said(message, t_us, contact, text="\n".join(lines))


def _button(message: Payload, t_us: int, contact: Contact) -> Said:
    button = message["button"]
    return _said(message, t_us, contact, text=button["text"].text, choice=button["payload"].text)


def _interactive(message: Payload, t_us: int, contact: Contact) -> Said | Happened:
    answer = message["interactive"]
    kind = answer["type"].text
    if kind in ("button_reply", "list_reply"):
        option = answer[kind]
        return _said(message, t_us, contact, text=option["title"].text, choice=option["id"].text)
    if kind == "nfm_reply":
        form = read(answer[kind]["response_json"].text)
        return Happened(t_us, "form", {**form.fields, "form": answer[kind]["name"].text}, contact)
    return _unsupported(message, t_us, contact)


def _reaction(message: Payload, t_us: int, contact: Contact) -> Happened:
    reaction = message["reaction"]
    data: dict[str, Value] = {
        "emoji": reaction["emoji"].text,
        "message": reaction["message_id"].text,
    }
    return Happened(t_us, "reaction", data, contact)


def _order(message: Payload, t_us: int, contact: Contact) -> Happened:
    return Happened(t_us, "order", message["order"].fields, contact)


def _system(message: Payload, t_us: int, contact: Contact) -> Happened:
    return Happened(t_us, "number_changed", message["system"].fields, contact)


def _unsupported(message: Payload, t_us: int, contact: Contact) -> Happened:
    """Something that only a telephone shows; a bot may say that it cannot read it."""
    errors = "; ".join(worded(error) for error in message["errors"])
    data: dict[str, Value] = {"type": message["type"].text, "error": errors[:500]}
    return Happened(t_us, "unsupported", data, contact)


def _said(
    message: Payload,
    t_us: int,
    contact: Contact,
    *,
    text: str = "",
    choice: str = "",
    media: tuple[Media, ...] = (),
    place: Place | None = None,
) -> Said:
    return Said(
        t_us,
        text=text,
        choice=choice,
        media=media,
        place=place,
        contact=contact,
        reply_to=message["context"]["id"].text,
    )


KINDS: dict[str, Read] = {
    "text": _text,
    **dict.fromkeys(FILES, _file),
    "location": _location,
    "contacts": _contacts,
    "button": _button,
    "interactive": _interactive,
    "reaction": _reaction,
    "order": _order,
    "system": _system,
}
