"""What the widget and the server say to each other: one JSON object a frame, named by `type`.

docs/reference/http-api.md explains each frame; a test holds that.
"""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from engine.types.message import Media, Message

# Ids that the widget makes: ULIDs, or `open-` and the conversation.
FrameId = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{1,64}\Z")]
Seq = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Short = Annotated[str, Meta(max_length=256)]
Latitude = Annotated[float, Meta(ge=-90, le=90)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]


class Hello(Struct, frozen=True, tag="hello"):
    """The first frame of a socket: who it is, and the last `seq` that it has."""

    token: str
    since: Seq = 0


class Say(Struct, frozen=True, tag="say"):
    """The person wrote, or sends files that were uploaded before."""

    id: FrameId
    text: str = ""
    media: Annotated[tuple[Media, ...], Meta(max_length=10)] = ()


class Choose(Struct, frozen=True, tag="choose"):
    """The person pressed a button: its option's id, and the label that it showed."""

    id: FrameId
    option: Short
    label: Short = ""


class Locate(Struct, frozen=True, tag="place"):
    """The person shared a place."""

    id: FrameId
    latitude: Latitude
    longitude: Longitude
    name: Short = ""
    address: Short = ""


class Open(Struct, frozen=True, tag="open"):
    """The person opened the chat for the first time, without saying anything yet."""

    id: FrameId


class Seen(Struct, frozen=True, tag="ack"):
    """The widget has every message up to this `seq`."""

    seq: Seq


class Ping(Struct, frozen=True, tag="ping"):
    """Are you there?"""


class BotInfo(Struct, frozen=True):
    """The bot as the widget shows it."""

    id: str
    name: str
    languages: tuple[str, ...]


class Welcome(Struct, frozen=True, tag="welcome"):
    """The session is open. Messages up to `seq` follow at once: they are history."""

    conversation: str
    seq: int
    bot: BotInfo
    max_chars: int
    max_file_bytes: int


class Delivered(Struct, frozen=True, tag="message", rename={"author": "from"}):
    """A message of the conversation. `id` is the widget's own where the person sent it.

    `t` counts milliseconds since 1970; the widget shows typing for `delay_ms` before it.
    """

    seq: int
    id: str
    author: str
    t: int
    message: Message
    choice: str = ""
    delay_ms: int = 0


class Typing(Struct, frozen=True, tag="typing"):
    """Whether the bot is at work on an answer."""

    on: bool


class Ack(Struct, frozen=True, tag="ack"):
    """The frame with this id is on disk: it need not be sent again."""

    id: str


class Refusal(Struct, frozen=True, tag="error"):
    """A frame was not taken. With `retry_ms` it may be sent again after that time."""

    code: str
    text: str
    id: str = ""
    retry_ms: int = 0


class Pong(Struct, frozen=True, tag="pong"):
    """I am."""


Action = Say | Choose | Locate | Open
FromWidget = Action | Hello | Seen | Ping
ToWidget = Welcome | Delivered | Typing | Ack | Refusal | Pong

encode = msgspec.json.Encoder().encode
from_widget: msgspec.json.Decoder[FromWidget] = msgspec.json.Decoder(FromWidget)
action: msgspec.json.Decoder[Action] = msgspec.json.Decoder(Action)
