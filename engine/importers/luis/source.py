"""An app of LUIS: what it understands; it says nothing by itself."""

from msgspec import Struct, field


class Mark(Struct, frozen=True):
    """Words of an utterance that stand for an entity, perhaps in a role."""

    entity: str
    words: str
    role: str = ""


class Utterance(Struct, frozen=True):
    """Something people say, and where it names entities."""

    text: str
    marks: tuple[Mark, ...] = ()


class Entity(Struct, frozen=True):
    """An entity that is not a list, a pattern or one of LUIS's own; `kind` is ml, composite,
    hierarchical or any."""

    name: str
    kind: str
    parts: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


class App(Struct):
    """One app, in one culture. Filled in while it is read."""

    name: str
    place: str
    culture: str = "en-us"
    description: str = ""
    intents: dict[str, list[Utterance]] = field(default_factory=dict)
    # Templates with `{entity}`, `[optional]` and `(one|another)`, by intent.
    templates: dict[str, list[str]] = field(default_factory=dict)
    lists: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    patterns: dict[str, str] = field(default_factory=dict)
    prebuilt: dict[str, None] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    phrase_lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    settings: list[str] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)
