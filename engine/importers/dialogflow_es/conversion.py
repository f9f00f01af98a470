"""What every step of a conversion shares: the agent read, and the bot as far as it is drawn."""

from engine.importers.dialogflow_es.entities import Entities
from engine.importers.dialogflow_es.languages import Languages
from engine.importers.dialogflow_es.source import Agent, Intent
from engine.importers.dialogflow_es.texts import with_holes
from engine.importers.dialogflow_es.variables import Variables
from engine.importers.drawing import Drawing
from engine.importers.report import Account
from engine.importers.rows import Row
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Constant
from engine.types.value import Text


class Conversion:
    """The parts of a bot in the making, and the ids that its intents have got."""

    def __init__(
        self, agent: Agent, languages: Languages, entities: Entities, account: Account
    ) -> None:
        self.agent = agent
        self.languages = languages
        self.entities = entities
        self.account = account
        self.variables = Variables()
        self.drawing = Drawing((STARTUP, NOT_UNDERSTOOD))
        self.constants: dict[str, Constant] = {}
        self.secrets: list[str] = []
        # By the path of the intent's file: its node, and the topic where it is drawn.
        self.nodes: dict[str, str] = {}
        self.topic_of: dict[str, str] = {}
        # Options that lead to an intent, drawn once all intents are there.
        self.leads: list[Lead] = []

    def words(self, words: str) -> str:
        """The words with their references to parameters as holes."""
        return with_holes(words, self.variables)

    def text(self, text: Text) -> Text:
        """The same for a text in every language."""
        return {language: self.words(words) for language, words in text.items()}


class Lead:
    """An option of a node that stands for words or an event of the person."""

    def __init__(self, flow: "Flow", node: str, port: str, says: str, event: str) -> None:
        self.intent = flow.intent
        self.topic = flow.topic
        self.source = flow.source
        self.node = node
        self.port = port
        self.says = says
        self.event = event


class Flow(Row):
    """The flow of one intent while it is drawn: each node follows the ends before it."""

    def __init__(self, conversion: Conversion, topic: str, intent: Intent, entry: str) -> None:
        super().__init__(conversion.drawing, topic, intent.path, [(entry, "next")])
        self.conversion = conversion
        self.intent = intent
        self.entry = entry
        # Ends that already gave the whole answer, as after a service's own words.
        self.answered: list[tuple[str, str]] = []
        # Whether buttons are quick replies: a press says their words, and nothing waits.
        self.quick = False
