"""Everything that is remembered of one conversation between two turns."""

from typing import Literal

from msgspec import Struct, field

from engine.types.event import Contact, Happened, Said
from engine.types.value import Value

STATE_VERSION = 1

Mode = Literal["bot", "human", "muted", "ended"]


class Frame(Struct, frozen=True, gc=False, array_like=True):
    """A place to return to. `why` is `call` (leave the node by its port `next`),
    `interruption` (ask the node's question again) or `loop` (take the next element)."""

    node: str
    why: str
    memory: dict[str, Value] = field(default_factory=dict)


class Offer(Struct, frozen=True, gc=False, array_like=True):
    """A button that was shown and that a typed answer may still choose: its id and label."""

    choice: str
    label: str


class Planned(Struct, frozen=True, gc=False, array_like=True):
    """An event that is to happen: when, by which timer, and what it tells."""

    due_us: int
    token: int
    data: dict[str, Value] = field(default_factory=dict)


class State(Struct, array_like=True):
    """The state of a conversation. Only ever extended at the end: older blobs must decode.

    A value like the others, though not frozen: the interpreter fills in a copy of its own,
    which is what makes a turn quick. Nobody else changes one.

    `at` is the node that waits for something ("" when none does) and `memory` what that
    node keeps meanwhile. `token` numbers the latest timer, so that older ones are stale.
    `seed` is the state of the generator of chance. `turn` and `session` count from 1.
    `idle_token` and `idle_step` say which inactivity timer runs; `heard` counts the person's
    messages of the session. `agents` is how many people could take the conversation when the
    person was last heard. `planned` are events to come, by name. In mode `ended` the next event
    of the person opens a new session. `heard_us` is when the person last said something, in any
    session; whoever calls `step` keeps it. `unvisited` is a session in which no node was visited.
    """

    version: int = STATE_VERSION
    bot: str = ""
    at: str = ""
    memory: dict[str, Value] = field(default_factory=dict)
    variables: dict[str, Value] = field(default_factory=dict)
    language: str = ""
    turn: int = 0
    session: int = 0
    t_us: int = 0
    seed: int = 0
    token: int = 0
    mode: Mode = "bot"
    topic: str = ""
    offers: tuple[Offer, ...] = ()
    stack: tuple[Frame, ...] = ()
    fields: dict[str, Value] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    contact: Contact = Contact()
    channel: str = ""
    deferred: tuple[Said | Happened, ...] = ()
    muted_until_us: int = 0
    idle_token: int = 0
    idle_step: int = 0
    heard: int = 0
    agents: int = 0
    planned: dict[str, Planned] = field(default_factory=dict)
    heard_us: int = 0
    unvisited: bool = False


class Record(Struct, frozen=True, gc=False, omit_defaults=True):
    """One row of history's table of events, before the runtime adds who, where and when."""

    kind: str
    node: str = ""
    topic: str = ""
    port: str = ""
    intent: str = ""
    confidence: float = 0.0
    name: str = ""
    data: Value = None
