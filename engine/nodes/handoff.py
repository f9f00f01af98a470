"""Hand the conversation over: to a queue, an agent, or another bot."""

from msgspec import field

from engine.nodes.fields import BotId, Params, QueueName, Template, Text


class Handoff(Params, frozen=True, kw_only=True):
    """Says `text`, then hands over to exactly one of `queue`, `agent` or `bot`.

    With people, the bot is silent until they hand the conversation back, and then goes on
    from the port `next`. Another bot goes on at its intent that fits the last message.
    `note` is for the agent.
    """

    text: Text = field(default_factory=dict)
    queue: QueueName = ""
    agent: Template = ""
    bot: BotId = ""
    priority: int = 0
    note: Template = ""
