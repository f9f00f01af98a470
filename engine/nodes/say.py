"""Say something: a text, perhaps one of several, with media and quick replies."""

from collections.abc import Iterator

from msgspec import field

from engine.nodes.checks import check_media, check_options, check_text
from engine.nodes.fields import Params, Text, VariableName
from engine.nodes.parts import MediaParams, OptionParams, as_words
from engine.nodes.protocol import Context, Finding, Kind, Leave
from engine.nodes.showing import show_media, show_options
from engine.types.limits import Limits
from engine.types.message import Message
from engine.types.value import Text as TextByLanguage
from engine.types.value import Value


class Say(Params, frozen=True, kw_only=True):
    """Sends a text. With `alternatives`, one of all of them is picked by chance; with the name
    of a variable as `in_turn`, which counts, one after the other at each visit.

    `options` are quick replies, which wait for nothing: a press counts as the person writing
    what the option `says`, or else its label. Those with an address open a page.
    """

    text: Text = field(default_factory=dict)
    alternatives: tuple[Text, ...] = ()
    in_turn: VariableName = ""
    media: tuple[MediaParams, ...] = ()
    options: tuple[OptionParams, ...] = ()


def enter(params: Say, context: Context) -> Leave:
    text = params.text
    counted: dict[str, Value] | None = None
    if params.alternatives:
        texts = (text, *params.alternatives) if text else params.alternatives
        if params.in_turn:
            turn = _turn(context.variable(params.in_turn))
            text, counted = texts[turn % len(texts)], {params.in_turn: turn + 1}
        else:
            text = texts[int(context.draw() * len(texts))]
    message = Message(
        text=context.text(text),
        options=show_options(params.options, context, words=True) if params.options else (),
        media=show_media(params.media, context),
    )
    if not (message.text or message.media or message.options):
        return Leave(variables=counted)
    return Leave(effects=(context.send(message),), variables=counted)


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


def _turn(value: Value) -> int:
    return value if isinstance(value, int) and value >= 0 else 0


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
