"""What an export of Botpress v12 says, part by part."""

from msgspec import Struct, field

from engine.importers.dialogflow_es.tolerant import Mapping

# Where a transition leads besides a node of its flow.
END = "END"
FLOW = ".flow.json"
SKILLS = "skills/"


class Transition(Struct, frozen=True):
    """A way out of a node: taken where its condition, JavaScript, holds."""

    condition: str
    to: str


class SourceNode(Struct, frozen=True):
    """A node of a flow. `receive` is None where it does not wait for a message."""

    id: str
    name: str
    type: str = "standard"
    enter: tuple[str, ...] = ()
    receive: tuple[str, ...] | None = None
    ways: tuple[Transition, ...] = ()
    skill: str = ""
    flow: str = ""
    timeout: str = ""
    content: Mapping = field(default_factory=dict)
    conditions: tuple[Mapping, ...] = ()


class Flow(Struct, frozen=True):
    """A flow by its name without `.flow.json`; `catch_` is what holds at all of its nodes."""

    name: str
    file: str
    start: str
    nodes: tuple[SourceNode, ...]
    catch_ways: tuple[Transition, ...] = ()
    catch_receive: tuple[str, ...] = ()
    timeout: str = ""
    skill: Mapping = field(default_factory=dict)
    places: dict[str, tuple[float, float]] = field(default_factory=dict)

    def node(self, name: str) -> SourceNode | None:
        """The node of a name."""
        return next((one for one in self.nodes if one.name == name), None)


class Content(Struct, frozen=True):
    """An element of content: `data` has its settings, those of a language as `text$en`."""

    id: str
    type: str
    place: str
    data: Mapping


class SourceIntent(Struct, frozen=True):
    """What people may mean, by language how they say it; slots with the entities that fill them."""

    name: str
    place: str
    utterances: dict[str, tuple[str, ...]]
    slots: tuple[tuple[str, tuple[str, ...]], ...] = ()
    contexts: tuple[str, ...] = ()


class Entity(Struct, frozen=True):
    """A list with synonyms, or a pattern."""

    name: str
    place: str
    type: str
    pattern: str = ""
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fuzzy: float = 0
    match_case: bool = False
    sensitive: bool = False


class Question(Struct, frozen=True):
    """A question with its answers; `action` may redirect too."""

    id: str
    place: str
    questions: dict[str, tuple[str, ...]]
    answers: dict[str, tuple[str, ...]]
    contents: tuple[Mapping, ...] = ()
    action: str = "text"
    flow: str = ""
    node: str = ""
    enabled: bool = True
    contexts: tuple[str, ...] = ()


class Script(Struct, frozen=True):
    """JavaScript of the bot: an action by its name, a hook or a library."""

    name: str
    place: str
    text: str


class Expected(Struct, frozen=True):
    """A test of understanding: what is said, and the intent that it must be understood as."""

    said: str
    intent: str
    place: str


class Problem(Struct, frozen=True):
    """A file or a part that could not be read, or that an export should not have."""

    kind: str
    name: str
    place: str
    how: str


class SourceBot(Struct):
    """One bot of an export."""

    id: str
    folder: str
    name: str = ""
    description: str = ""
    language: str = "en"
    languages: tuple[str, ...] = ()
    timeout_s: int = 120
    session_timeout_s: int = 1800
    flows: dict[str, Flow] = field(default_factory=dict)
    contents: dict[str, Content] = field(default_factory=dict)
    intents: dict[str, SourceIntent] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    actions: dict[str, Script] = field(default_factory=dict)
    hooks: list[Script] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Export(Struct):
    """The bots of an export, and the actions and hooks that they share."""

    name: str
    bots: list[SourceBot] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
