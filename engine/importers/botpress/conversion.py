"""What all steps of a conversion share, and the chain of nodes that one source node becomes."""

from collections.abc import Callable, Iterator

import msgspec
from msgspec import Struct

from engine.importers.botpress.languages import Languages
from engine.importers.botpress.memory import Memory
from engine.importers.botpress.mustache import Mustache, escaped
from engine.importers.botpress.source import Flow, SourceBot, SourceNode
from engine.importers.dialogflow_es.tolerant import mappings, text
from engine.importers.drawing import Drawing
from engine.importers.naming import Names, readable
from engine.importers.rapidpro.hiding import HIDDEN, without_secrets
from engine.importers.report import Account
from engine.nodes.fields import Params
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, CodeAction, EntityTable
from engine.types.limits import LIMITS
from engine.types.value import Text

TO_DO = "To do"
# An end of what is drawn so far: a node and the port that leads on.
Ends = list[tuple[str, str]]


class Conversion:
    """One bot in the making."""

    def __init__(self, bot: SourceBot, account: Account, others: frozenset[str]) -> None:
        self.bot = bot
        self.account = account
        self.others = others
        self.languages = Languages(bot)
        self.memory = Memory()
        self.memory.keeps_message = self._calls_out()
        self.memory.pressed = self._pressed()
        self.drawing = Drawing((STARTUP, NOT_UNDERSTOOD))
        # Names of topics, and of programs that no node calls.
        self.names = Names()
        self.hook_names = Names()
        # The topic of each flow; the node that each of its nodes begins with, by name.
        self.topics: dict[str, str] = {}
        self.intents: dict[str, str] = {}
        self.tables: dict[str, str] = {}
        # The patterns of entities that one could translate.
        self.patterns: dict[str, str] = {}
        self.entity_tables: dict[str, EntityTable] = {}
        self.places: dict[str, tuple[str, str]] = {}
        self.secrets: dict[str, None] = {}
        self.constants: dict[str, str] = {}
        self.actions: dict[str, CodeAction] = {}
        self.queues: dict[str, None] = {"default": None}
        self.longest_label, self.most_options = LIMITS.option_chars, LIMITS.options
        # What each source node became: where it begins, and where its ways do.
        self.firsts: dict[tuple[str, str], str] = {}
        self.exits: dict[tuple[str, str], str] = {}
        self.jumps: list[Jump] = []
        # Who calls a flow that can return, by node with the case that stands for it; and the
        # ways back, drawn once all callers are known.
        self.callers: dict[str, dict[tuple[str, str], str]] = {}
        self.returning: list[tuple[Chain, str]] = []
        # Nodes that forget what is kept of the session, and those that forget only what lasts
        # for a flow, each with its topic.
        self.forgetting: list[tuple[str, str]] = []
        self.beginning: list[tuple[str, str]] = []
        # Flows that begin without a caller.
        self.entered: set[str] = set()

    @property
    def asks_for_intents(self) -> bool:
        """Whether some condition asks for the intent of a message."""
        return any(
            "nlu.intent" in way.condition
            for flow in self.bot.flows.values()
            for node in flow.nodes
            for way in (*node.ways, *flow.catch_ways)
        )

    @property
    def uses_contexts(self) -> bool:
        """Whether some node changes which contexts count."""
        return any("ontext" in step for step in self._steps())

    def _pressed(self) -> dict[str, str]:
        """What the buttons of all content send, by what they show."""
        sent: dict[str, str] = {}
        for content in self.bot.contents.values():
            for one in mappings(self.languages.value(content.data, "choices", self.languages.own)):
                sent.setdefault(text(one.get("title")), text(one.get("value")))
        return sent

    def _calls_out(self) -> bool:
        """Whether a service or a program is waited for, with the message gone by then."""
        own = ("builtin/", "basic-skills/", "say ", "analytics/", "delegate_to_bots")
        return any(
            "call_api" in step or "send_email" in step or not step.lstrip().startswith(own)
            for step in self._steps()
        )

    def reads(self, name: str, besides: SourceNode) -> bool:
        """Whether a name of the memory is read anywhere but in the ways of a node."""
        ways = (
            way.condition
            for flow in self.bot.flows.values()
            if not flow.name.startswith("skills/")
            for node in flow.nodes
            if node is not besides
            for way in (*node.ways, *flow.catch_ways)
        )
        texts = (msgspec.json.encode(one.data).decode() for one in self.bot.contents.values())
        scripts = (one.text for one in self.bot.actions.values())
        steps = (step for step in self._steps() if "choice_" not in step)
        return any(name in one for one in (*ways, *steps, *texts, *scripts))

    def _steps(self) -> Iterator[str]:
        for flow in self.bot.flows.values():
            for node in flow.nodes:
                yield from node.enter
                yield from node.receive or ()

    def place(self, path: str) -> str:
        """A path of the export as the report says it."""
        return f"{self.bot.folder}/{path}" if self.bot.folder else path

    def text(self, words: Text, missed: list[str]) -> Text:
        """A text with our holes, in the languages that it has."""
        return {language: self.template(one, missed) for language, one in words.items()}

    def template(self, source: str, missed: list[str]) -> str:
        mustache = Mustache(self.memory)
        made = mustache.template(source)
        missed += mustache.missed
        return made

    def value(self, source: str, missed: list[str]) -> str:
        """An expression for a filled template."""
        mustache = Mustache(self.memory)
        made = mustache.value(source)
        missed += mustache.missed
        return made

    def plain(self, text: str) -> Text:
        """A text in the bot's own language that has no holes."""
        return {self.languages.own: escaped(text)}


class Jump(Struct, frozen=True):
    """An end that goes on at a source node of a flow: at its beginning, or only at its ways."""

    topic: str
    start: str
    port: str
    flow: str
    node: str
    place: str
    at_ways: bool = False


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


class Chain:
    """The nodes that one source node becomes, each following the ends before it."""

    def __init__(self, sheet: Sheet, node: SourceNode) -> None:
        self.sheet = sheet
        self.conversion = sheet.conversion
        self.account = sheet.conversion.account
        self.node = node
        self.place = f"{self.conversion.place(sheet.flow.file)}#{node.name}"
        self.first = ""
        self.ends: Ends = []
        self.drawn: list[str] = []
        self.told = Told([], [])
        # A pause before what is said next, and the actions that it came from.
        self.pause_ms: int | None = None
        self.pauses: list[str] = []

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
        owner = self.sheet.caller or self.node
        self.conversion.places[name] = (topic, owner.id)
        if not self.first:
            self.first = name
            if not title:
                drawing.name(topic, name, readable(self.node.name))
        self.drawn.append(name)
        for start, port in self.ends:
            drawing.connect(topic, start, port, name)
        self.ends = [(name, port) for port in ends]
        return name

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
