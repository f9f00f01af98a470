"""Say something: a text, perhaps one of several, with media and quick replies."""

from collections.abc import Iterator

from msgspec import field

from engine.nodes.checks import check_media, check_options, check_text
from engine.nodes.fields import Params, Text
from engine.nodes.parts import MediaParams, OptionParams, as_words
from engine.nodes.protocol import Context, Finding, Kind, Leave
from engine.nodes.showing import show_media, show_options
from engine.types.limits import Limits
from engine.types.message import Message
from engine.types.value import Text as TextByLanguage


class Say(Params, frozen=True, kw_only=True):
    """Sends a text. With `alternatives`, one of all of them is picked by chance.

    `options` are quick replies, which wait for nothing: a press counts as the person writing
    what the option `says`, or else its label. Those with an address open a page.
    """

    text: Text = field(default_factory=dict)
    alternatives: tuple[Text, ...] = ()
    media: tuple[MediaParams, ...] = ()
    options: tuple[OptionParams, ...] = ()


def enter(params: Say, context: Context) -> Leave:
    text = params.text
    if params.alternatives:
        texts = (text, *params.alternatives) if text else params.alternatives
        text = texts[int(context.draw() * len(texts))]
    message = Message(
        text=context.text(text),
        options=show_options(params.options, context) if params.options else (),
        media=show_media(params.media, context),
    )
    if not (message.text or message.media or message.options):
        return Leave()
    return Leave(effects=(context.send(message),))


def check(params: Say, limits: Limits) -> Iterator[Finding]:
    if not (params.text or params.alternatives or params.media or params.options):
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
    yield from check_options(params.options, "options", limits)


def words(params: Say) -> dict[str, TextByLanguage]:
    return as_words(params.options)


KIND = Kind(
    name="say",
    params=Say,
    group="say",
    title={"es": "Decir", "en": "Say", "pt": "Dizer"},
    icon="message",
    enter=enter,
    check=check,
    words=words,
)
