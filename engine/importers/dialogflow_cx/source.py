"""What an exported Dialogflow CX agent says, as values: nothing is interpreted yet."""

from msgspec import Struct, field

from engine.importers.dialogflow_es.source import Agent as Language
from engine.importers.dialogflow_es.source import Broken, Reply
from engine.types.value import Value


class Preset(Struct, frozen=True):
    """A parameter that gets a value; null takes it away."""

    parameter: str
    value: Value


class Case(Struct, frozen=True):
    """What is said where a condition holds (empty: always); cases may lie within."""

    condition: str
    replies: tuple[Reply, ...] = ()
    inner: tuple[tuple["Case", ...], ...] = ()
    place: str = ""


class Fulfilment(Struct, frozen=True):
    """What is said and done at a place."""

    place: str
    presets: tuple[Preset, ...] = ()
    replies: tuple[Reply, ...] = ()
    cases: tuple[tuple[Case, ...], ...] = ()
    webhook: str = ""
    tag: str = ""
    generators: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.presets or self.replies or self.cases or self.webhook)


class Route(Struct, frozen=True):
    """Where a message or a condition leads; without a target the page stays."""

    place: str
    intent: str = ""
    condition: str = ""
    fulfilment: Fulfilment = Fulfilment("")
    page: str = ""
    flow: str = ""
    playbook: str = ""

    @property
    def has_target(self) -> bool:
        return bool(self.page or self.flow or self.playbook)


class Handler(Struct, frozen=True):
    """What happens at an event."""

    place: str
    event: str
    fulfilment: Fulfilment = Fulfilment("")
    page: str = ""
    flow: str = ""
    playbook: str = ""

    @property
    def has_target(self) -> bool:
        return bool(self.page or self.flow or self.playbook)


class Parameter(Struct, frozen=True):
    """A form's parameter: its prompt, and what is said to an answer that is none."""

    place: str
    name: str
    type: str
    required: bool
    is_list: bool
    default: Value
    redact: bool
    prompt: Fulfilment
    handlers: tuple[Handler, ...] = ()
    extras: tuple[str, ...] = ()


class Page(Struct, frozen=True):
    """A page; a flow's start page has the flow's routes and no entry."""

    path: str
    name: str
    entry: Fulfilment
    parameters: tuple[Parameter, ...] = ()
    routes: tuple[Route, ...] = ()
    groups: tuple[str, ...] = ()
    handlers: tuple[Handler, ...] = ()
    extras: tuple[str, ...] = ()
    description: str = ""
    # The last part of its address at Dialogflow, by which services name it.
    uid: str = ""


class Group(Struct, frozen=True):
    """Routes that several pages share."""

    path: str
    name: str
    routes: tuple[Route, ...]


class Flow(Struct, frozen=True):
    """A flow: its start page, and its pages by name."""

    path: str
    name: str
    start: Page
    pages: tuple[Page, ...] = ()
    groups: dict[str, Group] = field(default_factory=dict)
    extras: tuple[str, ...] = ()
    description: str = ""


class Webhook(Struct, frozen=True):
    """A service: a standard one is sent Dialogflow's request, a flexible one its own."""

    path: str
    name: str
    url: str = ""
    timeout_s: float = 5.0
    is_flexible: bool = False
    method: str = "POST"
    body: str = ""
    mapping: dict[str, str] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    is_disabled: bool = False


class Turn(Struct, frozen=True):
    """One exchange of a test case."""

    text: str = ""
    event: str = ""
    dtmf: str = ""
    injected: dict[str, Value] = field(default_factory=dict)
    answers: tuple[str, ...] = ()
    intent: str = ""
    page: str = ""


class TestCase(Struct, frozen=True):
    """A conversation that is expected."""

    __test__ = False

    path: str
    name: str
    turns: tuple[Turn, ...]
    language: str = ""
    # Where it begins, if not at the agent's start.
    flow: str = ""
    page: str = ""


class Kept(Struct, frozen=True):
    """A part of the export for which there is no counterpart, as text for people."""

    path: str
    kind: str
    name: str
    words: str


class Agent(Struct, frozen=True):
    """The whole export; `language` holds intents and entities as in Dialogflow ES."""

    language: Language
    start: str
    flows: tuple[Flow, ...]
    groups: dict[str, Group] = field(default_factory=dict)
    webhooks: dict[str, Webhook] = field(default_factory=dict)
    tests: tuple[TestCase, ...] = ()
    kept: tuple[Kept, ...] = ()
    broken: tuple[Broken, ...] = ()
    extras: tuple[str, ...] = ()
    # All flows as they were written, in which references can be found.
    text: str = ""
