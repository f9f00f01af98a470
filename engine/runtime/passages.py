"""What a conversation used of a bot: the ports it passed, the triggers that brought it there."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from engine.types.bot import Bot
from engine.types.state import Record, State

PASSAGES = frozenset({"visit", "wait", "button"})

# The setting of an intent that each way of understanding a message goes by.
TRIGGER_OF = {
    "exact": "phrases",
    "classifier": "phrases",
    "keywords": "keywords",
    "pattern": "patterns",
    "condition": "condition",
    "event": "events",
    "inactivity": "inactivity_s",
}


class Passage(Struct, frozen=True, order=True):
    """A node that was passed, in a language; `port` is empty where it waited or ended."""

    bot: str
    node: str
    port: str
    language: str


class Firing(Struct, frozen=True, order=True):
    """A trigger that brought the conversation to an intent, by the intent's setting."""

    bot: str
    intent: str
    trigger: str


class Trail(Struct, frozen=True):
    """Everything that some conversation used."""

    passages: frozenset[Passage] = frozenset()
    firings: frozenset[Firing] = frozenset()

    def __or__(self, other: "Trail") -> "Trail":
        return Trail(self.passages | other.passages, self.firings | other.firings)


def trail(records: Iterable[Record], before: State, after: State, bots: Mapping[str, Bot]) -> Trail:
    """What was used between two states of a conversation, by the records of that time."""
    rows = tuple(records)
    bot = before.bot or _first_bot(rows, after, bots)
    language = before.language or _first_name(rows, "language") or after.language
    passages: set[Passage] = set()
    firings: set[Firing] = set()
    for row in rows:
        if row.kind == "bot":
            bot = row.name
        elif row.kind == "language":
            language = row.name
        elif row.kind in PASSAGES:
            passages.add(Passage(bot, row.node, row.port, language))
        elif row.kind == "intent" and row.name in TRIGGER_OF:
            firings.add(Firing(bot, row.intent, TRIGGER_OF[row.name]))
    return Trail(frozenset(passages), frozenset(firings))


def _first_bot(rows: tuple[Record, ...], after: State, bots: Mapping[str, Bot]) -> str:
    """The bot that a new conversation began with: where it went on to another one, whichever
    has the nodes that were passed until then."""
    if not _first_name(rows, "bot"):
        return after.bot
    until = next(number for number, row in enumerate(rows) if row.kind == "bot")
    nodes = {row.node for row in rows[:until] if row.kind in PASSAGES}
    owners = (
        name
        for name, bot in bots.items()
        if all(any(node in topic.nodes for topic in bot.topics.values()) for node in nodes)
    )
    return next(owners, after.bot)


def _first_name(rows: tuple[Record, ...], kind: str) -> str:
    return next((row.name for row in rows if row.kind == kind), "")
