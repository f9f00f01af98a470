"""What crosses the border of the engine: posts come in, messages go out."""

from typing import Literal

from msgspec import Struct

from engine.types.event import Event
from engine.types.message import Message


class Post(Struct, frozen=True, omit_defaults=True):
    """An event for a conversation, under the id by which its sender would repeat it.

    A second post with the same `channel` and `external_id` is a duplicate and is dropped.
    `contact` is who the person is across channels; empty takes the conversation's own id.
    """

    channel: str
    external_id: str
    conversation: str
    event: Event
    contact: str = ""


class Outgoing(Struct, frozen=True, omit_defaults=True):
    """A message on its way to a channel.

    `seq` is its place in history and `key` stays the same when it is sent again, so that a
    channel whose provider knows such keys sends it once. `author` is `bot` or `agent`.
    """

    seq: int
    key: str
    channel: str
    conversation: str
    message: Message
    contact: str = ""
    author: str = "bot"
    node: str = ""
    due_us: int = 0
    attempts: int = 0


class Sent(Struct, frozen=True, omit_defaults=True):
    """What a channel made of a message.

    `status` is `sent`, `retry` (the channel is busy or away: try later, not before
    `after_s`), `refused` (it will never take this message) or `stopped` (nor any other: the
    person wants none). `external_id` is the provider's name for it.
    """

    status: str = "sent"
    external_id: str = ""
    error: str = ""
    after_s: float = 0.0


class Report(Struct, frozen=True, omit_defaults=True):
    """What a provider tells of a message that was sent before, by the name it gave it.

    Reports come late, twice, and out of order: a status never goes back. `conversation` is
    where it was sent, as far as the channel can tell; `error` says why it failed.
    """

    channel: str
    external_id: str
    status: Literal["sent", "delivered", "read", "failed"]
    t_us: int
    error: str = ""
    conversation: str = ""
