"""Send an approved template to a contact or a segment."""

from collections.abc import Iterator

from engine.nodes.checks import required
from engine.nodes.fields import Params, SegmentName, Template
from engine.nodes.protocol import Context, Finding, Kind, Leave
from engine.types.effect import Notify
from engine.types.limits import Limits
from engine.types.message import Template as MessageTemplate


class NotifyNode(Params, frozen=True, kw_only=True):
    """Sends the template named `template`, with `parameters` in the order of its holes, to a
    segment, to the contact with the id in `contact`, or to the person in this conversation."""

    template: str
    parameters: tuple[Template, ...] = ()
    language: str = ""
    segment: SegmentName = ""
    contact: Template = ""


def enter(params: NotifyNode, context: Context) -> Leave:
    contact = context.fill(params.contact).strip()
    if params.contact and not contact:
        context.warn("no-contact", "the contact's id was empty: nobody was notified")
        return Leave()
    template = MessageTemplate(
        name=params.template,
        language=params.language or context.language,
        parameters=tuple(context.fill(one) for one in params.parameters),
    )
    return Leave(effects=(Notify(template, contact=contact, segment=params.segment),))


def check(params: NotifyNode, _limits: Limits) -> Iterator[Finding]:
    yield from required(params.template, "template", "name the approved template")
    if params.segment and params.contact:
        yield Finding(
            "two-addressees",
            "contact",
            "both a segment and a contact are named",
            "keep one of the two; a second node can notify the other",
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
