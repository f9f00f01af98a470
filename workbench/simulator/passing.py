"""The nodes and ports that a conversation passed, in order, each with its bot and topic."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from engine.runtime.passages import PASSAGES
from engine.types.state import Record


class Step(Struct, frozen=True, omit_defaults=True):
    """A node that was passed; `port` is empty where the conversation waited or ended there."""

    bot: str
    topic: str
    node: str
    port: str = ""


def path_of(records: Iterable[Record], bot: str) -> Iterator[Step]:
    """The steps that the records of a turn tell of. `bot` is whose turn it was at first."""
    for row in records:
        if row.kind == "bot":
            bot = row.name
        elif row.kind in PASSAGES:
            yield Step(bot, row.topic, row.node, row.port)
