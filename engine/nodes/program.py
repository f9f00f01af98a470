"""A bot made ready for stepping: params decoded, conditions compiled, triggers indexed."""

from collections.abc import Mapping
from typing import Any, Protocol

from msgspec import Struct

from engine.expressions import Expression
from engine.nodes.fields import Params
from engine.nodes.protocol import Kind
from engine.types.bot import DefaultMessage, EntityTable
from engine.types.limits import Limits
from engine.types.value import Text, Value


class Pattern(Protocol):
    """A compiled RE2 expression: linear time whatever the message."""

    def search(self, text: str) -> Any:
        """A match, or None. (`Any`: re2 publishes no types.)"""


class ProgramNode(Struct, frozen=True):
    """A node with its settings decoded. `first` is the port taken where `when` is false.

    `buttons` are the ports that a button leads to, each with the condition under which it is
    shown, empty for always. `words` are what a press of its other buttons counts as writing.
    """

    id: str
    topic: str
    kind: Kind
    params: Params
    edges: Mapping[str, str]
    first: str
    when: Expression | None = None
    pause_ms: int | None = None
    buttons: Mapping[str, str] = {}
    words: Mapping[str, Text] = {}


class Triggers(Struct, frozen=True):
    """What brings a message to an intent without the classifier.

    `exact` maps a folded phrase to intents; `guards` holds the condition of an intent that
    has other triggers too; `inactivity` is sorted by seconds.
    """

    exact: Mapping[str, tuple[str, ...]]
    patterns: tuple[tuple[Pattern, str], ...]
    conditions: tuple[tuple[Expression, str], ...]
    events: Mapping[str, tuple[str, ...]]
    inactivity: tuple[tuple[int, str], ...]
    guards: Mapping[str, Expression]


class Program(Struct, frozen=True):
    """One bot, compiled. `labels` names the intents that may be suggested to people."""

    id: str
    name: str
    languages: tuple[str, ...]
    language_detection: str
    time_zone: str
    pause_ms: int
    session_timeout_s: int
    default_message: DefaultMessage
    variables: Mapping[str, Value]
    constants: Mapping[str, Value]
    nodes: Mapping[str, ProgramNode]
    triggers: Triggers
    labels: Mapping[str, Text]
    tables: Mapping[str, EntityTable]
    actions: Mapping[str, str]
    limits: Limits
