"""What every step of a conversion shares: the training data, and the bot as far as it is drawn."""

from collections import Counter

from engine.importers.drawing import Drawing
from engine.importers.rasa.decide import Decision
from engine.importers.rasa.marking import unmarked_values
from engine.importers.rasa.programs import Act
from engine.importers.rasa.python import Known
from engine.importers.rasa.source import Response, Training
from engine.importers.rasa.texts import quoted
from engine.importers.rasa.turns import Op, Turn
from engine.importers.rasa.variables import Variables
from engine.importers.report import Account
from engine.importers.rows import Row
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Constant, EntityTable
from engine.types.value import Text


class Conversion:
    """The parts of a bot in the making, and the ids that its parts have got."""

    def __init__(self, training: Training, language: str) -> None:
        self.training = training
        self.language = language
        self.account = Account()
        self.variables = Variables(training)
        self.drawing = Drawing((STARTUP, NOT_UNDERSTOOD))
        self.constants: dict[str, Constant] = {}
        self.tables: dict[str, EntityTable] = {}
        self.turns: dict[str, list[Turn]] = {}
        self.decisions: dict[str, Decision] = {}
        self.submits: dict[str, tuple[Op, ...]] = {}
        # How far back actions and intents are remembered.
        self.depth: dict[str, int] = {}
        self.loops_count = False
        # Entities by the name under which a message gives them.
        self.found: dict[str, str] = {}
        # Regular expressions by entity; by entity and role the words that stand before it.
        self.patterns: dict[str, str] = {}
        self.roles: dict[tuple[str, str], tuple[str, ...]] = {}
        # Ids by name in Rasa: intents' nodes and topics; forms, actions and shared responses.
        self.intents: dict[str, str] = {}
        self.topic_of: dict[str, str] = {}
        self.forms: dict[str, str] = {}
        self.actions: dict[str, str] = {}
        self.calm: dict[str, str] = {}
        # The customer's actions that could be read: what they do, and their first nodes.
        self.acts: dict[str, tuple[Act, ...]] = {}
        self.programs: dict[str, str] = {}
        self.shared: dict[str, str] = {}
        self.uses: Counter[str] = Counter()
        self.drawn: set[str] = set()
        # Slots that stories see set after a custom action.
        self.sets: dict[str, dict[str, None]] = {}
        # By intent: the node after its own. By node: the condition without which it is passed by.
        self.heads: dict[str, str] = {}
        self.guards: dict[str, str] = {}
        # Buttons that lead to an intent, drawn once all intents are there.
        self.leads: list[Lead] = []

    @property
    def known(self) -> Known:
        """What the names in the customer's programs are here."""
        return Known(self.variables.slot, self.found)

    def text(self, words: str) -> Text:
        """Words in the bot's language."""
        return {self.language: words}

    def response(self, action: str) -> Response | None:
        """The response of an action, also as older versions name it."""
        responses = self.training.responses
        return responses.get(action) or responses.get(f"utter_{action}")

    def named(self, intent: str, entity: str) -> str:
        """The condition that a message of an intent names an entity."""
        name = self.found.get(entity, "")
        if pattern := self.patterns.get(entity):
            return f'first_match(message.text, {quoted(pattern)}) != ""'
        known = f"has(entities.{name})"
        table, own = self.tables.get(name), self.training.understood.get(intent)
        passed = unmarked_values(own.examples, entity, table) if own and table else ()
        if not passed:
            return known
        listed = ", ".join(quoted(one) for one in passed)
        return f"{known} && !(entities.{name} in [{listed}])"

    def subs(self, intent: str) -> list[str]:
        """The intents below a retrieval intent, `faq/hours` below `faq`."""
        return [name for name in self.intents if name.startswith(f"{intent}/")]


class Lead:
    """An option that stands for an intent with entities."""

    def __init__(
        self, flow: "Flow", node: str, port: str, intent: str, entities: dict[str, object]
    ) -> None:
        self.topic = flow.topic
        self.source = flow.source
        self.node = node
        self.port = port
        self.intent = intent
        self.entities = entities


class Flow(Row):
    """A flow while it is drawn: each node follows the ends before it."""

    def __init__(
        self, conversion: Conversion, topic: str, source: str, ends: list[tuple[str, str]]
    ) -> None:
        super().__init__(conversion.drawing, topic, source, ends)
        self.conversion = conversion

    def fork(self, *ends: tuple[str, str]) -> "Flow":
        """Another way on from some ends."""
        return Flow(self.conversion, self.topic, self.source, list(ends))
