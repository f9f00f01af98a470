"""What the API takes and gives. Descriptions go into the OpenAPI document."""

from typing import Annotated

from msgspec import Meta, Struct, field

from engine.service.webchat.frames import Delivered, Latitude, Longitude
from engine.types.value import Value

# Other characters that can be printed are taken too; these are promised.
PLAIN_WORDS = {"pattern": "^[!-~]+$"}
Id = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=128,
        description="An id of the caller's.",
        extra_json_schema=PLAIN_WORDS,
    ),
]
Word = Annotated[str, Meta(max_length=256)]


class NewContact(Struct, frozen=True, forbid_unknown_fields=True):
    """What the caller knows of the person."""

    name: Word = ""
    phone: Word = ""
    email: Word = ""
    language: Word = ""


class NewPlace(Struct, frozen=True, forbid_unknown_fields=True):
    """A point on the map."""

    latitude: Latitude
    longitude: Longitude
    name: Word = ""
    address: Word = ""


class NewMedia(Struct, frozen=True, forbid_unknown_fields=True):
    """A file by its address."""

    kind: Annotated[str, Meta(pattern=r"\A(image|audio|video|document)\Z")]
    url: Annotated[str, Meta(pattern=r"\Ahttps?://", max_length=4096)]
    name: Word = ""
    mime: Word = ""
    size: Annotated[int, Meta(ge=0, le=2**53)] = 0
    caption: Word = ""


class NewMessage(Struct, frozen=True, forbid_unknown_fields=True):
    """A message of the person. `id` makes it safe to send again: the second one is dropped.

    `choice` is the id of an option that was offered. Without any content the person only
    opened the conversation.
    """

    id: Id
    text: str = ""
    choice: Word = ""
    media: Annotated[tuple[NewMedia, ...], Meta(max_length=10)] = ()
    place: NewPlace | None = None
    contact: NewContact | None = None


class NewEvent(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that happened outside the conversation, by the name that the bot knows."""

    id: Id
    name: Annotated[str, Meta(min_length=1, max_length=128)]
    data: dict[str, Value] = field(default_factory=dict)
    contact: NewContact | None = None


class HandBack(Struct, frozen=True, forbid_unknown_fields=True):
    """An agent gives the conversation back to the bot."""

    id: Id
    agent: Word = ""


class Taken(Struct, frozen=True):
    """The post is on disk. `is_new` is false where this id had been taken before."""

    conversation: str
    id: str
    is_new: bool


class Page(Struct, frozen=True):
    """Messages in order. The next request's `since` is `next`."""

    messages: tuple[Delivered, ...]
    next: int


class Line(Struct, frozen=True, rename={"author": "from"}):
    """One message of a transcript."""

    seq: int
    t: int
    session: str
    author: str
    text: str
    language: str
    node: str = ""
    choice: str = ""
    status: str = ""


class Transcript(Struct, frozen=True):
    """A whole conversation."""

    conversation: str
    channel: str
    lines: tuple[Line, ...]


class Agents(Struct, frozen=True, forbid_unknown_fields=True):
    """How many people could take a conversation now."""

    available: Annotated[int, Meta(ge=0, le=1_000_000)]
