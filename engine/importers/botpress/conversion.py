"""What all steps of the conversion of a bot share."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from engine.importers.botpress.languages import Languages
from engine.importers.botpress.memory import Memory
from engine.importers.botpress.mustache import Mustache, escaped
from engine.importers.botpress.source import SourceBot, SourceNode
from engine.importers.dialogflow_es.tolerant import mappings, text
from engine.importers.drawing import Drawing
from engine.importers.naming import Names
from engine.importers.report import Account
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, CodeAction, EntityTable
from engine.types.limits import LIMITS
from engine.types.value import Text

if TYPE_CHECKING:
    from engine.importers.botpress.chain import Chain

# An end of what is drawn so far: a node and the port that leads on.
Ends = list[tuple[str, str]]
# The names under which results of choices are kept.
RESULTS = re.compile(r"skill-choice-ret[\w-]*")


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
        """Whether the result of a choice is read anywhere but in the ways of a node."""
        return bool(self._readers.get(name, set()) - {besides.id})

    @cached_property
    def _readers(self) -> dict[str, set[str]]:
        """The nodes that read the results of choices, by name; the rest has no id."""
        found: dict[str, set[str]] = {}
        for id_, words in self._words():
            for name in RESULTS.findall(words):
                found.setdefault(name, set()).add(id_)
        return found

    def _words(self) -> Iterator[tuple[str, str]]:
        """All that may read a variable, with the id of the node whose way it is."""
        for flow in self.bot.flows.values():
            if not flow.name.startswith("skills/"):
                for node in flow.nodes:
                    yield from ((node.id, way.condition) for way in node.ways)
                yield from (("", way.condition) for way in flow.catch_ways)
        for content in self.bot.contents.values():
            yield "", msgspec.json.encode(content.data).decode()
        yield from (("", one.text) for one in self.bot.actions.values())
        yield from (("", step) for step in self._steps() if "choice_" not in step)

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
