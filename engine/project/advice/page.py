"""What a rule of advice reads: the texts of one node, and what comes just before it."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from engine.nodes.parts import CardParams, OptionParams
from engine.project.draft import DraftNode, draft_node
from engine.types.bot import Bot, Topic

# Mails and other systems' texts are not read in a chat.
IN_CHAT = frozenset({"say", "ask", "decide", "people"})
_HOLE = re.compile(r"\$\{[^}]*\}")
# Markup and addresses are not read as words.
_MARKS = re.compile(r"[*_`]{1,2}|https?://\S+")


class Line(Struct, frozen=True):
    """A text that people read, in one language. `bare` is without markup, with … for holes."""

    path: str
    language: str
    text: str
    bare: str


class Book:
    """A bot while its nodes are advised on: what several need is found once, when it is needed.

    `tone` is the form of address of the bot by language.
    """

    def __init__(self, bot: Bot, tone: Mapping[str, str]) -> None:
        self.bot = bot
        self.tone = tone
        self._drawn: dict[str, DraftNode] = {}
        self._ways_in: dict[str, dict[str, list[str]]] = {}

    @cached_property
    def targets(self) -> frozenset[str]:
        """The nodes to which another one leads without an edge, wherever it is drawn."""
        return frozenset(
            str(node.params["target"])
            for topic in self.bot.topics.values()
            for node in topic.nodes.values()
            if "target" in node.params
        )

    @cached_property
    def called(self) -> frozenset[str]:
        """Nodes of subflows: what follows there is up to the caller."""
        nodes = {id_: one for topic in self.bot.topics.values() for id_, one in topic.nodes.items()}
        waiting = [str(one.params.get("target")) for one in nodes.values() if one.kind == "call"]
        found: set[str] = set()
        while waiting:
            here = waiting.pop()
            if here in nodes and here not in found:
                found.add(here)
                waiting += nodes[here].edges.values()
                waiting += [str(nodes[here].params.get("target"))]
        return frozenset(found)

    def draw(self, topic: str, id_: str) -> DraftNode:
        """A node of the bot with its settings read."""
        if id_ not in self._drawn:
            node = self.bot.topics[topic].nodes[id_]
            self._drawn[id_] = draft_node(self.bot.id, topic, id_, node)
        return self._drawn[id_]

    def ways_in(self, topic: str, id_: str) -> list[str]:
        """The nodes of the topic whose edges lead to a node."""
        if topic not in self._ways_in:
            found: dict[str, list[str]] = {}
            for source, node in self.bot.topics.get(topic, Topic()).nodes.items():
                for target in dict.fromkeys(node.edges.values()):
                    found.setdefault(target, []).append(source)
            self._ways_in[topic] = found
        return self._ways_in[topic].get(id_, [])


class Page:
    """One node to be advised on."""

    def __init__(self, book: Book, node: DraftNode) -> None:
        self.book = book
        self.node = node

    @property
    def bot(self) -> Bot:
        return self.book.bot

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """What the node says in the chat: texts and not labels."""
        return tuple(self._read("text"))

    @cached_property
    def labels(self) -> tuple[Line, ...]:
        """The labels of its buttons."""
        return tuple(one for one in self._read("label") if ".label" in one.path)

    @cached_property
    def menus(self) -> dict[str, tuple[OptionParams, ...]]:
        """Its buttons, by the path of those that stand together."""
        options: tuple[OptionParams, ...] = getattr(self.node.params, "options", ())
        cards: tuple[CardParams, ...] = getattr(self.node.params, "cards", ())
        of_cards = {f"cards[{at}].options": card.options for at, card in enumerate(cards)}
        return {path: some for path, some in {"options": options, **of_cards}.items() if some}

    @cached_property
    def before(self) -> tuple[DraftNode, ...]:
        """The nodes whose edges lead here."""
        topic = self.node.topic
        return tuple(self.book.draw(topic, id_) for id_ in self.book.ways_in(topic, self.node.id))

    @cached_property
    def answers(self) -> tuple[DraftNode, ...]:
        """The intents to which this node is the first that the bot says."""
        topic, found = self.node.topic, []
        waiting, seen = [self.node.id], {self.node.id}
        while waiting:
            for id_ in self.book.ways_in(topic, waiting.pop()):
                if id_ in seen:
                    continue
                seen.add(id_)
                drawn = self.book.draw(topic, id_)
                if drawn.node.kind == "intent":
                    found.append(drawn)
                elif drawn.kind and drawn.kind.group not in {"say", "ask"}:
                    waiting.append(id_)
        return tuple(found)

    def _read(self, role: str) -> Iterator[Line]:
        in_chat = self.node.kind is not None and self.node.kind.group in IN_CHAT
        if not in_chat or self.node.node.kind == "intent":
            return
        for use in self.node.uses:
            if use.role == role:
                for language, text in use.by_language.items():
                    bare = " ".join(_MARKS.sub("", _HOLE.sub("…", text)).split())
                    if bare:
                        yield Line(f"{use.path}.{language}", language, text, bare)
