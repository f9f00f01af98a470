"""Send an e-mail from the company's account."""

from msgspec import field

from engine.nodes.fields import Params, Template, Text


class Mail(Params, frozen=True, kw_only=True):
    """Sends a mail as plain text and, if given, HTML. Ports: `next`, `failed`."""

    to: tuple[Template, ...]
    subject: Text
    text: Text
    html: Text = field(default_factory=dict)
    reply_to: Template = ""
