"""One Typebot while it is drawn: which node stands for a place in it, and what joins them."""

from engine.importers.dialogflow_es.tolerant import mappings, text
from engine.importers.typebot.conversion import Conversion
from engine.importers.typebot.source import Block, Edge, Group, Typebot

# A block: its group's id and its place in the group.
Spot = tuple[str, int]
# A port of a node that leads on.
End = tuple[str, str]


class Sheet:
    """One Typebot while it is drawn."""

    def __init__(self, conversion: Conversion, bot: Typebot) -> None:
        self.conversion = conversion
        self.bot = bot
        self.topic = conversion.topics[bot.id]
        self.groups = {group.id: group for group in bot.groups}
        self.first: dict[Spot, str] = {}
        self.loose: list[tuple[str, str, Spot]] = []
        # Spots that draw nothing of their own, and where they lead.
        self.passages: dict[Spot, Spot | None] = {}
        # Where the bot begins; its first words come without a pause.
        starts = [one for one in bot.events if one.type == "start"]
        self.start = self.spot(starts[0].edge) if starts else None
        # The groups that events lead to, where a return goes back.
        self._of_events: set[str] | None = None
        # Where a reply's flow ends without a return: group, node and port.
        self.leaving: list[tuple[str, str, str]] = []
        self._of_replies: set[str] | None = None

    def spot(self, edge_id: str) -> Spot | None:
        """Where an edge leads; none where it leads nowhere."""
        edge = self.bot.edges.get(edge_id)
        return self.spot_of(edge) if edge else None

    def spot_of(self, edge: Edge) -> Spot | None:
        group = self.groups.get(edge.group)
        if group is None:
            return None
        places = [at for at, block in enumerate(group.blocks) if block.id == edge.block]
        return group.id, places[0] if places and edge.block else 0

    def after(self, group: Group, place: int) -> Spot | None:
        """Where a block goes on: by its edge, else with the next block."""
        return self.spot(group.blocks[place].edge) or self.next_in(group, place)

    def next_in(self, group: Group, place: int) -> Spot | None:
        return (group.id, place + 1) if place + 1 < len(group.blocks) else None

    def in_event(self, group: Group) -> bool:
        """Whether a command or a reply leads to a group."""
        if self._of_events is None:
            starts = [self.spot(one.edge) for one in self.bot.events if one.type != "start"]
            self._of_events = self.reached([one for one in starts if one])
        return group.id in self._of_events

    def leaves(self, group: Group) -> bool:
        """Whether the conversation is over where a group ends: a reply's flow that returns to
        the question, but not from here."""
        if self._of_replies is None:
            starts = [self.spot(one.edge) for one in self.bot.events if one.type == "reply"]
            groups = self.reached([one for one in starts if one])
            blocks = [block for name in groups for block in self.groups[name].blocks]
            # Before 6.1 there was no Return: every flow of a reply went back.
            returns = self.bot.version >= "6.1" or any(one.type == "Return" for one in blocks)
            main = self.reached([self.start] if self.start else [])
            self._of_replies = groups - main if returns else set()
        return group.id in self._of_replies

    def reached(self, spots: list[Spot]) -> set[str]:
        """The groups that are come to from some places."""
        seen: set[str] = set()
        waiting = [spot[0] for spot in spots]
        while waiting:
            name = waiting.pop()
            if name in seen or name not in self.groups:
                continue
            seen.add(name)
            for block in self.groups[name].blocks:
                waiting += [spot[0] for edge in _edges_of(block) if (spot := self.spot(edge))]
                jump = block.settings.get("groupId") if block.type == "Jump" else None
                if isinstance(jump, str):
                    waiting.append(jump)
        return seen

    def entry(self, spot: Spot | None) -> str:
        """The node at a spot, past all that drew none; empty where there is none."""
        seen: set[Spot] = set()
        while spot is not None and spot not in seen:
            if spot in self.first:
                return self.first[spot]
            seen.add(spot)
            if spot in self.passages:
                spot = self.passages[spot]
                continue
            group = self.groups[spot[0]]
            spot = self.after(group, spot[1]) if spot[1] < len(group.blocks) else None
        return ""


def _edges_of(block: Block) -> list[str]:
    """The edges that leave a block and its items."""
    found = [block.edge]
    for item in block.items:
        found.append(text(item.get("outgoingEdgeId")))
        found += [text(path.get("outgoingEdgeId")) for path in mappings(item.get("paths"))]
    return [edge for edge in found if edge]
