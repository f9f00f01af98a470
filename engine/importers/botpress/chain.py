"""The chain of nodes that one source node becomes, and the flow that it is drawn in."""

from collections.abc import Callable

from msgspec import Struct

from engine.importers.botpress.conversion import Conversion, Ends, Jump
from engine.importers.botpress.source import Flow, SourceNode
from engine.importers.naming import readable
from engine.importers.rapidpro.hiding import HIDDEN, without_secrets
from engine.importers.rows import Row
from engine.nodes.set import Set
from engine.types.value import Text

TO_DO = "To do"


class Told(Struct):
    """What became of a source node's parts, for its own line in the report."""

    differing: list[str]
    open: list[str]


class Sheet:
    """One flow while it is drawn in a topic; a skill's is drawn in its caller's."""

    def __init__(self, conversion: Conversion, flow: Flow, topic: str) -> None:
        self.conversion = conversion
        self.flow = flow
        self.topic = topic
        # The nodes of a skill, by name, that others lead to within it.
        self.first: dict[str, str] = {}
        self.loose: list[tuple[str, str, str]] = []
        # How a skill goes back to the node that called it; empty at flows of their own.
        self.back: Callable[[Ends, str], None] | None = None
        self.caller: SourceNode | None = None
        self.caller_flow = ""

    @property
    def home(self) -> str:
        """The flow that this is drawn in."""
        return self.caller_flow or self.flow.name

    def chain(self, node: SourceNode) -> "Chain":
        return Chain(self, node)

    def lead(self, chain: "Chain", ends: Ends, node: str) -> None:
        """Ends that go on at a node of this flow, drawn or not."""
        if self.back is None:
            chain.jump(ends, self.flow.name, node)
        else:
            self.loose += [(start, port, node) for start, port in ends]

    def settle(self) -> None:
        """Joins what leads to nodes of a skill, once all are drawn."""
        for start, port, name in self.loose:
            if self.first.get(name):
                self.conversion.drawing.connect(self.topic, start, port, self.first[name])


class Chain(Row):
    """The nodes that one source node becomes, each following the ends before it."""

    def __init__(self, sheet: Sheet, node: SourceNode) -> None:
        self.sheet = sheet
        self.conversion = sheet.conversion
        self.account = sheet.conversion.account
        self.node = node
        self.place = f"{self.conversion.place(sheet.flow.file)}#{node.name}"
        super().__init__(self.conversion.drawing, sheet.topic, self.place)
        self.drawn: list[str] = []
        self.told = Told([], [])
        # A pause before what is said next, and the actions that it came from.
        self.pause_ms: int | None = None
        self.pauses: list[str] = []

    def drew(self, name: str) -> None:
        owner = self.sheet.caller or self.node
        self.conversion.places[name] = (self.topic, owner.id)
        if name == self.first and not self.drawing.title(self.topic, name):
            self.drawing.name(self.topic, name, readable(self.node.name))
        self.drawn.append(name)

    def fork(self, *ends: tuple[str, str]) -> "Chain":
        """Another way from these ends, drawn for the same source node."""
        other = Chain(self.sheet, self.node)
        other.first, other.ends, other.told = self.first, list(ends), self.told
        other.drawn = self.drawn
        return other

    def text(self, words: Text, missed: list[str]) -> Text:
        return self.conversion.text(words, missed)

    def exact(self, kind: str, name: str, node: str = "") -> None:
        self.account.exact(kind, name, self.place, node=node)

    def differs(self, kind: str, name: str, how: str, step: str = "", *, node: str = "") -> None:
        """Counts a thing that is here, with what is different about it."""
        self.told.differing.append(f"{name}: {how}")
        self.account.approximate(kind, name, self.place, how, step, node=node)

    def missing(self, kind: str, name: str, why: str, step: str) -> None:
        """Counts a thing that a person has to see to."""
        self.told.open.append(f"{name}: {why}")
        self.account.unmapped(kind, name, self.place, why, step)

    def to_do(self, kind: str, name: str, source: str, why: str, step: str) -> str:
        """A marked node in place of what has no counterpart; it keeps the source's words."""
        self.missing(kind, name, why, step)
        note = f"{why}. {step}.\n\n{without_secrets(source, lambda _found: HIDDEN)}".strip()
        return self.then(f"to_do_{name}", "set", Set(), title=f"{TO_DO}: {name}", note=note)

    def mark(self, node: str, name: str, why: str) -> None:
        self.conversion.drawing.mark(self.sheet.topic, node, f"{TO_DO}: {name}", why)

    def jump(self, ends: Ends, flow: str, node: str, *, at_ways: bool = False) -> None:
        """Ends that go on at a source node, drawn or not."""
        topic, place = self.sheet.topic, self.place
        self.conversion.jumps += [
            Jump(topic, start, port, flow, node, place, at_ways) for start, port in ends
        ]

    def counted(self, kind: str, name: str, node: str, missed: list[str], how: str = "") -> None:
        """Counts a thing: exact, or in what it differs, or with what of it was not translated."""
        if missed:
            why = f"not translated: {', '.join(dict.fromkeys(missed))}"
            self.missing(kind, name, why, "write it as one of our expressions")
            if node:
                self.mark(node, name, why)
        elif how:
            self.differs(kind, name, how, node=node)
        else:
            self.exact(kind, name, node)
