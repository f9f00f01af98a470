"""Send an approved template, or a text, to a contact or a segment."""

from collections.abc import Iterator

from msgspec import field

from engine.nodes.checks import check_text, required
from engine.nodes.fields import Params, SegmentName, Template, Text
from engine.nodes.protocol import Context, Finding, Kind, Leave
from engine.types.effect import Notify
from engine.types.limits import Limits
from engine.types.message import Template as MessageTemplate


class NotifyNode(Params, frozen=True, kw_only=True):
    """Sends the template named `template`, with `parameters` in the order of its holes, or a
    `text` where the channel lets the bot speak, to a segment, to the contact with the id in
    `contact`, or to the person in this conversation. The text is filled here, in all languages;
    each person gets it in the language of their conversation."""

    template: str = ""
    text: Text = field(default_factory=dict)
    parameters: tuple[Template, ...] = ()
    language: str = ""
    segment: SegmentName = ""
    contact: Template = ""


def enter(params: NotifyNode, context: Context) -> Leave:
    contact = context.fill(params.contact).strip()
    if params.contact and not contact:
        context.warn("no-contact", "the contact's id was empty: nobody was notified")
        return Leave()
    texts = {language: context.fill(text) for language, text in params.text.items()}
    notify = Notify(_template(params, context), contact, params.segment, texts)
    return Leave(effects=(notify,))


def check(params: NotifyNode, limits: Limits) -> Iterator[Finding]:
    if not any(text.strip() for text in params.text.values()):
        yield from required(params.template, "template", "name the approved template")
    elif params.template:
        yield Finding(
            "two-messages",
            "text",
            "both a template and a text are given",
            "keep one of the two; a second node can send the other",
        )
    yield from check_text(params.text, "text", limits)
    if params.segment and params.contact:
        yield Finding(
            "two-addressees",
            "contact",
            "both a segment and a contact are named",
            "keep one of the two; a second node can notify the other",
        )


def _template(params: NotifyNode, context: Context) -> MessageTemplate | None:
    if not params.template:
        return None
    return MessageTemplate(
        name=params.template,
        language=params.language or context.language,
        parameters=tuple(context.fill(one) for one in params.parameters),
    )


KIND = Kind(
    name="notify",
    params=NotifyNode,
    group="people",
    title={"es": "Notificar", "en": "Notify", "pt": "Notificar"},
    icon="notify",
    enter=enter,
    check=check,
)
