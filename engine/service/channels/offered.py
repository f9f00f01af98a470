"""Which option a press meant, where the channel had no room for its id."""

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from engine.channels.short import is_short, long_id
from engine.stores.protocol import Store
from engine.types.event import Said
from engine.types.message import Message
from engine.types.post import Post

PAGE = 500

_message = msgspec.json.Decoder(Message)


def whole(post: Post, store: Store) -> Post:
    """The post with the id that its short one stands for, as history says that it was offered.

    One that was never offered here stays: it counts as a press on what is no more.
    """
    assert isinstance(post.event, Said)
    found = long_id(post.event.choice, _offered(store, post.conversation))
    return replace(post, event=replace(post.event, choice=found)) if found else post


def needs_history(post: Post) -> bool:
    """Whether a short id came back."""
    return isinstance(post.event, Said) and is_short(post.event.choice)


def _offered(store: Store, conversation: str) -> Iterator[str]:
    since = 0
    while rows := store.messages(conversation, since, PAGE):
        since = rows[-1].seq
        for row in rows:
            if row.direction == "out":
                message = _message.decode(row.content)
                yield from (one.id for one in message.options)
                yield from (one.id for card in message.cards for one in card.options)
