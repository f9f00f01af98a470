"""What an exported Dialogflow ES agent says, as values: nothing is interpreted yet."""

from msgspec import Struct, field

from engine.types.value import Value

# Written where the export names no language.
ANY_LANGUAGE = ""


class Part(Struct, frozen=True):
    """A piece of a training phrase; annotated where it has a `meta` (`@sys.date`, `@size`)."""

    text: str
    meta: str = ""
    alias: str = ""


class Phrase(Struct, frozen=True):
    """A training phrase, or (old agents) a template that holds `@entity:name`."""

    parts: tuple[Part, ...]
    template: bool = False

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


class Phrases(Struct, frozen=True):
    """The phrases of one file."""

    path: str
    language: str
    phrases: tuple[Phrase, ...]


class Parameter(Struct, frozen=True):
    """A parameter of an intent. `prompts` are asked for while it is missing."""

    name: str
    type: str = ""
    value: str = ""
    default: str = ""
    required: bool = False
    is_list: bool = False
    prompts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    extras: tuple[str, ...] = ()


class OutputContext(Struct, frozen=True):
    """A context that the intent opens for `lifespan` messages; 0 closes it."""

    name: str
    lifespan: int


class Reply(Struct, frozen=True):
    """A message as exported; `kind` is the name or number of its type."""

    kind: str
    language: str
    platform: str
    place: str
    data: dict[str, Value]


class Intent(Struct, frozen=True):
    """An intent with its phrases and its single response."""

    path: str
    id: str
    name: str
    parent: str = ""
    fallback: bool = False
    webhook: bool = False
    webhook_for_slots: bool = False
    ends: bool = False
    priority: int = 500_000
    contexts: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    action: str = ""
    resets: bool = False
    outputs: tuple[OutputContext, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    replies: tuple[Reply, ...] = ()
    phrases: tuple[Phrases, ...] = ()
    # Old and rare settings that were in use, by their names.
    extras: tuple[str, ...] = ()


class Entry(Struct, frozen=True):
    """A value of an entity and the further words for it."""

    value: str
    synonyms: tuple[str, ...] = ()


class Entries(Struct, frozen=True):
    """The values of one file."""

    path: str
    language: str
    entries: tuple[Entry, ...]


class Entity(Struct, frozen=True):
    """An entity: a map of synonyms, a list, or regular expressions."""

    path: str
    name: str
    is_list: bool = False
    is_pattern: bool = False
    expands: bool = False
    is_fuzzy: bool = False
    tables: tuple[Entries, ...] = ()


class Webhook(Struct, frozen=True):
    """The service that answers in place of the agent; header values are left behind."""

    url: str = ""
    user: bool = False
    headers: tuple[str, ...] = ()
    in_cloud_functions: bool = False


class SmallTalk(Struct, frozen=True):
    """The agent's own answers to Dialogflow's ready-made small talk, in one language."""

    path: str
    language: str
    answers: tuple[tuple[str, tuple[str, ...]], ...]


class Broken(Struct, frozen=True):
    """A file that could not be used, and why."""

    path: str
    reason: str
    kind: str = "files"
    count: int = 1


class Agent(Struct, frozen=True):
    """The whole export."""

    name: str
    description: str = ""
    language: str = "en"
    languages: tuple[str, ...] = ()
    time_zone: str = ""
    threshold: float | None = None
    webhook: Webhook = Webhook()
    intents: tuple[Intent, ...] = ()
    entities: tuple[Entity, ...] = ()
    small_talk: tuple[SmallTalk, ...] = ()
    broken: tuple[Broken, ...] = ()
    has_settings: bool = True
    # Settings in use for which there is no counterpart, and files that are not known.
    extras: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
