"""What a node kind is: settings, ports, and what happens when a conversation visits it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, Protocol, Self

from msgspec import Struct

from engine.nodes.fields import Params
from engine.types.bot import EntityTable
from engine.types.effect import Effect, HandOff
from engine.types.event import Contact, Event
from engine.types.issue import Severity
from engine.types.limits import Limits
from engine.types.message import Message
from engine.types.state import Mode
from engine.types.value import Text, Value

NEXT = "next"


class Rating(Struct, frozen=True, gc=False):
    """What the person gave on a scale, under the name of the question."""

    name: str
    score: float
    least: int
    most: int


class Changes(Struct, frozen=True, gc=False):
    """What a node changes in the state besides variables. `handed_over` and `rating` only leave
    a record in history."""

    fields: Mapping[str, Value] | None = None
    tags: tuple[str, ...] = ()
    untags: tuple[str, ...] = ()
    language: str = ""
    mode: Mode | None = None
    muted_until_us: int = 0
    bot: str = ""
    handed_over: HandOff | None = None
    rating: Rating | None = None


class Leave(Struct, frozen=True, gc=False):
    """Go on through a port. A port without an edge ends the flow (or returns from a call).

    With `again`, the node is resumed with this memory when the flow behind the port ends.
    """

    port: str = NEXT
    effects: tuple[Effect, ...] = ()
    variables: Mapping[str, Value] | None = None
    changes: Changes | None = None
    again: dict[str, Value] | None = None


class Stay(Struct, frozen=True, gc=False):
    """Wait at this node for the next event; `memory` is handed back to `resume`."""

    effects: tuple[Effect, ...] = ()
    memory: dict[str, Value] | None = None
    changes: Changes | None = None


class Jump(Struct, frozen=True, gc=False):
    """Go on at another node, wherever it is drawn. With `back`, return here when it ends: with a
    `memory`, by way of `resume`, else through the port `next`."""

    target: str
    effects: tuple[Effect, ...] = ()
    back: bool = False
    variables: Mapping[str, Value] | None = None
    memory: dict[str, Value] | None = None


class GiveWay(Struct, frozen=True, gc=False):
    """What the node would do with the event, unless a trigger claims it first.

    `to` says which triggers may: `exact` ones (buttons, exact phrases, patterns, keywords) or
    `any` (the classifier too); `allowed` which intents (empty: all). With `back` the
    conversation returns to this node when the interruption ends. With `default_message`, what
    nobody claims is answered by the bot's default message, if that has an answer.
    """

    otherwise: "Leave | Stay | End"
    to: Literal["exact", "any"] = "any"
    allowed: tuple[str, ...] = ()
    back: bool = False
    default_message: bool = False


class Restart(Struct, frozen=True):
    """Sent to a node's `resume` when an interruption ended: ask again, as the node sees fit."""

    t_us: int


class End(Struct, frozen=True, gc=False):
    """The flow ends here, whatever is on the stack when `all` is set."""

    effects: tuple[Effect, ...] = ()
    changes: Changes | None = None
    all: bool = False


class Unwind(Struct, frozen=True, gc=False):
    """The flow ends here, with more of what would be gone back to.

    `what` is `element` (back to the innermost loop), `loop` (and out of it), `visit` (back to
    the nearest call, or to that of one of the nodes in `of`), `interrupted` (past the question
    that was interrupted) or `all`. With a `target` the conversation goes on there: within the
    visit, or with nothing to go back to.
    """

    what: Literal["element", "loop", "visit", "interrupted", "all"]
    of: tuple[str, ...] = ()
    target: str = ""


Outcome = Leave | Stay | Jump | GiveWay | End | Unwind


class Context(Protocol):
    """What a node may know of the conversation: everything is the state's or the event's."""

    @property
    def node(self) -> str:
        """The id of the node."""

    @property
    def memory(self) -> Mapping[str, Value]:
        """What the node kept when it began to wait."""

    @property
    def language(self) -> str:
        """The language in which the conversation goes on."""

    @property
    def time_zone(self) -> str:
        """The bot's time zone."""

    @property
    def now_us(self) -> int:
        """When the event happened."""

    @property
    def limits(self) -> Limits:
        """The bot's limits."""

    @property
    def contact(self) -> Contact:
        """The person."""

    @property
    def bot(self) -> str:
        """The bot's id."""

    def text(self, text: Text) -> str:
        """The text in the conversation's language, holes filled."""

    def fill(self, template: str) -> str:
        """The template with its holes filled."""

    def value(self, expression: str) -> Value:
        """The expression's value; None, with a warning in history, where a name is missing."""

    def test(self, condition: str) -> bool:
        """Whether the condition holds; a missing name makes it false, with a warning."""

    def variable(self, name: str) -> Value:
        """A variable as it stands, None where unset."""

    def draw(self) -> float:
        """The next number of the conversation's seeded chance, in [0, 1)."""

    def key(self) -> str:
        """A name for an effect, unique in the conversation, the same when replayed."""

    def token(self) -> int:
        """The number of the next timer; older ones are stale."""

    def send(self, message: Message) -> Effect:
        """The message as an effect, with the pause that is due before it."""

    def table(self, name: str) -> EntityTable:
        """An entity table of the bot."""

    def source(self, action: str) -> str:
        """The source of a code action."""

    def warn(self, code: str, text: str) -> None:
        """A warning for history, at this node."""

    def with_names(self, **names: Value) -> Self:
        """The same conversation with further names for expressions, such as `answer`."""


class Finding(Struct, frozen=True):
    """What a kind's own check found: a path in its params, what is wrong, and what to do."""

    code: str
    path: str
    message: str
    remedy: str
    severity: Severity = "error"


def no_words(_params: object) -> Mapping[str, Text]:
    """Most kinds have no button that counts as words."""
    return {}


def only_next(_params: object) -> tuple[str, ...]:
    """The ports of most kinds."""
    return (NEXT,)


class Kind(Struct, frozen=True):
    """A node kind. `Any` below: each kind's functions take that kind's own params, which a
    table of all kinds cannot say.

    `group` is the palette's section: say, ask, decide, remember, connect or people.
    """

    name: str
    params: type[Params]
    group: str
    title: Text
    enter: Callable[[Any, Context], Outcome]
    ports: Callable[[Any], tuple[str, ...]] = only_next
    resume: Callable[[Any, Context, Event | Restart], Outcome] | None = None
    # The buttons whose press counts as writing something, by the id of the option.
    words: Callable[[Any], Mapping[str, Text]] = no_words
    check: Callable[[Any, Limits], Iterable[Finding]] | None = None
    # Where the node waits for the person, a loop through it is not endless.
    waits: bool = False
    icon: str = ""
