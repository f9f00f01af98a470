"""Send an e-mail from the company's account."""

from collections.abc import Iterator

from msgspec import field

from engine.nodes.awaiting import FAILED, answer_for, await_answer, keep_waiting
from engine.nodes.checks import HOLE, required
from engine.nodes.fields import Params, Template, Text
from engine.nodes.protocol import NEXT, Context, Finding, Kind, Leave, Restart, Stay
from engine.types.effect import SendMail
from engine.types.event import Event
from engine.types.limits import Limits


class Mail(Params, frozen=True, kw_only=True):
    """Sends a mail as plain text and, if given, HTML. Ports: `next`, `failed`."""

    to: tuple[Template, ...]
    subject: Text
    text: Text
    html: Text = field(default_factory=dict)
    reply_to: Template = ""


def enter(params: Mail, context: Context) -> Leave | Stay:
    filled = ",".join(context.fill(address) for address in params.to)
    to = tuple(address for part in filled.split(",") if (address := _line(part)))
    if not to:
        context.warn("no-recipient", "no address was left after its holes were filled")
        return Leave(FAILED)
    key = context.key()
    mail = SendMail(
        key=key,
        to=to,
        subject=_line(context.text(params.subject)),
        text=context.text(params.text),
        html=context.text(params.html) if params.html else "",
        reply_to=_line(context.fill(params.reply_to)),
    )
    return await_answer(mail, key)


def resume(_params: Mail, context: Context, event: Event | Restart) -> Leave | Stay:
    answer = answer_for(context, event)
    if answer is None:
        return keep_waiting(context)
    if answer.port != "ok":
        context.warn("mail-failed", answer.error or answer.port)
    return Leave() if answer.port == "ok" else Leave(FAILED)


def ports(_params: Mail) -> tuple[str, ...]:
    return (NEXT, FAILED)


def check(params: Mail, _limits: Limits) -> Iterator[Finding]:
    if not params.to:
        yield Finding("no-recipient", "to", "the mail goes to nobody", "give an address")
    addresses = [(f"to[{index}]", address) for index, address in enumerate(params.to)]
    for path, address in addresses:
        yield from required(address, path, "give an address, or take the line out")
    for path, address in [*addresses, ("reply_to", params.reply_to)]:
        if address.strip() and HOLE not in address and "@" not in address:
            yield Finding(
                "bad-address",
                path,
                f"{address!r} is not an e-mail address",
                "write it as name@company.com",
            )
    for name, text in (("subject", params.subject), ("text", params.text)):
        if not any(words.strip() for words in text.values()):
            yield Finding("empty-setting", name, f"the mail has no {name}", f"write its {name}")


def _line(text: str) -> str:
    """The text on one line: a header's value must not begin another header."""
    return " ".join(text.split())


KIND = Kind(
    name="mail",
    params=Mail,
    group="connect",
    title={"es": "Correo", "en": "Mail", "pt": "E-mail"},
    icon="mail",
    enter=enter,
    ports=ports,
    resume=resume,
    check=check,
)
