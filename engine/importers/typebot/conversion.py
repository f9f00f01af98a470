"""What all parts of a conversion share, and the chain of nodes that one block becomes."""

import json

from engine.importers.dialogflow_es.tolerant import mappings, text
from engine.importers.drawing import Drawing
from engine.importers.rapidpro.hiding import HIDDEN, without_secrets
from engine.importers.report import Account
from engine.importers.typebot.conditions import Condition
from engine.importers.typebot.source import Block, Edge, Export, Group, Typebot
from engine.importers.typebot.texts import Texts
from engine.importers.typebot.variables import Variables
from engine.nodes.checks import SERVICE_SCHEMES, check_address
from engine.nodes.fields import Params
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Constant
from engine.types.value import Text

TO_DO = "To do"


def is_address(address: str) -> bool:
    """Whether a page or a file can be opened by this, or by what its holes are filled with."""
    begins = address.startswith(("http://", "https://", "${"))
    return begins and not any(check_address(address, "", SERVICE_SCHEMES))


# A block: its group's id and its place in the group.
Spot = tuple[str, int]
# A port of a node that leads on.
End = tuple[str, str]


class Conversion:
    """A bot in the making, of one Typebot and those that it links to."""

    def __init__(self, export: Export, bots: tuple[Typebot, ...], account: Account) -> None:
        self.export = export
        self.bots = bots
        self.account = account
        self.variables = Variables(bots)
        self.language = "en"
        self.drawing = Drawing((STARTUP, NOT_UNDERSTOOD))
        self.secrets: dict[str, str] = {}
        self.constants: dict[str, Constant] = {}
        self.topics: dict[str, str] = {}
        # Where each node was drawn: bot, group and place in it.
        self.places: dict[str, tuple[str, str, int]] = {}
        # The intent that begins each bot, and those that begin at a group, by bot and group.
        self.entries: dict[str, str] = {}
        self.group_entries: dict[tuple[str, str], str] = {}
        self.longest_label = 0
        self.longest_text = 0
        self.most_options = 0
        self.most_cards = 0
        # What every answer is followed by, and what a wrong one is, by bot.
        self.replies: dict[str, str] = {}
        self.refusals: dict[str, str] = {}
        # Visits of other bots: topic and node of the call, bot and group that it goes to.
        self.visits: list[tuple[str, str, str, str]] = []
        self._hidden: dict[str, str] = {}

    def hidden(self, secret: str) -> str:
        """The constant that stands for a secret of the source; the same for the same one."""
        if secret not in self._hidden:
            name = f"key_in_source_{len(self._hidden) + 1}"
            self._hidden[secret] = name
            about = "A key that stood in the source in clear; it was not copied."
            self.constants[name] = Constant("", about)
            how = "a key in clear was left behind"
            step = f"give the constant {name} its value"
            self.account.approximate("secrets", name, self.export.name, how, step)
        return self._hidden[secret]


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


class Chain:
    """The nodes that one block becomes, each following the ends before it."""

    def __init__(self, sheet: Sheet, group: Group, place: int) -> None:
        self.sheet = sheet
        self.conversion = sheet.conversion
        self.account = sheet.conversion.account
        self.group = group
        self.at = place
        self.block: Block = group.blocks[place]
        self.texts = Texts(sheet.conversion.variables)
        self.place = f"{sheet.bot.file}#{group.title}/{self.block.id}"
        self.first = ""
        self.ends: list[End] = []
        # The bubble that becomes the question of this block, and its text.
        self.question: Text = {}
        self.bubble: tuple[Chain, str] | None = None

    @property
    def variable(self) -> str:
        """Our variable that the block sets."""
        return self.by_id(self.block.settings.get("variableId"))

    def by_id(self, identity: object) -> str:
        return self.conversion.variables.by_id(identity) if isinstance(identity, str) else ""

    def then(
        self,
        wish: str,
        kind: str,
        params: Params,
        *,
        title: str = "",
        note: str = "",
        ends: tuple[str, ...] = ("next",),
    ) -> str:
        """Draws the node that follows; what comes next follows its ports `ends`."""
        drawing, topic = self.conversion.drawing, self.sheet.topic
        name = drawing.add(topic, wish, kind, params, title=title, note=note, source=self.place)
        self.conversion.places[name] = (self.sheet.bot.id, self.group.id, self.at)
        self.first = self.first or name
        for start, port in self.ends:
            drawing.connect(topic, start, port, name)
        self.ends = [(name, port) for port in ends]
        return name

    def lead(self, ends: list[End], spot: Spot | None) -> None:
        """Ends that go on at a block, drawn or not."""
        if spot is not None:
            self.sheet.loose += [(start, port, spot) for start, port in ends]
        elif self.sheet.leaves(self.group):
            self.sheet.leaving += [(self.group.id, start, port) for start, port in ends]

    def template(self, source: str) -> str:
        """A text with our holes, and constants in place of keys."""
        made = self.texts.template(source)
        return without_secrets(made, lambda found: f"${{{self.conversion.hidden(found)}}}")

    def text(self, source: str) -> Text:
        """A text of the bot's language; none where there are no words."""
        made = self.template(source)
        self.conversion.longest_text = max(self.conversion.longest_text, len(made))
        return {self.conversion.language: made} if made.strip() else {}

    def condition(self, found: object) -> str:
        """A condition of Typebot; what could not be translated is told with the block."""
        condition = Condition(self.texts)
        made = condition.of(found) if isinstance(found, dict) else "false"
        self.texts.missed += condition.missed
        return made

    def told(self, node: str = "", how: str = "", step: str = "", name: str = "") -> None:
        """Counts the block: exact, or in what it differs, or with what of it is not translated."""
        if self.bubble:
            bubble, words = self.bubble
            self.bubble = None
            bubble.told(node, name=words)
        kind, name = f"block {self.block.type}", name or self.name
        hows = [how, *dict.fromkeys(self.texts.notes)]
        how = "; ".join(one for one in hows if one)
        if self.texts.missed:
            why = f"not translated: {'; '.join(dict.fromkeys(self.texts.missed))}"
            advice = "write this part as one of our expressions; it stands there as it was"
            self.account.unmapped(kind, name, self.place, why, step or advice)
            if node:
                title = f"{TO_DO}: {name}"
                self.conversion.drawing.mark(self.sheet.topic, node, title, f"{why}.")
        elif how:
            self.account.approximate(kind, name, self.place, how, step, node=node)
        else:
            self.account.exact(kind, name, self.place, node=node)

    @property
    def name(self) -> str:
        """What the block is called in the account."""
        return self.group.title or self.block.id

    def to_do(self, name: str, why: str, step: str, source: object = None) -> str:
        """A marked node in place of what has no counterpart; it keeps the source's words."""
        if self.bubble:
            bubble, words = self.bubble
            self.bubble = None
            bubble.told(self.first, name=words)
        self.account.unmapped(f"block {self.block.type}", self.name, self.place, why, step)
        kept = source if isinstance(source, str) else _written(source or self.block.settings)
        kept = without_secrets(kept, lambda _found: HIDDEN)
        note = f"{why}. {step}.\n\n{kept}"
        return self.then(f"to_do_{name}", "set", Set(), title=f"{TO_DO}: {name}", note=note)


def _edges_of(block: Block) -> list[str]:
    """The edges that leave a block and its items."""
    found = [block.edge]
    for item in block.items:
        found.append(text(item.get("outgoingEdgeId")))
        found += [text(path.get("outgoingEdgeId")) for path in mappings(item.get("paths"))]
    return [edge for edge in found if edge]


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)[:4000]
