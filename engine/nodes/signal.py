"""Make an event happen: here or to other contacts, now or at a moment."""

from collections.abc import Iterator

from msgspec import field

from engine.nodes.checks import required
from engine.nodes.fields import Expression, Params, SegmentName, Template
from engine.nodes.moments import moment_us
from engine.nodes.protocol import Context, Finding, Kind, Leave
from engine.types.effect import Raise
from engine.types.limits import Limits

# A moment that never comes: what was to happen then does not.
NEVER = -1


class Signal(Params, frozen=True, kw_only=True):
    """Makes an event happen, which starts the intents that name it among their `events`: in this
    conversation, in the latest one of the contact with the id in `contact`, or in those of a
    segment. The flow goes on at once.

    `data` is read there as `event.data`. With `at` (a timestamp expression) it happens then;
    planned again before that, it happens at the new moment only, and with `cancel` not at all.
    A text without zone is a moment in the bot's time zone; a number counts seconds since 1970.
    """

    event: str
    data: dict[str, Expression] = field(default_factory=dict)
    contact: Template = ""
    segment: SegmentName = ""
    at: Expression = ""
    cancel: bool = False


def enter(params: Signal, context: Context) -> Leave:
    contact = context.fill(params.contact).strip()
    if params.contact and not contact:
        context.warn("no-contact", "the contact's id was empty: nothing happened to anybody")
        return Leave()
    due_us = NEVER if params.cancel else 0
    if params.at and not params.cancel:
        value = context.value(params.at)
        moment = moment_us(value, context.time_zone)
        if moment is None:
            context.warn("no-moment", f"{value!r} is no moment in time: nothing was planned")
            return Leave()
        due_us = moment if moment > context.now_us else 0
    data = {name: context.value(expression) for name, expression in params.data.items()}
    return Leave(effects=(Raise(params.event, data, contact, params.segment, due_us),))


def check(params: Signal, _limits: Limits) -> Iterator[Finding]:
    yield from required(params.event, "event", "name the event, as the intents name it")
    for name, expression in params.data.items():
        yield from required(expression, f"data[{name!r}]", "write the expression")
    if params.segment and params.contact:
        yield Finding(
            "two-addressees",
            "contact",
            "both a segment and a contact are named",
            "keep one of the two; a second node can reach the other",
        )
    if params.cancel and params.at:
        yield Finding(
            "two-times",
            "at",
            "a moment is given for what is not to happen",
            "empty it, or set 'cancel' to false",
            "warning",
        )


KIND = Kind(
    name="signal",
    params=Signal,
    group="connect",
    title={"es": "Provocar un evento", "en": "Raise an event", "pt": "Provocar um evento"},
    icon="signal",
    enter=enter,
    check=check,
)
