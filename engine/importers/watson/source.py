"""A skill as Watson Assistant exports it: what it understands, and its tree of dialog nodes."""

from msgspec import Struct, field

from engine.importers.dialogflow_es.tolerant import Mapping
from engine.types.value import Value


class Understood(Struct, frozen=True):
    """An intent and its examples."""

    name: str
    examples: tuple[str, ...] = ()
    description: str = ""


class Meaning(Struct, frozen=True):
    """A value of an entity: by its synonyms, or by patterns."""

    name: str
    synonyms: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


class Kind(Struct, frozen=True):
    """An entity; those of the system, `sys-`, have no values of their own."""

    name: str
    values: tuple[Meaning, ...] = ()
    fuzzy: bool = False


class Step(Struct, frozen=True):
    """What comes after a node: `behavior` as jump_to, `selector` as condition, body, user_input."""

    behavior: str = ""
    selector: str = ""
    target: str = ""


class DialogNode(Struct, frozen=True):
    """A node of the tree, with what it says and sets as it was written."""

    id: str
    place: str
    type: str = "standard"
    title: str = ""
    conditions: str = ""
    parent: str = ""
    previous: str = ""
    output: Mapping = field(default_factory=dict)
    context: Mapping = field(default_factory=dict)
    actions: tuple[Mapping, ...] = ()
    step: Step = Step()
    event: str = ""
    variable: str = ""
    digress_in: str = ""
    digress_out: str = ""
    digress_out_slots: str = ""
    label: str = ""
    description: str = ""
    disabled: bool = False
    # Members that nothing here reads.
    rest: tuple[str, ...] = ()


class Webhook(Struct, frozen=True):
    """An address that nodes call; headers without their values where those are secret."""

    name: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()


class Skill(Struct, frozen=True):
    """One skill. `workspace` is the whole of an actions skill, which has no dialog."""

    name: str
    place: str
    language: str = "en"
    description: str = ""
    intents: tuple[Understood, ...] = ()
    entities: tuple[Kind, ...] = ()
    nodes: tuple[DialogNode, ...] = ()
    counterexamples: tuple[str, ...] = ()
    webhooks: tuple[Webhook, ...] = ()
    settings: dict[str, Value] = field(default_factory=dict)
    workspace: Mapping = field(default_factory=dict)


class Fault(Struct, frozen=True):
    """A part of the export that cannot be read, and why."""

    place: str
    name: str
    reason: str
