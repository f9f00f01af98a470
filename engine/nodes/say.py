"""Say something: a text, perhaps one of several, with media."""

from collections.abc import Iterator

from msgspec import field

from engine.nodes.checks import check_media, check_text
from engine.nodes.fields import Params, Text
from engine.nodes.parts import MediaParams
from engine.nodes.protocol import Context, Finding, Kind, Leave
from engine.nodes.showing import show_media
from engine.types.limits import Limits
from engine.types.message import Message


class Say(Params, frozen=True, kw_only=True):
    """Sends a text. With `alternatives`, one of all of them is picked by chance."""

    text: Text = field(default_factory=dict)
    alternatives: tuple[Text, ...] = ()
    media: tuple[MediaParams, ...] = ()


def enter(params: Say, context: Context) -> Leave:
    text = params.text
    if params.alternatives:
        texts = (text, *params.alternatives) if text else params.alternatives
        text = texts[int(context.draw() * len(texts))]
    message = Message(text=context.text(text), media=show_media(params.media, context))
    if not message.text and not message.media:
        return Leave()
    return Leave(effects=(context.send(message),))


def check(params: Say, limits: Limits) -> Iterator[Finding]:
    if not (params.text or params.alternatives or params.media):
        yield Finding(
            "says-nothing",
            "text",
            "the node says nothing",
            "write its text, or delete the node",
            "warning",
        )
    yield from check_text(params.text, "text", limits)
    for index, text in enumerate(params.alternatives):
        yield from check_text(text, f"alternatives[{index}]", limits)
    yield from check_media(params.media, "media")


KIND = Kind(
    name="say",
    params=Say,
    group="say",
    title={"es": "Decir", "en": "Say", "pt": "Dizer"},
    icon="message",
    enter=enter,
    check=check,
)
