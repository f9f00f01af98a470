"""What an export holds, as values: flows with their nodes, triggers, campaigns, groups."""

from msgspec import Struct, field

from engine.importers.dialogflow_es.tolerant import Mapping
from engine.types.value import Value

Localization = dict[str, dict[str, dict[str, tuple[str, ...]]]]


class Case(Struct, frozen=True):
    """A test of a router, and the category that it leads to."""

    uuid: str
    kind: str
    arguments: tuple[str, ...]
    category: str


class Category(Struct, frozen=True):
    """A way out of a router; `exit` is the uuid of the node's exit."""

    uuid: str
    name: str
    exit: str


class Router(Struct, frozen=True):
    """How a node chooses its exit. `wait` is `msg`, `dial` or nothing."""

    kind: str
    operand: str = ""
    result: str = ""
    cases: tuple[Case, ...] = ()
    categories: tuple[Category, ...] = ()
    default: str = ""
    wait: str = ""
    hint: str = ""
    timeout_s: int = 0
    timeout_category: str = ""

    def category(self, uuid: str) -> Category | None:
        return next((one for one in self.categories if one.uuid == uuid), None)


class SourceNode(Struct, frozen=True):
    """A node; `exits` maps each exit to the node that it leads to, or to nothing."""

    uuid: str
    actions: tuple[Mapping, ...]
    router: Router | None
    exits: dict[str, str]

    def only_exit(self) -> str:
        """Where a node without a router leads."""
        return next(iter(self.exits.values()), "")


class Flow(Struct, frozen=True):
    """A flow of any age, in the shape of the present one. `legacy` marks the older
    expressions; `keywords` are those that Glific keeps beside a flow."""

    uuid: str
    name: str
    file: str
    language: str
    kind: str
    expire_s: int
    ignores_triggers: bool
    nodes: tuple[SourceNode, ...]
    localization: Localization
    places: dict[str, tuple[float, float]]
    remarks: tuple[tuple[str, float, float], ...] = ()
    keywords: tuple[str, ...] = ()
    legacy: bool = False

    def waits_first(self) -> bool:
        """Whether the flow waits for a message before it does anything."""
        first = self.nodes[0] if self.nodes else None
        return bool(first and not first.actions and first.router and first.router.wait)

    def expires(self) -> bool:
        """Whether the flow can be left without an answer for so long that it is over."""
        return self.expire_s > 0 and any(node.router and node.router.wait for node in self.nodes)


class Trigger(Struct, frozen=True):
    """What starts a flow: K keyword, C any message, N first message, S schedule, ...

    `groups` are for whom it is, `excluded` for whom it is not; `when` says a schedule in words.
    """

    kind: str
    keywords: tuple[str, ...]
    first_word: bool
    flow: str
    groups: tuple[str, ...]
    place: str
    excluded: tuple[str, ...] = ()
    when: str = ""
    referrer: str = ""
    channel: str = ""


class CampaignEvent(Struct, frozen=True):
    """A flow or a message, so long after a date of the contact.

    `hour` is that of the day at which it is due, -1 where any will do. `mode` says what it does
    to a flow that goes on: I interrupts it, S skips the event, P leaves it as it is.
    """

    campaign: str
    group: str
    flow: str
    message: dict[str, str]
    offset: int
    unit: str
    field: str
    place: str
    hour: int = -1
    mode: str = "I"


class Group(Struct, frozen=True):
    """A group of contacts; with a query its members are found, not chosen."""

    uuid: str
    name: str
    query: str


class Problem(Struct, frozen=True):
    """What is broken in the export, and was repaired or left out."""

    kind: str
    name: str
    place: str
    how: str
    next_step: str
    lost: bool = False
    count: int = 1


class Export(Struct):
    """Everything that the files hold; filled while they are read."""

    name: str
    flows: list[Flow] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)
    campaigns: list[CampaignEvent] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    # Values of the workspace by their keys, where an export has them.
    globals: dict[str, str] = field(default_factory=dict)
    runs: list[tuple[str, Mapping]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # What the expected runs say of their workspace: date format, languages, time zone.
    environment: dict[str, Value] = field(default_factory=dict)

    def flow(self, uuid: str, name: str = "") -> Flow | None:
        """The flow by its uuid, else by its name."""
        by_uuid = next((one for one in self.flows if uuid and one.uuid == uuid), None)
        return by_uuid or next((one for one in self.flows if name and one.name == name), None)
