"""A bot on the check's table: params decoded as far as they go, and the names in sight."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, ValidationError, convert, field, structs

from engine.expressions import PREDEFINED_TYPES
from engine.nodes import KINDS
from engine.nodes.fields import Params
from engine.nodes.graph import graph
from engine.nodes.protocol import NEXT, Kind
from engine.nodes.roles import walk
from engine.project.decode import Fault, decode
from engine.types.bot import Bot, Constant, Node, Project
from engine.types.issue import Issue, Location, Severity
from engine.types.limits import LIMITS, Limits


class Use(Struct, frozen=True):
    """A setting with a role (see `engine.nodes.fields`), not empty."""

    path: str
    role: str
    # A text by language, or one for all of them under "".
    by_language: dict[str, str]

    @property
    def value(self) -> str:
        """The one text of a setting that is not by language."""
        return self.by_language.get("", "")

    @property
    def texts(self) -> tuple[str, ...]:
        """The text in every language that it has."""
        return tuple(self.by_language.values())

    @property
    def field(self) -> str:
        """The field of the params in which it is."""
        return re.split(r"[.\[]", self.path, maxsplit=1)[0]


class DraftNode(Struct, frozen=True):
    """A node as drawn, with what could be made of its settings."""

    id: str
    topic: str
    bot: str
    node: Node
    kind: Kind | None = None
    params: Params | None = None
    faults: tuple[Fault, ...] = ()
    ports: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it waits for the person, with the settings that it has."""
        if self.kind is None or not self.kind.waits:
            return False
        shows_place = bool(getattr(self.params, "latitude", ""))
        only_shows = self.node.kind == "carousel" and self.ports == (NEXT,)
        return not (shows_place or only_shows)

    def issue(
        self, code: str, path: str, message: str, remedy: str, severity: Severity = "error"
    ) -> Issue:
        """A finding at this node."""
        place = Location(
            bot=self.bot,
            file=f"topics/{self.topic}.flow.json",
            topic=self.topic,
            node=self.id,
            path=path,
        )
        return Issue(code, severity, message, remedy, place)


class Draft(Struct, frozen=True):
    """A bot to be checked. `ways` is its graph, `types` the type of each name in sight."""

    bot: Bot
    project: Project
    limits: Limits
    nodes: dict[str, DraftNode]
    ways: dict[str, tuple[str, ...]]
    types: dict[str, str]
    # The nodes that set each variable.
    setters: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def issue(
        self, code: str, path: str, message: str, remedy: str, severity: Severity = "error"
    ) -> Issue:
        """A finding in the bot's settings."""
        return Issue(code, severity, message, remedy, Location(self.bot.id, "bot.json", path=path))


def draft(bot: Bot, project: Project) -> Draft:
    """The bot made ready for the checks."""
    nodes = {
        id_: draft_node(bot.id, name, id_, node)
        for name, topic in sorted(bot.topics.items())
        for id_, node in sorted(topic.nodes.items())
    }
    setters = _setters(nodes.values())
    return Draft(
        bot=bot,
        project=project,
        limits=_limits(bot),
        nodes=nodes,
        ways=graph(bot),
        types=_types(bot, setters),
        setters=setters,
    )


def draft_node(bot: str, topic: str, id_: str, node: Node) -> DraftNode:
    """A node with what can be made of its settings, whatever is wrong with them."""
    drawn = DraftNode(id_, topic, bot, node, KINDS.get(node.kind))
    if drawn.kind is None:
        return drawn
    params, faults = _params(drawn.kind, node.params)
    if params is None:
        return structs.replace(drawn, faults=faults)
    return structs.replace(
        drawn,
        params=params,
        faults=faults,
        ports=drawn.kind.ports(params),
        uses=tuple(_use(*found) for found in walk(params)),
    )


def value_type(value: object) -> str:
    """The type of a plain value, as variables have types."""
    if isinstance(value, bool):
        return "yes_no"
    for kind, name in ((int | float, "number"), (str, "text"), (list, "list"), (dict, "object")):
        if isinstance(value, kind):
            return name
    return "any"


# `Any`: what a setting holds depends on its role; roles say either a text or texts by language.
def _use(path: str, role: str, value: Any) -> Use:
    return Use(path, role, value if isinstance(value, dict) else {"": str(value)})


# `Any`: params as drawn, of any shape.
def _params(kind: Kind, raw: dict[str, Any]) -> tuple[Params | None, tuple[Fault, ...]]:
    try:
        return convert(raw, kind.params), ()
    except ValidationError:
        params, faults = decode(kind.params, raw)
        return params, tuple(faults)


def _limits(bot: Bot) -> Limits:
    known = {name: value for name, value in bot.limits.items() if hasattr(LIMITS, name)}
    return structs.replace(LIMITS, **known)


def _setters(nodes: Iterable[DraftNode]) -> dict[str, tuple[str, ...]]:
    setters: dict[str, list[str]] = {}
    for node in nodes:
        for use in node.uses:
            if use.role == "sets" and use.value and node.id not in setters.get(use.value, ()):
                setters.setdefault(use.value, []).append(node.id)
    return {name: tuple(ids) for name, ids in setters.items()}


def _types(bot: Bot, setters: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Later lines win, as variables come before constants and those before predefined names."""
    constants: dict[str, Constant] = bot.constants
    return {
        **PREDEFINED_TYPES,
        **{f"contact.{name}": known.type for name, known in bot.fields.items()},
        **{name: value_type(constant.value) for name, constant in constants.items()},
        **dict.fromkeys(setters, "any"),
        **{name: known.type for name, known in bot.variables.items()},
    }
