"""The designer's artefact as values: a project of bots, each with topics drawn as flows."""

from typing import Literal

from msgspec import Struct, field

from engine.types.funnel import FunnelSpec
from engine.types.value import Text, Value

FORMAT = 1

# Intents that every bot has and that cannot be deleted.
STARTUP = "startup"
NOT_UNDERSTOOD = "not_understood"

ValueType = Literal["any", "text", "number", "yes_no", "date", "time", "datetime", "list", "object"]


class Node(Struct, frozen=True, omit_defaults=True):
    """A node as drawn: its kind's settings stay plain data until they are checked.

    `edges` maps a port to the id of the node it leads to. `when` is a condition: where it is
    false the node is passed by, through its first port. `pause_ms` overrides the bot's pause
    before a reply. `source` names where an importer found the node.
    """

    kind: str
    title: str = ""
    when: str = ""
    pause_ms: int | None = None
    params: dict[str, Value] = field(default_factory=dict)
    edges: dict[str, str] = field(default_factory=dict)
    note: str = ""
    source: str = ""


class Comment(Struct, frozen=True, omit_defaults=True):
    """A remark on the canvas, at (x, y), for people only."""

    text: str
    x: float = 0
    y: float = 0


class Topic(Struct, frozen=True, omit_defaults=True):
    """One canvas: a unit of content with its intents. `layout` maps a node to its (x, y)."""

    format: int = FORMAT
    title: Text = field(default_factory=dict)
    description: str = ""
    nodes: dict[str, Node] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    layout: dict[str, tuple[float, float]] = field(default_factory=dict)


class Variable(Struct, frozen=True, omit_defaults=True):
    """A variable of the conversation. `personal` data needs its reason before it is asked."""

    type: ValueType = "any"
    default: Value = None
    personal: bool = False
    description: str = ""


class Constant(Struct, frozen=True, omit_defaults=True):
    """A value for the whole bot, changed without publishing."""

    value: Value = None
    description: str = ""


class Segment(Struct, frozen=True, omit_defaults=True):
    """A group of contacts: those for whom the condition holds."""

    condition: str
    description: str = ""


class DefaultMessage(Struct, frozen=True):
    """The three steps when a message is not understood; each can be switched off.

    `question` and `none_of_these` word the offer of the first two steps; empty takes the
    built-in words of the language.
    """

    related_topic: bool = True
    related_intents: bool = True
    not_understood: bool = True
    question: Text = field(default_factory=dict)
    none_of_these: Text = field(default_factory=dict)


class Site(Struct, frozen=True, omit_defaults=True):
    """A website that `search` nodes look through: by its sitemap, or by a search service
    whose address holds `{query}`."""

    sitemap: str = ""
    service: str = ""
    secret: str = ""
    refresh_h: int = 24


class Mail(Struct, frozen=True, omit_defaults=True):
    """The company's mail account; user and password are names of secrets."""

    host: str = ""
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    sender: str = ""
    user: str = ""
    password: str = ""


class CodeAction(Struct, frozen=True, omit_defaults=True):
    """The customer's Python: a function `run(**inputs) -> dict` in `actions/NAME.py`."""

    source: str
    name: str = ""


class EntityTable(Struct, frozen=True, omit_defaults=True):
    """A table of the business. The first column is the key, unique, and what is matched;
    a column named `synonyms` holds further names, separated by `;`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    file: str = ""


class Bot(Struct, frozen=True):
    """A bot: settings, topics, tables, actions. The first language is its own."""

    format: int = FORMAT
    id: str = ""
    name: str = ""
    description: str = ""
    expertise: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    language_detection: Literal["every", "first", "off"] = "every"
    time_zone: str = "UTC"
    pause_ms: int = 0
    session_timeout_s: int = 86_400
    default_message: DefaultMessage = DefaultMessage()
    variables: dict[str, Variable] = field(default_factory=dict)
    fields: dict[str, Variable] = field(default_factory=dict)
    constants: dict[str, Constant] = field(default_factory=dict)
    segments: dict[str, Segment] = field(default_factory=dict)
    queues: tuple[str, ...] = ("default",)
    sites: dict[str, Site] = field(default_factory=dict)
    mail: Mail = Mail()
    secrets: tuple[str, ...] = ()
    channels: tuple[str, ...] = ("webchat",)
    limits: dict[str, int] = field(default_factory=dict)
    # Rules of writing advice by name; false switches one off.
    advice: dict[str, bool] = field(default_factory=dict)
    # The nodes by ids that they had before, under which history knows them.
    former_nodes: dict[str, str] = field(default_factory=dict)
    # Warnings of the check that were looked at and let be: code and place.
    accepted_warnings: tuple[str, ...] = ()
    topics: dict[str, Topic] = field(default_factory=dict)
    entities: dict[str, EntityTable] = field(default_factory=dict)
    actions: dict[str, CodeAction] = field(default_factory=dict)
    # The text of nlu.toml; empty takes the default pipeline.
    nlu: str = ""
    # Conversation tests by file name: the text of each .chat file.
    tests: dict[str, str] = field(default_factory=dict)
    # What is counted of its conversations, by file name.
    funnels: dict[str, FunnelSpec] = field(default_factory=dict)


class Routing(Struct, frozen=True):
    """The flow manager's settings: who greets, and when a conversation may change bots."""

    first: str = ""
    by_language: bool = True
    by_expertise: bool = True
    change_bot: bool = True


class Project(Struct, frozen=True):
    """One bot or several under a flow manager. A lone bot's folder is a project too.

    `folders` says where a bot lies, relative to the project, if not in `bots/ID`. `tests`
    are conversations with the project as a whole, by file name.
    """

    format: int = FORMAT
    name: str = ""
    routing: Routing = Routing()
    folders: dict[str, str] = field(default_factory=dict)
    bots: dict[str, Bot] = field(default_factory=dict)
    tests: dict[str, str] = field(default_factory=dict)
