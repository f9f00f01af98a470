"""An export of Typebot as values, alike for every version since 3."""

from msgspec import Struct

from engine.importers.dialogflow_es.tolerant import Mapping


class Block(Struct, frozen=True):
    """A step of a group. `settings` is its `options`, or its `content` where it is a bubble."""

    id: str
    type: str
    settings: Mapping
    items: tuple[Mapping, ...] = ()
    edge: str = ""


class Group(Struct, frozen=True):
    """Blocks that follow each other, at (x, y) on the canvas."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    x: float = 0
    y: float = 0


class Edge(Struct, frozen=True):
    """Where an edge leads: to a group, or to a block within one."""

    id: str
    group: str
    block: str = ""


class Event(Struct, frozen=True):
    """What starts a flow: `start`, `command`, `reply` or `invalidReply`."""

    id: str
    type: str
    edge: str
    options: Mapping
    x: float = 0
    y: float = 0


class Typebot(Struct, frozen=True):
    """One bot of an export. `variables` maps their ids to their names."""

    id: str
    name: str
    file: str
    version: str
    groups: tuple[Group, ...]
    edges: dict[str, Edge]
    events: tuple[Event, ...]
    variables: dict[str, str]
    settings: Mapping
    theme: Mapping


class Problem(Struct, frozen=True):
    """Something that could not be read, and why."""

    kind: str
    name: str
    place: str
    why: str
    next_step: str = "export the bot again"


class Export(Struct, frozen=True):
    """All bots of the files, in their order."""

    name: str
    bots: tuple[Typebot, ...]
    problems: tuple[Problem, ...] = ()

    def bot(self, identity: str) -> Typebot | None:
        """The bot with an id."""
        return next((bot for bot in self.bots if bot.id == identity), None)
