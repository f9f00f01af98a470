"""What a project of Voiceflow says, whichever version of the format wrote it."""

from msgspec import Struct, field

from engine.importers.dialogflow_es.tolerant import Mapping

# Nodes of a diagram that hold steps, by their kind.
HOLDERS = frozenset({"block", "actions", "start", "nested", "combined"})
# Nodes that only people see.
REMARKS = frozenset({"markup_text", "markup_image", "markup_video", "markupText", "markupImage"})


class SourceStep(Struct, frozen=True):
    """A step: its kind, its settings and where its ports lead.

    `ports` are those by name (`next`, `else`, `fail`, the key of a path or a button), `ways`
    those by number.
    """

    id: str
    type: str
    data: Mapping
    place: str
    ports: dict[str, str] = field(default_factory=dict)
    ways: tuple[str, ...] = ()


class Holder(Struct, frozen=True):
    """A block with its steps in order; `to` is where a start without steps leads."""

    id: str
    type: str
    name: str
    steps: tuple[str, ...]
    at: tuple[float, float] | None = None
    to: str = ""


class Diagram(Struct, frozen=True):
    """A canvas: a topic, or a component that is called."""

    id: str
    name: str
    type: str
    holders: dict[str, Holder]
    steps: dict[str, SourceStep]
    place: str

    @property
    def start(self) -> str:
        """The node that the canvas begins with."""
        return next((one.id for one in self.holders.values() if one.type == "start"), "")


class SourceIntent(Struct, frozen=True):
    """An intent, and the entities that it needs, each with the words that ask for it."""

    id: str
    name: str
    place: str
    utterances: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    required: tuple[tuple[str, str], ...] = ()


class SourceEntity(Struct, frozen=True):
    """An entity; `type` is `custom` or one of Voiceflow's, as `VF.NUMBER`."""

    id: str
    name: str
    place: str
    type: str = "custom"
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()


class SourceVariable(Struct, frozen=True):
    """A variable by the id and the name under which steps know it."""

    id: str
    name: str
    type: str = "any"
    default: str = ""


class Problem(Struct, frozen=True):
    """A part that could not be read."""

    kind: str
    name: str
    place: str
    how: str


class Export(Struct):
    """A whole project."""

    name: str
    root: str = ""
    language: str = "en"
    no_match: tuple[str, ...] = ()
    timeout_s: int = 0
    diagrams: dict[str, Diagram] = field(default_factory=dict)
    intents: dict[str, SourceIntent] = field(default_factory=dict)
    entities: dict[str, SourceEntity] = field(default_factory=dict)
    variables: dict[str, SourceVariable] = field(default_factory=dict)
    # The words of responses that steps name by their id.
    responses: dict[str, tuple[object, ...]] = field(default_factory=dict)
    functions: dict[str, Mapping] = field(default_factory=dict)
    documents: int = 0
    problems: list[Problem] = field(default_factory=list)
