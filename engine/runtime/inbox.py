"""What may come in: posts are cleaned or refused before they touch the store."""

import re

from msgspec import msgpack
from msgspec.structs import replace

from engine.stores.codec import event_text
from engine.stores.rows import OutboxRow
from engine.types.event import Answered, Event, Happened, Said
from engine.types.issue import TertuliaError
from engine.types.limits import LIMITS, Limits
from engine.types.post import Post

# Control characters except tab and line feed, surrogates, and what Unicode calls no character.
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
CARRIAGE_RETURN = re.compile("\r\n?")
ID_CHARS = 256
# The inbox's channels of what the runtime posts to itself.
EFFECT, TIMER = "effect", "timer"


class RefusedError(TertuliaError):
    """A post that cannot be taken: what was found and what to do."""


class OverloadedError(TertuliaError):
    """More posts wait than the runtime takes; the sender is to try again."""


def admit(post: Post, limits: Limits = LIMITS) -> Post:
    """The post as it may be stored. Raises RefusedError where it may not.

    Line ends become line feeds and control characters go; what is left of a text must fit
    the limit.
    """
    for name in ("channel", "external_id", "conversation"):
        _check_id(name, getattr(post, name))
    if not isinstance(post.event, Said):
        _check_data(post.event)
        return post
    said = admit_said(post.event, limits)
    return post if said is post.event else replace(post, event=said)


def answer(row: OutboxRow, answered: Answered, now_us: int) -> Post:
    """The answer to an effect as a post; one that cannot be stored becomes a failure."""
    key = row.key.removeprefix(f"{row.conversation}:")
    post = Post(EFFECT, row.key, row.conversation, replace(answered, t_us=now_us, key=key))
    try:
        return admit(post)
    except RefusedError as refused:
        failed = Answered(now_us, key, "failed", error=str(refused))
        return Post(EFFECT, row.key, row.conversation, failed)


def admit_said(said: Said, limits: Limits = LIMITS) -> Said:
    """The message as it may be stored. Raises RefusedError where it is too long."""
    text = clean(said.text)
    if len(text) > limits.message_chars:
        raise RefusedError(
            f"the message has {len(text):,} characters and the limit is "
            f"{limits.message_chars:,}; send it in parts"
        )
    choice = clean(said.choice)
    if len(choice) > ID_CHARS:
        raise RefusedError(
            f"the choice has {len(choice):,} characters; send the id of the option that was pressed"
        )
    if text == said.text and choice == said.choice:
        return said
    return replace(said, text=text, choice=choice)


def clean(text: str) -> str:
    """The text without characters that no one typed."""
    if text.isascii() and text.isprintable():
        return text
    return UNWANTED.sub("", CARRIAGE_RETURN.sub("\n", text))


def _check_id(name: str, value: str) -> None:
    if not value:
        raise RefusedError(f"the post has no {name}; every post names its {name}")
    if len(value) > ID_CHARS:
        raise RefusedError(
            f"the post's {name} has {len(value):,} characters and the limit is {ID_CHARS}; "
            "shorten it, or send its digest"
        )
    if UNWANTED.search(value) or not value.isprintable():
        raise RefusedError(
            f"the post's {name} {value!r} holds control characters; use printable ones"
        )


def _check_data(event: Event) -> None:
    try:
        size = len(event_text(event))
        if isinstance(event, Happened):
            # A state may keep it for later, and its whole numbers have 64 bits.
            msgpack.encode(event)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise RefusedError(
            f"the event holds what JSON cannot say ({error}); send plain values only"
        ) from error
    limit = LIMITS.answer_bytes if isinstance(event, Answered) else LIMITS.post_bytes
    if size > limit:
        raise RefusedError(
            f"the event has {size:,} characters and the limit is {limit:,}; send less data"
        )
