"""Hand the conversation over: to a queue, an agent, or another bot."""

from collections.abc import Iterator

from msgspec import field

from engine.nodes.checks import check_text
from engine.nodes.fields import BotId, Params, QueueName, Template, Text
from engine.nodes.protocol import (
    NEXT,
    Changes,
    Context,
    End,
    Finding,
    Kind,
    Leave,
    Restart,
    Stay,
)
from engine.types.effect import Effect, HandOff
from engine.types.event import Event, HandedBack
from engine.types.limits import Limits
from engine.types.message import Message


class Handoff(Params, frozen=True, kw_only=True):
    """Says `text`, then hands over to exactly one of `queue`, `agent` or `bot`.

    With people, the bot is silent until they hand the conversation back, and then goes on
    from the port `next`. With `bot_goes_on`, it goes on at once, and people see to it beside
    the bot. Another bot goes on at its intent that fits the last message. `note` is for the
    agent.
    """

    text: Text = field(default_factory=dict)
    queue: QueueName = ""
    agent: Template = ""
    bot: BotId = ""
    priority: int = 0
    note: Template = ""
    bot_goes_on: bool = False


def enter(params: Handoff, context: Context) -> Leave | Stay | End:
    text = context.text(params.text) if params.text else ""
    effects: tuple[Effect, ...] = (context.send(Message(text=text)),) if text else ()
    if params.bot:
        return End(effects, Changes(bot=params.bot))
    agent = context.fill(params.agent).strip() if params.agent else ""
    hand_off = HandOff(
        queue="" if agent else params.queue or HandOff().queue,
        agent=agent,
        priority=params.priority,
        note=context.fill(params.note) if params.note else "",
    )
    if params.bot_goes_on:
        return Leave(effects=(*effects, hand_off), changes=Changes(handed_over=hand_off))
    return Stay((*effects, hand_off), changes=Changes(mode="human", handed_over=hand_off))


def resume(_params: Handoff, context: Context, event: Event | Restart) -> Leave | Stay:
    return Leave() if isinstance(event, HandedBack) else Stay(memory=dict(context.memory))


def ports(params: Handoff) -> tuple[str, ...]:
    return () if params.bot else (NEXT,)


def check(params: Handoff, limits: Limits) -> Iterator[Finding]:
    yield from check_text(params.text, "text", limits)
    named = [name for name in ("queue", "agent", "bot") if getattr(params, name)]
    if len(named) != 1:
        yield Finding(
            "one-addressee",
            named[1] if named else "queue",
            f"the conversation goes to {' and '.join(named) or 'nobody'}",
            "name exactly one of queue, agent or bot",
        )
    if params.bot and params.bot_goes_on:
        yield Finding(
            "setting-unused",
            "bot_goes_on",
            "another bot takes the conversation, and this one cannot go on",
            "hand over to people, or set it to false",
            "warning",
        )


KIND = Kind(
    name="handoff",
    params=Handoff,
    group="people",
    title={"es": "Pasar a una persona", "en": "Hand over", "pt": "Transferir"},
    icon="handoff",
    enter=enter,
    ports=ports,
    resume=resume,
    check=check,
    waits=True,
)
