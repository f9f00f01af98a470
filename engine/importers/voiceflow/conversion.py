"""What all steps of a conversion share, and the chain of nodes that one step becomes."""

from msgspec import Struct

from engine.importers.botpress.languages import FALLBACK, is_known
from engine.importers.botpress.languages import plain as plain_code
from engine.importers.drawing import Drawing
from engine.importers.naming import Names, readable, shortened
from engine.importers.rapidpro.hiding import HIDDEN, without_secrets
from engine.importers.report import Account
from engine.importers.rows import Row
from engine.importers.voiceflow.names import Scope
from engine.importers.voiceflow.slate import plain
from engine.importers.voiceflow.source import Diagram, Export, SourceStep
from engine.nodes.goto import Goto
from engine.nodes.set import Set
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, CodeAction, EntityTable
from engine.types.limits import LIMITS
from engine.types.value import Text

TO_DO = "To do"
Ends = list[tuple[str, str]]


class Lead(Struct, frozen=True):
    """An end that goes on at a step or block of the source."""

    topic: str
    start: str
    port: str
    target: str
    place: str


class Conversion:
    """The bot in the making."""

    def __init__(self, export: Export, account: Account) -> None:
        self.export = export
        self.account = account
        self.scope = Scope(export)
        self.drawing = Drawing((STARTUP, NOT_UNDERSTOOD))
        self.names = Names()
        self.language = language_of(export.language)
        self.topics: dict[str, str] = {}
        # The node that each step begins with, and the steps that only lead on elsewhere.
        self.firsts: dict[str, tuple[str, str]] = {}
        self.aliases: dict[str, str] = {}
        self.leads: list[Lead] = []
        # The text that buttons say with them, by their step.
        self.above: dict[str, str] = {}
        self.calls: list[tuple[str, str, str]] = []
        self.places: dict[str, tuple[str, str]] = {}
        self.intents: dict[str, str] = {}
        # The steps by which intents come in, by the intent.
        self.intent_steps: dict[str, list[str]] = {}
        self.tables: dict[str, str] = {}
        self.entity_tables: dict[str, EntityTable] = {}
        self.actions: dict[str, CodeAction] = {}
        self.secrets: dict[str, None] = {}
        self.constants: dict[str, str] = {}
        self.longest_label, self.most_options = LIMITS.option_chars, LIMITS.options

    def text(self, source: str) -> Text:
        """A text of the source in the bot's language, with our holes."""
        return {self.language: self.scope.template(source)} if source else {}

    def words(self, found: object) -> Text:
        """The same of a rich text."""
        return self.text(plain(found).strip())

    def settle(self) -> None:
        """Joins what leads to steps with what these became, through a `goto` elsewhere."""
        gotos: dict[tuple[str, str], str] = {}
        for lead in self.leads:
            found = self.find(lead.target)
            if found is None:
                continue
            topic, target = found
            if topic != lead.topic:
                key = (lead.topic, target)
                if key not in gotos:
                    gotos[key] = self.drawing.add(
                        lead.topic, f"goto_{target}", "goto", Goto(target=target), source=lead.place
                    )
                    self.places[gotos[key]] = self.places.get(lead.start, ("", ""))
                target = gotos[key]
            self.drawing.connect(lead.topic, lead.start, lead.port, target)
        for topic, node, target in self.calls:
            found = self.find(target)
            if found is not None:
                self.drawing.aim(topic, node, found[1])

    def leads_somewhere(self, target: str) -> bool:
        """Whether the project has what is led to."""
        kind, _, name = target.partition(":")
        if kind == "intent":
            return name in self.intent_steps or name in self.intents
        if kind == "diagram":
            return name in self.export.diagrams
        return any(
            target in one.holders or target in one.steps for one in self.export.diagrams.values()
        )

    def find(self, target: str) -> tuple[str, str] | None:
        """The node that a step or a block of the source became."""
        seen: set[str] = set()
        while target and target not in self.firsts and target not in seen:
            seen.add(target)
            target = self.aliases.get(target, "")
        return self.firsts.get(target)


def language_of(code: str) -> str:
    """The bot's language for a locale of the source."""
    return plain_code(code) if is_known(code) else FALLBACK


class Chain(Row):
    """The nodes that one step becomes, each following the ends before it."""

    def __init__(
        self, conversion: Conversion, diagram: Diagram, step: SourceStep, block: str
    ) -> None:
        super().__init__(conversion.drawing, conversion.topics[diagram.id], step.place)
        self.conversion = conversion
        self.diagram = diagram
        self.step = step
        self.block = block
        self.place = step.place
        self.kind = f"step {step.type}"
        # What comes next: the step's own port, else the next step of its block.
        self.following = ""

    @property
    def title(self) -> str:
        name = self.step.data.get("name")
        return name if isinstance(name, str) else ""

    def drew(self, name: str) -> None:
        self.conversion.places[name] = (self.diagram.id, self.block)

    def lead(self, ends: Ends, target: str) -> None:
        """Ends that go on at a step or block, drawn or not; without one the flow ends."""
        if target:
            self.conversion.leads += [
                Lead(self.topic, start, port, target, self.place) for start, port in ends
            ]

    def go_on(self) -> None:
        """The ends go on with what follows the step."""
        self.lead(self.ends, self.following)
        self.ends = []

    def exact(self, name: str = "", node: str = "") -> None:
        shown = shortened(name or self.title or self.step.id, 60)
        self.conversion.account.exact(self.kind, shown, self.place, node=node or self.first)

    def differs(self, how: str, step: str = "", name: str = "") -> None:
        shown = shortened(name or self.title or self.step.id, 60)
        self.conversion.account.approximate(
            self.kind, shown, self.place, how, step, node=self.first
        )

    def to_do(self, name: str, source: str, why: str, step: str) -> str:
        """A marked node in place of what has no counterpart; it keeps the source's words."""
        self.conversion.account.unmapped(self.kind, shortened(name, 60), self.place, why, step)
        kept = without_secrets(source, lambda _found: HIDDEN)
        note = f"{why}. {step}.\n\n{kept}".strip()
        title = f"{TO_DO}: {readable(shortened(name, 60))}"
        return self.then(f"to_do_{name}", "set", Set(), title=title, note=note)
