"""Let time pass before going on."""

from collections.abc import Iterator

from engine.nodes.fields import Expression, Params
from engine.nodes.moments import after, moment_us
from engine.nodes.protocol import NEXT, Context, Finding, GiveWay, Kind, Leave, Restart, Stay
from engine.types.effect import StartTimer
from engine.types.event import Event, Said, TimerFired
from engine.types.limits import Limits

TIMER = "wait"
MESSAGE = "message"


class Wait(Params, frozen=True, kw_only=True):
    """Waits `seconds`, or until the moment given by `until` (a timestamp expression).

    With `interruptible`, a message that comes meanwhile leaves through `message` at once.
    Otherwise it may trigger an intent; the wait goes on when that ends. A text without zone
    is a moment in the bot's time zone; a number counts seconds since 1970 in UTC.
    """

    seconds: int = 0
    until: Expression = ""
    interruptible: bool = False


def enter(params: Wait, context: Context) -> Leave | Stay:
    due_us: int | None = after(context.now_us, params.seconds)
    if params.until:
        value = context.value(params.until)
        due_us = moment_us(value, context.time_zone)
        if due_us is None:
            context.warn("no-moment", f"{value!r} is no moment in time: nothing was waited for")
    return Leave() if due_us is None else _wait(context, due_us)


def resume(params: Wait, context: Context, event: Event | Restart) -> Leave | Stay | GiveWay:
    memory = dict(context.memory)
    if isinstance(event, TimerFired):
        return Leave() if event.token == memory.get("token") else Stay(memory=memory)
    if isinstance(event, Said):
        return Leave(MESSAGE) if params.interruptible else GiveWay(Stay(memory=memory), back=True)
    if isinstance(event, Restart):
        due_us = memory.get("due_us")
        return _wait(context, due_us if isinstance(due_us, int) else 0)
    return Stay(memory=memory)


def ports(params: Wait) -> tuple[str, ...]:
    return (NEXT, MESSAGE) if params.interruptible else (NEXT,)


def check(params: Wait, _limits: Limits) -> Iterator[Finding]:
    if params.seconds < 0:
        yield Finding(
            "negative-time",
            "seconds",
            f"{params.seconds} seconds cannot pass",
            "give a number above 0",
        )
    if not params.seconds and not params.until:
        yield Finding(
            "waits-for-nothing",
            "seconds",
            "the node waits for no time",
            "give the seconds or the moment, or delete the node",
            "warning",
        )
    if params.seconds and params.until:
        yield Finding(
            "two-times",
            "until",
            "both seconds and a moment are given",
            "keep one of the two; the moment wins",
            "warning",
        )


def _wait(context: Context, due_us: int) -> Leave | Stay:
    if due_us <= context.now_us:
        return Leave()
    token = context.token()
    return Stay((StartTimer(TIMER, due_us, token),), {"token": token, "due_us": due_us})


KIND = Kind(
    name="wait",
    params=Wait,
    group="decide",
    title={"es": "Esperar", "en": "Wait", "pt": "Esperar"},
    icon="wait",
    enter=enter,
    ports=ports,
    resume=resume,
    check=check,
    waits=True,
)
