"""Send an approved template to a contact or a segment."""

from engine.nodes.fields import Params, SegmentName, Template


class NotifyNode(Params, frozen=True, kw_only=True):
    """Sends the template named `template`, with `parameters` in the order of its holes, to a
    segment, to the contact with the id in `contact`, or to the person in this conversation."""

    template: str
    parameters: tuple[Template, ...] = ()
    language: str = ""
    segment: SegmentName = ""
    contact: Template = ""
